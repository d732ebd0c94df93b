"""What the internet can reach: directly, and through the proxies that it reaches."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from topologies.graph import Graph, Link, Port
from topologies.kinds import Trait, node_kind
from topologies.reachability.engine import Engine
from topologies.reachability.flow import INTERNET, Answer, Flow


@dataclass(frozen=True)
class Exposed:
    """A port that the internet reaches, or may reach where that is not `certain`. `before` = the proxy that passes the
    traffic on, None = it is reached directly."""

    node: str
    port: Port
    certain: bool
    before: "Exposed | None"
    engine: Engine = field(repr=False, compare=False)

    @property
    def direct(self) -> bool:
        return self.before is None

    @cached_property
    def path(self) -> tuple[Answer, ...]:
        """One answer for each connection on the way."""
        before, source = (self.before.path, self.before.node) if self.before else ((), INTERNET)
        return (*before, self.engine.reach(_flow(source, self.port)))


def exposure(graph: Graph, engine: Engine | None = None) -> tuple[Exposed, ...]:
    """Every port within reach of the internet, by node and port, each by its shortest path.

    A proxy passes on what it accepts to the nodes it links to: to the port the link names, else to any of them.
    """
    asked = engine or Engine(graph)
    found: dict[str, Exposed] = {}
    queue: deque[Exposed] = deque()

    def ask(before: Exposed | None, port: Port) -> None:
        known = found.get(port.key)
        row = None if known and known.certain else _exposed(asked, before, port)
        if row and (known is None or row.certain):
            found[port.key] = row
            queue.extend([row] if row.certain else [])

    for port in graph.ports.values():
        if not node_kind(graph.nodes[port.node].kind).traits & {Trait.INTERNET, Trait.EXTERNAL}:
            ask(None, port)
    while queue:
        row = queue.popleft()
        for port in _onward(graph, row.node):
            ask(row, port)
    return tuple(sorted(found.values(), key=lambda row: (row.node, row.port.key)))


def _onward(graph: Graph, node: str) -> Iterator[Port]:
    """The ports that a proxy passes traffic on to."""
    if node_kind(graph.nodes[node].kind).has(Trait.PROXY):
        for link in graph.links_from.get(node, ()):
            yield from _meant(graph, link)


def _meant(graph: Graph, link: Link) -> tuple[Port, ...]:
    return (graph.ports[link.port],) if link.port else graph.ports_of.get(link.target, ())


def _exposed(engine: Engine, before: Exposed | None, port: Port) -> Exposed | None:
    """Only what certainly arrives is passed on, so the last step decides."""
    verdict = engine.decision(_flow(before.node if before else INTERNET, port)).verdict
    return None if verdict == "blocked" else Exposed(port.node, port, verdict == "allowed", before, engine)


def _flow(source: str, port: Port) -> Flow:
    return Flow(source, port.node, port.protocol, port.number)
