"""From which addresses a node speaks: the subnets that it stands in, where the topology knows them. Pure."""

from topologies.graph import Graph, Node, Port
from topologies.kinds import Trait
from topologies.kinds.zones.network import Network
from topologies.kinds.zones.subnet_tier import SubnetTier


def addresses(graph: Graph, node: Node) -> tuple[str, ...]:
    """The CIDRs of the node's subnet tier, else of its network; empty where neither has any."""
    for trait in (Trait.TIER, Trait.NETWORK):
        zone = graph.enclosing(node, trait)
        if zone is not None and isinstance(zone.properties, SubnetTier):
            if zone.properties.cidrs:
                return tuple(dict.fromkeys(zone.properties.cidrs.values()))
        elif zone is not None and isinstance(zone.properties, Network) and zone.properties.cidrs:
            return zone.properties.cidrs
    return ()


def same_host(graph: Graph, one: Node, other: Node) -> bool:
    """Do both stand on one machine?"""
    host = graph.enclosing(one, Trait.HOST)
    return host is not None and host == graph.enclosing(other, Trait.HOST)


def tcp_port(graph: Graph, node: Node) -> Port | None:
    """The first TCP port that the node listens on, by key."""
    return next((port for port in graph.ports_of.get(node.key, ()) if port.protocol == "tcp"), None)
