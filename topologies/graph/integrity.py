"""What must hold between elements before they are a graph. Reports every fault by element and field."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from topologies.graph.base import Fault
from topologies.graph.values import Attachment, Element, Link, Node, Peering, Replication, Zone
from topologies.kinds import Trait, node_kind, zone_kind

DEPTH = 40  # deeper nesting of zones is refused: no drawing and no reader can follow it

E = TypeVar("E", bound=Element)
Tables = Mapping[str, Mapping[str, Element]]


def faults_in(elements: Iterable[Element], tables: Tables) -> Iterator[Fault]:
    """Every fault among these elements; `tables` holds them by section and key."""
    ordered = list(elements)
    yield from _repeated_keys(ordered)
    yield from faults_among(tables, tables)


def faults_among(some: Tables, tables: Tables) -> Iterator[Fault]:
    """Every fault of `some` elements, all of whose neighbours are in `tables`; whatever refers to a changed element
    and every entry of a changed network ACL must be one of them."""
    dangling = list(_dangling([element for table in some.values() for element in table.values()], tables))
    yield from dangling
    if not dangling:
        nested = list(_containment(tables)) if some["zones"] else []
        yield from nested or _wrong_places(some, tables)
        yield from _wrong_ends(some, tables)
        yield from _acl_numbers(some)


def _repeated_keys(elements: list[Element]) -> Iterator[Fault]:
    for key, count in Counter(element.key for element in elements).items():
        if count > 1:
            sections = sorted({element.section for element in elements if element.key == key})
            yield Fault(
                key,
                "key",
                f"is used {count} times, in {', '.join(sections)}; a key is unique in its topology",
            )


def _dangling(elements: list[Element], tables: Tables) -> Iterator[Fault]:
    for element in elements:
        for field, reference in element.references().items():
            key = getattr(element, field)
            if key is not None and not any(key in tables[section] for section in reference.sections):
                what = " or ".join(section.replace("_", " ") for section in reference.sections)
                yield Fault(element.key, field, f"refers to {key!r}, which is not among the {what}")


def _containment(tables: Tables) -> Iterator[Fault]:
    parents = {key: zone.parent for key, zone in _zones(tables).items()}
    depth: dict[str, int] = {}
    for start in parents:
        trail: dict[str, None] = {}
        key: str | None = start
        while key is not None and key not in depth and key not in trail:
            trail[key] = None
            key = parents[key]
        if key is not None and key in trail:
            yield Fault(
                key,
                "parent",
                f"contains itself: {' in '.join([*list(trail)[list(trail).index(key) :], key])}",
            )
            depth.update(dict.fromkeys(trail, 0))
            continue
        base = depth[key] if key is not None else 0
        for steps, step in enumerate(reversed(trail), 1):
            depth[step] = base + steps
        if depth[start] > DEPTH:
            yield Fault(start, "parent", f"is nested {depth[start]} zones deep; at most {DEPTH} are allowed")


def _wrong_places(some: Tables, tables: Tables) -> Iterator[Fault]:
    zones = _zones(tables)
    for zone in _rows(some, "zones", Zone):
        yield from _place(zone, zone.parent, "parent", zones)
    for node in _rows(some, "nodes", Node):
        yield from _place(node, node.zone, "zone", zones)


def _place(element: Node | Zone, place: str | None, field: str, zones: Mapping[str, Zone]) -> Iterator[Fault]:
    kind = node_kind(element.kind) if isinstance(element, Node) else zone_kind(element.kind)
    around = zones[place].kind if place else ""
    if around not in kind.parents:
        where = f"in a {around}" if around else "outside every zone"
        allowed = ", ".join(sorted(name or "no zone" for name in kind.parents))
        yield Fault(element.key, field, f"a {kind.slug} cannot stand {where}; it may stand in: {allowed}")


def _wrong_ends(some: Tables, tables: Tables) -> Iterator[Fault]:
    zones = _zones(tables)
    for link in _rows(some, "links", Link):
        yield from _edge_ends(link, tables)
    for replication in _rows(some, "replications", Replication):
        yield from _edge_ends(replication, tables)
    for peering in _rows(some, "peerings", Peering):
        yield from _needs(peering, "network", Trait.NETWORK, zones)
        yield from _needs(peering, "peer", Trait.NETWORK, zones)
    for element in (*some["routes"].values(), *some["network_acls"].values()):
        yield from _needs(element, "zone", Trait.TIER, zones)
    for attachment in _rows(some, "attachments", Attachment):
        if attachment.target in zones:
            yield from _needs(attachment, "target", Trait.HOST, zones)


def _edge_ends(edge: Link | Replication, tables: Tables) -> Iterator[Fault]:
    if edge.source == edge.target:
        yield Fault(edge.key, "target", f"is its own source, {edge.source!r}")
    if edge.port is not None:
        owner = getattr(tables["ports"][edge.port], "node", None)
        ends = {edge.target} if isinstance(edge, Link) else {edge.source, edge.target}
        if owner not in ends:
            yield Fault(edge.key, "port", f"{edge.port!r} is a port of {owner!r}, not of {edge.target!r}")


def _needs(element: Element, field: str, trait: Trait, zones: Mapping[str, Zone]) -> Iterator[Fault]:
    zone = zones[getattr(element, field)]
    if not zone_kind(zone.kind).has(trait):
        yield Fault(element.key, field, f"{zone.key!r} is a {zone.kind}; it must be a {trait.value}")


def _acl_numbers(some: Tables) -> Iterator[Fault]:
    seen: dict[tuple[object, ...], str] = {}
    for entry in some["acl_entries"].values():
        place = tuple(getattr(entry, field) for field in ("acl", "direction", "number"))
        if place in seen:
            yield Fault(entry.key, "number", f"{place[2]} is taken by {seen[place]!r}")
        seen.setdefault(place, entry.key)


def _zones(tables: Tables) -> Mapping[str, Zone]:
    return {zone.key: zone for zone in _rows(tables, "zones", Zone)}


def _rows(tables: Tables, section: str, kind: type[E]) -> Iterator[E]:
    return (element for element in tables[section].values() if isinstance(element, kind))
