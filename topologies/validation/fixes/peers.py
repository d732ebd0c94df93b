"""How a rule names somebody: by security group, by zone, or by addresses."""

from collections.abc import Iterator
from dataclasses import dataclass

from topologies.graph import Graph, Node, Port
from topologies.graph.values import Direction
from topologies.kinds import Trait
from topologies.reachability import INTERNET
from topologies.reachability.listening import binding
from topologies.scalars import Transport
from topologies.validation.context import Context

EVERYBODY = "0.0.0.0/0"
Peer = tuple[str, str]  # field of a rule, value


@dataclass(frozen=True, slots=True)
class Call:
    """Declared traffic: `caller` opens `port` of `target`."""

    caller: str
    target: str
    protocol: Transport
    port: int


def peers_of(context: Context, key: str, group: str, direction: Direction) -> tuple[Peer, ...]:
    """How a rule of `group` names this node; nothing where no rule can. Firewalls know no groups."""
    if key == INTERNET:
        return (("cidr", EVERYBODY),)
    graph, site = context.graph, context.engine.sites.of(key)
    if site.place in ("internet", "edge"):
        cidrs: tuple[str, ...] = getattr(graph.nodes[key].properties, "source_cidrs", ())
        known = direction == "egress" or site.anybody
        return tuple(("cidr", cidr) for cidr in cidrs) or ((("cidr", EVERYBODY),) if known else ())
    own = [row.key for row in site.guards[0] if not row.is_default]
    if own and not graph.security_groups[group].firewall:
        return (("peer_group", min(own, key=lambda one: (_members(graph, one), one))),)
    zone = graph.nodes[key].zone if key in graph.nodes else key
    return (("peer_zone", zone),) if zone else ()


def _members(graph: Graph, group: str) -> int:
    return sum(row.group == group for row in graph.attachments.values())


def calls_to(context: Context, node: Node) -> Iterator[Call]:
    """Who is drawn to open which port of the node, from beyond its own host."""
    graph = context.graph
    for link in graph.links_to.get(node.key, ()):
        if not _same_host(context, link.source, node.key):
            for port in _ports(graph, node, link.port):
                yield Call(link.source, node.key, port[0], port[1])
    for row in graph.replications.values():
        if node.key in (row.source, row.target) and row.mode != "snapshot":
            other = row.target if row.source == node.key else row.source
            named = row.port if row.port and graph.ports[row.port].node == node.key else None
            if (named or not row.port) and not _same_host(context, other, node.key):
                for port in _ports(graph, node, named):
                    yield Call(other, node.key, port[0], port[1])


def calls_from(context: Context, node: Node) -> Iterator[Call]:
    """What the node is drawn to open, beyond its own host."""
    targets = {link.target for link in context.graph.links_from.get(node.key, ())}
    for row in context.graph.replications.values():
        if row.mode != "snapshot" and node.key in (row.source, row.target):
            targets.add(row.target if row.source == node.key else row.source)
    for key in sorted(targets):
        for call in calls_to(context, context.graph.nodes[key]):
            if call.caller == node.key:
                yield call


def _ports(graph: Graph, node: Node, named: str | None) -> list[tuple[Transport, int]]:
    """The port that is named, else all that the node has, else those that its kind usually has."""
    stated: tuple[Port, ...] = (graph.ports[named],) if named else graph.ports_of.get(node.key, ())
    usual = [(port.protocol, port.number) for port in graph.kind(node).ports]
    return [(port.protocol, port.number) for port in stated] or usual


def _same_host(context: Context, one: str, other: str) -> bool:
    sites = context.engine.sites
    return bool(sites.of(one).host) and sites.of(one).host == sites.of(other).host


def seen_as(context: Context, call: Call) -> str | None:
    """Who the filters of the target believe calls: the caller, or the NAT it comes through. None = it cannot call now."""
    graph, sites = context.graph, context.engine.sites
    bind = binding(graph.ports_of.get(call.target, ()), call.protocol, call.port)
    ends = sites.of(call.caller), sites.of(call.target)
    found = context.engine.decide(*ends, call.protocol, call.port, bind)
    if found.verdict == "blocked":
        return None
    origin = found.hops[-1].source if found.hops else "{source}"
    return call.caller if origin == "{source}" else origin


def guarded(context: Context, group: str) -> Iterator[Node]:
    """The nodes behind a security group, those on a host that bears it included."""
    for node in context.graph.nodes.values():
        if group in context.engine.sites.of(node.key).groups:
            yield node


def is_data(graph: Graph, key: str) -> bool:
    return key in graph.nodes and graph.kind(graph.nodes[key]).has(Trait.DATA)
