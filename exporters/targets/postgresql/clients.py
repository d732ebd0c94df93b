"""Who may connect to a PostgreSQL: the links and replications that end at it, as records of pg_hba.conf."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_network

from exporters.addresses import addresses, same_host
from exporters.formats.postgresql import hba, named
from topologies.graph import Graph, Link, Node, Port, Replication, Rule
from topologies.kinds import Trait
from topologies.kinds.zones.cluster import Cluster

REPLICATOR = "replicator"
_METHOD = "scram-sha-256"
_LOOPBACK = ("127.0.0.1/32", "::1/128")


@dataclass(frozen=True, slots=True)
class Client:
    """One way in: what drew it, from where it comes, whether it must speak TLS, and the rules that let it through."""

    drawn: Link | Replication
    node: Node
    places: tuple[str, ...]
    tls: bool
    rules: tuple[Rule, ...]

    @property
    def by_name(self) -> bool:
        """Is it known by its name alone?"""
        return self.places == (named(self.node.key),)

    @property
    def why(self) -> str:
        what = "copy" if isinstance(self.drawn, Replication) else self.drawn.role
        through = f", through {', '.join(rule.key for rule in self.rules)}" if self.rules else ""
        source = f"; {self.drawn.stated_in}" if self.drawn.stated_in else ""
        return f"{self.drawn.key}: {what} for {self.node.key}{through}{source}"

    def records(self) -> Iterator[str]:
        copies = isinstance(self.drawn, Replication)
        database, user = ("replication", REPLICATOR) if copies else ("all", "all")
        for place in self.places:
            yield hba("hostssl" if self.tls else "host", database, user, place, _METHOD)


def clients(graph: Graph, node: Node, port: Port | None) -> tuple[Client, ...]:
    """Everybody who was drawn to connect, by key: readers and writers first, then copies that pull from it."""
    links = [link for link in graph.links_to.get(node.key, ()) if link.role != "deployment"]
    copies = [one for one in graph.replications.values() if one.source == node.key and one.mode != "snapshot"]
    found = [_client(graph, node, port, link, graph.nodes[link.source]) for link in links]
    found += [_client(graph, node, port, copy, graph.nodes[copy.target]) for copy in copies]
    return tuple(found)


def _client(graph: Graph, node: Node, port: Port | None, drawn: Link | Replication, source: Node) -> Client:
    places, near = _places(graph, node, port, source)
    tls = bool(drawn.encrypted) or (drawn.encrypted is None and not near)
    return Client(drawn, source, places, tls, tuple(_admitting(graph, node, port, source)))


def _places(graph: Graph, node: Node, port: Port | None, source: Node) -> tuple[tuple[str, ...], bool]:
    """From which addresses the source comes, and whether the way never leaves the machine or its network."""
    if port is not None and port.bind == "localhost":
        return _LOOPBACK, True
    if known := addresses(graph, source):
        return known, False
    if same_host(graph, node, source) or _same_net(graph, node, source):
        return ("samenet",), True
    return (named(source.key),), False


def _same_net(graph: Graph, one: Node, other: Node) -> bool:
    network = graph.enclosing(one, Trait.NETWORK)
    if network is not None:
        return network == graph.enclosing(other, Trait.NETWORK)
    zone = graph.zones.get(one.zone or "")
    return zone is not None and zone.key == other.zone and isinstance(zone.properties, Cluster)


def _admitting(graph: Graph, node: Node, port: Port | None, source: Node) -> Iterator[Rule]:
    """The ingress rules that let the source reach the port."""
    number = port.number if port else 5432
    theirs = {group.key for group in graph.groups_guarding(source)}
    for group in graph.groups_guarding(node):
        for rule in graph.rules_of.get(group.key, ()):
            first, last = rule.ports
            fits = rule.direction == "ingress" and rule.protocol in ("tcp", "all") and first <= number <= last
            if fits and (rule.peer_group in theirs or _covers(rule, addresses(graph, source))):
                yield rule


def _covers(rule: Rule, places: tuple[str, ...]) -> bool:
    if rule.cidr is None or not places:
        return False
    around = ip_network(rule.cidr)
    return all(ip_network(place).subnet_of(around) for place in places)  # type: ignore[arg-type]
