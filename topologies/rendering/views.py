"""What a view shows of a graph: which zones and nodes, which lines between them, and how much of each."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from topologies.graph import Graph, Link, Node, Peering, Replication, Route, View, Zone

Line = Link | Replication | Peering | Route
Flow = Link | Replication
SMALL = 150  # cards in a thumbnail: of more nothing is left to see in 320 pixels, and the file is slow to fetch and to read


@dataclass(frozen=True, slots=True)
class Selection:
    """The part of a graph that one picture shows.

    `stands_for` names, for what is hidden in a collapsed zone, the zone that stands in its place.
    """

    zones: tuple[Zone, ...]
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    ports: bool = True
    groups: bool = True
    collapsed: frozenset[str] = frozenset()
    stands_for: dict[str, str] = field(default_factory=dict)


def select(graph: Graph, view: View | None, thumbnail: bool = False) -> Selection:
    """What this view shows; without a view, everything. A thumbnail shows inner zones closed, where there is much."""
    shows = view.shows if view else "everything"
    selection = _SHOWS[shows](graph, view)
    closed = {key for key, placement in view.placements.items() if placement.collapsed} if view else set()
    closed |= _closed_small(graph, selection) if thumbnail else set()
    return _collapse(graph, selection, closed & graph.zones.keys()) if view or closed else selection


def _everything(graph: Graph, view: View | None) -> Selection:
    flows: tuple[Flow, ...] = (*graph.links.values(), *graph.replications.values())
    lines: tuple[Line, ...] = (*flows, *graph.peerings.values())
    return Selection(tuple(graph.zones.values()), tuple(graph.nodes.values()), lines)


def _network(graph: Graph, view: View | None) -> Selection:
    routes = tuple(route for route in graph.routes.values() if route.via not in graph.peerings)
    lines: tuple[Line, ...] = (*graph.peerings.values(), *routes)
    return Selection(tuple(graph.zones.values()), tuple(graph.nodes.values()), lines)


def _dataflow(graph: Graph, view: View | None) -> Selection:
    traffic = (link for link in graph.links.values() if link.role == "traffic")
    lines: tuple[Flow, ...] = (*traffic, *graph.replications.values())
    taking_part = {end for line in lines for end in (line.source, line.target)}
    nodes = tuple(node for node in graph.nodes.values() if node.key in taking_part)
    return Selection(_zones_around(graph, nodes), nodes, lines, ports=False, groups=False)


def _security(graph: Graph, view: View | None) -> Selection:
    lines: tuple[Line, ...] = (*graph.links.values(), *graph.peerings.values())
    return Selection(tuple(graph.zones.values()), tuple(graph.nodes.values()), lines)


def _one_zone(graph: Graph, view: View | None) -> Selection:
    """The zone with all inside it, and the nodes outside that a line joins to it."""
    inside = {zone.key for zone in graph.zones.values() if view and view.zone in _keys(graph.path(zone))}
    within = {node.key for node in graph.nodes.values() if node.zone in inside}
    every: tuple[Flow, ...] = (*graph.links.values(), *graph.replications.values())
    lines = tuple(line for line in every if line.source in within or line.target in within)
    shown = within | {end for line in lines for end in (line.source, line.target)}
    nodes = tuple(node for node in graph.nodes.values() if node.key in shown)
    around = {zone.key for zone in _zones_around(graph, nodes)} | inside
    return Selection(tuple(zone for zone in graph.zones.values() if zone.key in around), nodes, lines)


_SHOWS = {
    "everything": _everything,
    "network": _network,
    "dataflow": _dataflow,
    "security": _security,
    "zone": _one_zone,
}


def _zones_around(graph: Graph, nodes: Iterable[Node]) -> tuple[Zone, ...]:
    held = {zone.key for node in nodes for zone in graph.path(node)}
    return tuple(zone for zone in graph.zones.values() if zone.key in held)


def _keys(zones: Iterable[Zone]) -> set[str]:
    return {zone.key for zone in zones}


def _closed_small(graph: Graph, selection: Selection) -> set[str]:
    """The zones of one depth, the deepest that leaves no more cards than a thumbnail can show; none if it can show all."""
    depths = {zone.key: len(graph.path(zone)) for zone in selection.zones}
    around = [depths.get(node.zone or "", 0) for node in selection.nodes]
    depth = max(depths.values(), default=0)
    left = len(around)
    while left > SMALL and depth > 0:
        closed = {key for key, at in depths.items() if at == depth}
        left = len(closed) + sum(at < depth for at in around)
        depth -= 1
    return {key for key, at in depths.items() if at == depth + 1} if len(around) > SMALL else set()


def _collapse(graph: Graph, selection: Selection, closed: set[str]) -> Selection:
    """The selection with the contents of collapsed zones hidden; the outermost collapsed zone stands for them."""
    stands_for: dict[str, str] = {}
    elements: tuple[Zone | Node, ...] = (*selection.zones, *selection.nodes)
    for element in elements:
        holders = [zone.key for zone in graph.path(element) if zone.key in closed and zone.key != element.key]
        if holders:
            stands_for[element.key] = holders[-1]
    return Selection(
        tuple(zone for zone in selection.zones if zone.key not in stands_for),
        tuple(node for node in selection.nodes if node.key not in stands_for),
        selection.lines,
        selection.ports,
        selection.groups,
        frozenset(closed - stands_for.keys()),
        stands_for,
    )
