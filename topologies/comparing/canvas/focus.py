"""What of two states is drawn: all of it, or, where that is too much to see, what changed and what it touches."""

from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field

from topologies.comparing.canvas.anchors import anchors
from topologies.comparing.items import Compared
from topologies.graph import Graph, Link, Node, Peering, Replication, Zone
from topologies.rendering.views import Line, Selection, select

MOST_NODES = 300  # more are too much to see
SURROUNDINGS = 160  # cards; what is beside a change is drawn until there are so many


@dataclass(frozen=True)
class Focus:
    """The nodes and zones that are drawn, zones among them that are closed, and what is left out of each zone.

    `core` is what changed; a line is drawn where it has an end there.
    """

    nodes: frozenset[str]
    zones: frozenset[str]
    closed: frozenset[str] = frozenset()
    core: frozenset[str] | None = None
    hidden: dict[str, int] = field(default_factory=dict)

    @property
    def partial(self) -> bool:
        return self.core is not None

    def selection(self, graph: Graph) -> Selection:
        """The part of one state that is drawn."""
        if not self.partial:
            return select(graph, None)
        nodes = tuple(node for key, node in graph.nodes.items() if key in self.nodes)
        zones = tuple(zone for key, zone in graph.zones.items() if key in self.zones | self.closed)
        lines = tuple(line for line in select(graph, None).lines if self._shows(line))
        return Selection(
            zones, nodes, lines, collapsed=frozenset(z.key for z in zones if z.key in self.closed)
        )

    def _shows(self, line: Line) -> bool:
        ends = _ends(line)
        core = self.core or frozenset()
        shown = self.nodes | self.zones | self.closed
        return line.key in core or (all(end in shown for end in ends) and any(end in core for end in ends))


def focus_of(compared: Compared, *, everything: bool) -> Focus:
    before, after = compared.before, compared.after
    nodes = frozenset(before.nodes.keys() | after.nodes.keys())
    if everything or len(nodes) <= MOST_NODES:
        return Focus(nodes, frozenset(before.zones.keys() | after.zones.keys()))
    core = _core(compared)
    shown = frozenset(_with_neighbours(compared, core)) & nodes
    open_ = _open(compared, shown, core)
    return Focus(shown, open_, _closed(compared, open_), core, _left_out(after, shown, open_))


def _core(compared: Compared) -> frozenset[str]:
    """What changed. What is no line and has no shape of its own counts with what it belongs to."""
    found: set[str] = set()
    for item in compared.items:
        lines = isinstance(item.element, Link | Replication | Peering)
        found.update(list(anchors(compared, item))[: 1 if lines else 2])
    return frozenset(found - {""})


def _ends(line: Line) -> tuple[str, str]:
    if isinstance(line, Peering):
        return line.network, line.peer
    return (line.source, line.target) if isinstance(line, Link | Replication) else (line.zone, line.via)


def _changed_ends(compared: Compared) -> Iterator[str]:
    for item in compared.items:
        for row in (item.change.before, item.change.after):
            if isinstance(row, Link | Replication | Peering):
                yield from _ends(row)


def _with_neighbours(compared: Compared, core: Set[str]) -> Iterator[str]:
    """What changed and the ends of changed lines; then neighbours, those first that most of it is joined to."""
    first = core | set(_changed_ends(compared))
    yield from first
    touched: Counter[str] = Counter()
    for graph in (compared.before, compared.after):
        lines: tuple[Link | Replication, ...] = (*graph.links.values(), *graph.replications.values())
        for line in lines:
            touched.update(_others(line, core))
    room = max(SURROUNDINGS - len(first), 0)
    ranked = sorted(touched.items(), key=lambda row: (-row[1], row[0]))
    yield from (key for key, _ in ranked[:room])


def _others(line: Link | Replication, core: Set[str]) -> Iterator[str]:
    if line.source in core and line.target not in core:
        yield line.target
    if line.target in core and line.source not in core:
        yield line.source


def _open(compared: Compared, shown: Set[str], core: Set[str]) -> frozenset[str]:
    """The zones around what is shown, and those that changed."""
    found: set[str] = set()
    for graph in (compared.before, compared.after):
        rows: list[Node | Zone] = [graph.nodes[key] for key in shown if key in graph.nodes]
        rows += [graph.zones[key] for key in core | set(_changed_ends(compared)) if key in graph.zones]
        found.update(zone.key for row in rows for zone in graph.path(row))
    return frozenset(found)


def _closed(compared: Compared, open_: Set[str]) -> frozenset[str]:
    """The outermost zones that hold nothing of it."""
    zones = {**compared.before.zones, **compared.after.zones}
    return frozenset(
        key for key, zone in zones.items() if key not in open_ and (not zone.parent or zone.parent in open_)
    )


def _left_out(graph: Graph, shown: Set[str], open_: Iterable[str]) -> dict[str, int]:
    """Zone that is open ("" = none) -> how many nodes directly in it are not drawn."""
    counts = {
        zone: sum(node.key not in shown for node in graph.nodes_in.get(zone, ())) for zone in (*open_, "")
    }
    return {zone: count for zone, count in sorted(counts.items()) if count}
