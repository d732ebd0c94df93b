"""Changes that stand side by side as text and get in each other's way as architecture."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from ipaddress import ip_network

from topologies.graph import Element, Graph, Port, Rule, Zone
from topologies.kinds import Trait
from topologies.operations.merging.model import Clash
from topologies.operations.merging.sides import Sides

OPTIONS = ("mine", "theirs", "both")


def collisions(graph: Graph, sides: Sides) -> Iterator[Clash]:
    """Pairs of elements, one changed by each side, that take the same port, addresses or permission."""
    yield from _ports(graph, sides)
    yield from _addresses(graph, sides)
    yield from _rules(graph, sides)


def _pairs(elements: Iterable[Element], sides: Sides) -> Iterator[tuple[Element, Element]]:
    """Mine first. Only what one side alone changed can collide with what the other one alone did."""
    rows = list(elements)
    mine = [one for one in rows if one.key in sides.my_keys and one.key not in sides.their_keys]
    theirs = [one for one in rows if one.key in sides.their_keys and one.key not in sides.my_keys]
    return ((one, other) for one in mine for other in theirs)


# --- ports -------------------------------------------------------------------------------------------------------


def _ports(graph: Graph, sides: Sides) -> Iterator[Clash]:
    places: dict[str, list[Port]] = defaultdict(list)
    for port in graph.ports.values():
        places[_listener(graph, port)].append(port)
    for place, ports in sorted(places.items()):
        for one, other in _pairs(ports, sides):
            if isinstance(one, Port) and isinstance(other, Port) and _same_socket(one, other):
                where = graph.by_key[place].name
                what = f"{one.protocol} {max(one.number, other.number)}"
                yield Clash(
                    "port",
                    one.key,
                    "",
                    f"Both listen on {what} of {where}.",
                    others=(other.key,),
                    options=OPTIONS,
                )


def _listener(graph: Graph, port: Port) -> str:
    """What the port is one of: the host that the node stands on, else the node."""
    node = graph.nodes[port.node]
    zone = graph.zones.get(node.zone or "")
    return zone.key if zone and graph.kind(zone).has(Trait.HOST) else node.key


def _same_socket(one: Port, other: Port) -> bool:
    return one.protocol == other.protocol and one.number <= other.last and other.number <= one.last


# --- addresses ---------------------------------------------------------------------------------------------------


def _addresses(graph: Graph, sides: Sides) -> Iterator[Clash]:
    siblings: dict[str, list[Zone]] = defaultdict(list)
    for zone in graph.zones.values():
        if _blocks(zone):
            siblings[f"{zone.kind} in {zone.parent or ''}"].append(zone)
    for _, zones in sorted(siblings.items()):
        for one, other in _pairs(zones, sides):
            shared = _shared(one, other)
            if shared:
                text = f"{one.name} and {other.name} give out the same addresses, {shared}."
                yield Clash("address", one.key, "", text, others=(other.key,), options=OPTIONS)


def _blocks(zone: Element) -> tuple[str, ...]:
    found = getattr(getattr(zone, "properties", None), "cidrs", ())
    return tuple(found.values() if isinstance(found, dict) else found)


def _shared(one: Element, other: Element) -> str:
    for left in map(ip_network, _blocks(one)):
        for right in map(ip_network, _blocks(other)):
            if left.version == right.version and left.overlaps(right):
                return str(min(left, right, key=lambda block: block.num_addresses))
    return ""


# --- rules of security groups ------------------------------------------------------------------------------------


def _rules(graph: Graph, sides: Sides) -> Iterator[Clash]:
    for group, rules in sorted(graph.rules_of.items()):
        for one, other in _pairs(rules, sides):
            if (
                isinstance(one, Rule)
                and isinstance(other, Rule)
                and (_covers(one, other) or _covers(other, one))
            ):
                text = f"Of two rules of {graph.security_groups[group].name}, one allows all that the other one does."
                yield Clash("shadow", one.key, "", text, others=(other.key,), options=OPTIONS)


def _covers(wide: Rule, narrow: Rule) -> bool:
    return (
        wide.direction == narrow.direction
        and wide.protocol in (narrow.protocol, "all")
        and wide.ports[0] <= narrow.ports[0]
        and narrow.ports[1] <= wide.ports[1]
        and _admits(wide, narrow)
    )


def _admits(wide: Rule, narrow: Rule) -> bool:
    if wide.cidr is None or narrow.cidr is None:
        return (wide.cidr, wide.peer_group, wide.peer_zone) == (
            narrow.cidr,
            narrow.peer_group,
            narrow.peer_zone,
        )
    outer, inner = ip_network(wide.cidr), ip_network(narrow.cidr)
    return outer.version == inner.version and inner.subnet_of(outer)  # type: ignore[arg-type]
