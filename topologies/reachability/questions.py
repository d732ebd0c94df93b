"""The questions that people ask: who can reach this, what can that reach, and how do places talk to each other.

Answers are about classes: parts with one site are asked about once. Proxies and programs count as pivots: what
reaches one of them gets to what it is drawn to call, one connection after another.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from topologies.graph import Graph, Link, Node, Port
from topologies.kinds import Trait
from topologies.reachability.engine import Engine
from topologies.reachability.flow import INTERNET, SOME_PORT, Answer, Flow
from topologies.reachability.links import meant
from topologies.reachability.listening import Bind, binding
from topologies.reachability.sites import Site
from topologies.scalars import Transport

_PIVOTS = frozenset({Trait.PROXY, Trait.COMPUTE})
_ORDER = ("allowed", "unknown", "blocked")


@dataclass(frozen=True, slots=True)
class Class:
    """Parts that are alike to the question: `members` (keys), and the answer for the first of them.

    `through` holds one answer for each connection where the direct one is not open and others pass the traffic on.
    """

    members: tuple[str, ...]
    answer: Answer
    through: tuple[Answer, ...] = ()

    @property
    def rank(self) -> tuple[int, bool, bool, str]:
        return (
            _ORDER.index(self.answer.verdict),
            not self.through,
            self.members[0] != INTERNET,
            str(self.answer.flow),
        )


def who_reaches(engine: Engine, target: str, protocol: Transport, port: int) -> tuple[Class, ...]:
    """Every class of sources, those that get through first; the internet among them."""
    pivots = Pivots(engine, target, protocol, port)
    rows = (_class(engine, members, target, protocol, port, pivots) for members in _sources(engine, target))
    return tuple(sorted(rows, key=lambda row: row.rank))


def _sources(engine: Engine, target: str) -> Iterator[tuple[str, ...]]:
    found: dict[Site, list[str]] = {engine.sites.of(INTERNET): [INTERNET]}
    for key in engine.graph.nodes:
        if key != target:
            found.setdefault(engine.sites.of(key), []).append(key)
    return (tuple(members) for members in found.values())


def _class(
    engine: Engine, members: tuple[str, ...], target: str, protocol: Transport, port: int, pivots: "Pivots"
) -> Class:
    answer = engine.reach(Flow(members[0], target, protocol, port))
    return Class(members, answer, () if answer.verdict == "allowed" else pivots.way(members[0]))


def what_reaches(engine: Engine, source: str) -> tuple[Class, ...]:
    """Every class of targets on each port that it listens on (some port where it names none), the open ones first."""
    found: dict[tuple[Site, Transport, int, Bind], list[Flow]] = {}
    for node in engine.graph.nodes.values():
        if node.key != source and not engine.graph.kind(node).has(Trait.INTERNET):
            for protocol, port, bind in _listening(engine.graph, node):
                same = (engine.sites.of(node.key), protocol, port, bind)
                found.setdefault(same, []).append(Flow(source, node.key, protocol, port))
    rows = (Class(tuple(flow.target for flow in flows), engine.reach(flows[0])) for flows in found.values())
    return tuple(sorted(rows, key=lambda row: row.rank))


def _listening(graph: Graph, node: Node) -> Iterator[tuple[Transport, int, Bind]]:
    ports = graph.ports_of.get(node.key, ())
    if not ports:
        yield "tcp", SOME_PORT, "unstated"
    for port in ports:
        yield port.protocol, port.number, binding(ports, port.protocol, port.number)


def ask(engine: Engine, flow: Flow) -> Class:
    """Can this source reach that port: directly, else by others that pass it on."""
    pivots = Pivots(engine, flow.target, flow.protocol, flow.port)
    return _class(engine, (flow.source,), flow.target, flow.protocol, flow.port, pivots)


class Pivots:
    """The proxies and programs that lead to one port, nearest first, each with its way on."""

    def __init__(self, engine: Engine, target: str, protocol: Transport, port: int) -> None:
        self._engine = engine
        self._ways: dict[str, tuple[Answer, ...]] = {}
        queue: deque[tuple[Flow, tuple[Answer, ...]]] = deque([(Flow("", target, protocol, port), ())])
        while queue:
            goal, way = queue.popleft()
            for proxy in self._before(goal):
                answer = engine.reach(Flow(proxy, goal.target, goal.protocol, goal.port))
                if answer.verdict == "allowed" and proxy != target and proxy not in self._ways:
                    self._ways[proxy] = (answer, *way)
                    queue.extend((Flow("", proxy, row.protocol, row.number), self._ways[proxy])
                                 for row in engine.graph.ports_of.get(proxy, ()))  # fmt: skip

    def _before(self, goal: Flow) -> Iterator[str]:
        """What passes traffic on and is drawn to call this port."""
        graph = self._engine.graph
        for link in graph.links_to.get(goal.target, ()):
            if graph.kind(graph.nodes[link.source]).traits & _PIVOTS and _means(graph, link, goal):
                yield link.source

    def way(self, source: str) -> tuple[Answer, ...]:
        """The connections from here to the target, over the nearest of them that is open to it; empty if there is none."""
        for proxy, onward in self._ways.items():
            if proxy != source and all(answer.flow.source != source for answer in onward):
                for port in self._engine.graph.ports_of.get(proxy, ()):
                    first = self._engine.reach(Flow(source, proxy, port.protocol, port.number))
                    if first.verdict == "allowed":
                        return (first, *onward)
        return ()


def _means(graph: Graph, link: Link, goal: Flow) -> bool:
    ports = meant(graph, link)
    return not ports or any(
        port.protocol == goal.protocol and port.number <= goal.port <= port.last for port in ports
    )


# --- the overview ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """What one place can open in another: flows that surely pass, that may, and how many do not. One flow stands for
    every port of a number; `strange` of them are drawn by no link between the two places."""

    open: tuple[Flow, ...] = ()
    unknown: tuple[Flow, ...] = ()
    blocked: int = 0
    strange: int = 0


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who can talk to whom, place by place. A place is the tier, host, network, region or provider around a node; "" is
    nowhere, INTERNET stands for everybody outside."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    left: int = field(default=0)


_PLACES = (Trait.TIER, Trait.HOST, Trait.NETWORK, Trait.REGION, Trait.PROVIDER)


def matrix(engine: Engine, most: int = 24) -> Matrix:
    """The overview of at most so many places, those with the most nodes; `left` counts the others."""
    held = _by_place(engine)
    chosen = sorted(held, key=lambda key: (-len(held[key]), key))[:most]
    columns = tuple(sorted(chosen, key=lambda key: _depth(engine.graph, key)))
    rows = (INTERNET, *columns)
    columns = tuple(key for key in columns if any(node.key in engine.graph.ports_of for node in held[key]))
    cells = {
        (row, column): _cell(engine, row, held.get(row, []), held[column])
        for row in rows
        for column in columns
    }
    return Matrix(rows, columns, cells, len(held) - len(chosen))


def _by_place(engine: Engine) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for node in engine.graph.nodes.values():
        if not engine.graph.kind(node).traits & {Trait.INTERNET, Trait.EXTERNAL}:
            found.setdefault(place_of(engine.graph, node), []).append(node)
    return found


def place_of(graph: Graph, node: Node) -> str:
    """The key of the zone that says where the node stands; "" where nobody says."""
    around = (graph.enclosing(node, trait) for trait in _PLACES)
    return next((zone.key for zone in around if zone), node.zone or "")


def _depth(graph: Graph, key: str) -> tuple[int, str, str]:
    """From the edge inwards: what is in no zone, public tiers, then the others, by the names around them and theirs."""
    zone = graph.zones.get(key)
    if zone is None:
        return 0, "", key
    rank = {"public": 1, "private": 3, "isolated": 4}.get(str(getattr(zone.properties, "access", "")), 2)
    return rank, (graph.zones[zone.parent].name if zone.parent else ""), zone.name


def _cell(engine: Engine, row: str, sources: list[Node], targets: list[Node]) -> Cell:
    starts = [INTERNET] if row == INTERNET else _one_of_each(engine, sources)
    open_: dict[tuple[str, int], Flow] = {}
    unknown: dict[tuple[str, int], Flow] = {}
    blocked: set[tuple[str, int]] = set()
    for flow in _flows(engine, starts, targets):
        verdict = engine.reach(flow).verdict
        kept = open_ if verdict == "allowed" else unknown
        if verdict == "blocked":
            blocked.add((flow.protocol, flow.port))
        else:
            kept.setdefault((flow.protocol, flow.port), flow)
    drawn = _drawn(engine.graph, {node.key for node in sources}, {node.key for node in targets})
    return Cell(
        tuple(open_[name] for name in sorted(open_, key=lambda name: (name[1], name[0]))),
        tuple(unknown[name] for name in sorted(unknown) if name not in open_),
        len(blocked - set(open_) - set(unknown)),
        sum(name not in drawn for name in open_) if row != INTERNET else 0,
    )


def _one_of_each(engine: Engine, nodes: Iterable[Node]) -> list[str]:
    return list({engine.sites.of(node.key): node.key for node in nodes}.values())


def _flows(engine: Engine, starts: list[str], targets: list[Node]) -> Iterator[Flow]:
    """One flow for each class of source and each class of port."""
    seen: set[tuple[Site, Transport, int, Bind]] = set()
    for node in targets:
        ports = engine.graph.ports_of.get(node.key, ())
        for port in ports:
            same = (engine.sites.of(node.key), port.protocol, port.number, port.bind)
            if same not in seen:
                seen.add(same)
                yield from _from_each(engine, starts, node, port)


def _from_each(engine: Engine, starts: list[str], node: Node, port: Port) -> Iterator[Flow]:
    for start in starts:
        if start != node.key:
            yield Flow(start, node.key, port.protocol, port.number)


def _drawn(graph: Graph, sources: set[str], targets: set[str]) -> set[tuple[str, int]]:
    """Transport and number of every port that a link from here to there may mean."""
    links = (
        link for key in sorted(sources) for link in graph.links_from.get(key, ()) if link.target in targets
    )
    return {(port.protocol, port.number) for link in links for port in meant(graph, link)}
