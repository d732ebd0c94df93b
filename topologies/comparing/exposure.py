"""What the internet, and programs among each other, can reach in one state and not in the other.

Ports that nodes of one kind open in one place, behind the same groups, are one class and one line of the answer.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from topologies.graph import Graph, Port
from topologies.reachability import INTERNET, Engine, exposure, intent

Who = tuple[str, str, tuple[str, ...], int, int, str]  # kind, zone, groups, ports, protocol


@dataclass(frozen=True, slots=True)
class Way:
    """A class of ways: from `sources` to the same ports of `targets`, through the proxies `through`; keys of nodes.

    `certain` is False where the topology does not say enough to be sure.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    through: tuple[str, ...]
    port: str
    certain: bool

    @property
    def from_internet(self) -> bool:
        return self.sources == (INTERNET,)


@dataclass(frozen=True, slots=True)
class Exposure:
    """Ways that are possible in the newer state alone, and in the older one alone; then the declared links whose traffic
    is newly blocked, and those newly let through (keys)."""

    opened: tuple[Way, ...]
    closed: tuple[Way, ...]
    blocked: tuple[str, ...]
    freed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Possible:
    """Everything that one state lets happen, by what identifies it in the other."""

    ways: Mapping[tuple[str, str, bool], tuple[Who, Way]]
    broken: frozenset[str]


def exposed(before: Graph, after: Graph) -> Exposure:
    old, new = _possible(before), _possible(after)
    stays = before.links.keys() & after.links.keys()
    return Exposure(
        tuple(_classes(row for key, row in new.ways.items() if key not in old.ways)),
        tuple(_classes(row for key, row in old.ways.items() if key not in new.ways)),
        tuple(sorted((new.broken - old.broken) & stays)),
        tuple(sorted((old.broken - new.broken) & stays)),
    )


def _possible(graph: Graph) -> _Possible:
    engine = Engine(graph)
    said = intent(graph, engine)
    ways: dict[tuple[str, str, bool], tuple[Who, Way]] = {}
    for row in exposure(graph, engine):
        through = (row.before.node,) if row.before else ()
        way = Way((INTERNET,), (row.node,), through, port_words(row.port), row.certain)
        ways[INTERNET, row.port.key, row.certain] = _who(graph, row.port), way
    for found in said.undeclared:
        certain = found.decision.verdict == "allowed"
        for source in found.sources:
            way = Way((source,), (found.port.node,), (), port_words(found.port), certain)
            ways[source, found.port.key, certain] = _who(graph, found.port), way
    return _Possible(
        ways, frozenset(row.link.key for row in said.broken if row.decision.verdict == "blocked")
    )


def _who(graph: Graph, port: Port) -> Who:
    node = graph.nodes[port.node]
    groups = tuple(sorted(group.key for group in graph.groups_guarding(node)))
    return node.kind, node.zone or "", groups, port.number, port.last, port.protocol


def _classes(rows: Iterable[tuple[Who, Way]]) -> Iterator[Way]:
    """Ways to one class of ports from the same side, the internet's first."""
    found: dict[tuple[bool, Who, bool], list[Way]] = {}
    for who, way in rows:
        found.setdefault((not way.from_internet, who, way.certain), []).append(way)
    for key in sorted(found):
        yield _joined(found[key])


def _joined(ways: list[Way]) -> Way:
    sources, targets, through = (
        tuple(sorted({key for way in ways for key in getattr(way, name)}))
        for name in ("sources", "targets", "through")
    )
    return Way(sources, targets, through, ways[0].port, ways[0].certain)


def port_words(port: Port) -> str:
    """A port as people write it: `tcp 443`, `udp 8000-8010`."""
    return f"{port.protocol} {port.number}{f'-{port.end}' if port.end else ''}"
