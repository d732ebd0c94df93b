"""From which addresses a node speaks: the subnets that it stands in, where the topology knows them. Pure."""

from collections.abc import Iterator

from topologies.graph import Graph, Node, Port, SecurityGroup, Zone
from topologies.kinds import Trait, stated
from topologies.kinds.zones.network import Network
from topologies.kinds.zones.subnet_tier import SubnetTier


def addresses(graph: Graph, part: Node | Zone) -> tuple[str, ...]:
    """The CIDRs that are stated for it, else those of its subnet tier, else of its network; empty where none is."""
    if own := [cidr for cidrs in stated(part.properties, "source_cidrs") for cidr in cidrs]:
        return tuple(own)
    for trait in (Trait.TIER, Trait.NETWORK):
        zone = graph.enclosing(part, trait)
        if zone is not None and (found := tuple(_of_zone(zone))):
            return tuple(dict.fromkeys(found))
    return ()


def _of_zone(zone: Zone) -> Iterator[str]:
    if isinstance(zone.properties, SubnetTier):
        yield from zone.properties.cidrs.values()
    elif isinstance(zone.properties, Network):
        yield from zone.properties.cidrs


def of_group(graph: Graph, group: SecurityGroup) -> tuple[str, ...]:
    """The CIDRs of everything that the group is attached to; empty where one of them is not known."""
    targets = [one.target for one in graph.attachments.values() if one.group == group.key]
    found = [addresses(graph, graph.nodes.get(key) or graph.zones[key]) for key in targets]
    return tuple(dict.fromkeys(cidr for cidrs in found for cidr in cidrs)) if all(found) else ()


def same_host(graph: Graph, one: Node, other: Node) -> bool:
    """Do both stand on one machine?"""
    host = graph.enclosing(one, Trait.HOST)
    return host is not None and host == graph.enclosing(other, Trait.HOST)


def tcp_port(graph: Graph, node: Node) -> Port | None:
    """The first TCP port that the node listens on, by key."""
    return next((port for port in graph.ports_of.get(node.key, ()) if port.protocol == "tcp"), None)
