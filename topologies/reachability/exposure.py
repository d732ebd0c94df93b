"""What the internet can reach: directly, and through the proxies that it reaches."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from topologies.graph import Graph, Link, Port
from topologies.kinds import Trait, node_kind
from topologies.reachability.engine import Engine
from topologies.reachability.flow import INTERNET, Answer, Flow


@dataclass(frozen=True, slots=True)
class Exposed:
    """A port that the internet reaches (or may reach, where an answer is unknown).

    `path` holds one answer for each connection on the way: one where it is reached directly, more where proxies pass
    the traffic on.
    """

    node: str
    port: Port
    path: tuple[Answer, ...]

    @property
    def direct(self) -> bool:
        return len(self.path) == 1

    @property
    def certain(self) -> bool:
        return all(answer.verdict == "allowed" for answer in self.path)


def exposure(graph: Graph, engine: Engine | None = None) -> tuple[Exposed, ...]:
    """Every port within reach of the internet, by node and port, each by its shortest path.

    A proxy passes on what it accepts to the nodes it links to: to the port the link names, else to any of them.
    """
    asked = engine or Engine(graph)
    found: dict[str, Exposed] = {}
    queue: deque[Exposed] = deque()

    def ask(source: str, port: Port, path: tuple[Answer, ...]) -> None:
        known = found.get(port.key)
        row = None if known and known.certain else _exposed(asked, source, port, path)
        if row and (known is None or row.certain):
            found[port.key] = row
            queue.extend([row] if row.certain else [])

    for port in graph.ports.values():
        if not node_kind(graph.nodes[port.node].kind).traits & {Trait.INTERNET, Trait.EXTERNAL}:
            ask(INTERNET, port, ())
    while queue:
        row = queue.popleft()
        for port in _onward(graph, row.node):
            ask(row.node, port, row.path)
    return tuple(sorted(found.values(), key=lambda row: (row.node, row.port.key)))


def _onward(graph: Graph, node: str) -> Iterator[Port]:
    """The ports that a proxy passes traffic on to."""
    if node_kind(graph.nodes[node].kind).has(Trait.PROXY):
        for link in graph.links_from.get(node, ()):
            yield from _meant(graph, link)


def _meant(graph: Graph, link: Link) -> tuple[Port, ...]:
    return (graph.ports[link.port],) if link.port else graph.ports_of.get(link.target, ())


def _exposed(engine: Engine, source: str, port: Port, path: tuple[Answer, ...]) -> Exposed | None:
    flow = Flow(source, port.node, port.protocol, port.number)
    if engine.decision(flow).verdict == "blocked":
        return None
    return Exposed(port.node, port, (*path, engine.reach(flow)))
