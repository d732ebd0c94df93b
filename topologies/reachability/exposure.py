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
    found = {row.port.key: row for row in _directly(graph, asked)}
    queue = deque(row for row in found.values() if row.certain)
    while queue:
        for row in _onward(graph, asked, queue.popleft()):
            if row.port.key not in found or (row.certain and not found[row.port.key].certain):
                found[row.port.key] = row
                if row.certain:
                    queue.append(row)
    return tuple(sorted(found.values(), key=lambda row: (row.node, row.port.key)))


def _directly(graph: Graph, engine: Engine) -> Iterator[Exposed]:
    for port in graph.ports.values():
        if not node_kind(graph.nodes[port.node].kind).traits & {Trait.INTERNET, Trait.EXTERNAL}:
            yield from _exposed(engine, INTERNET, port, ())


def _onward(graph: Graph, engine: Engine, row: Exposed) -> Iterator[Exposed]:
    if node_kind(graph.nodes[row.node].kind).has(Trait.PROXY):
        for link in graph.links_from.get(row.node, ()):
            for port in _meant(graph, link):
                yield from _exposed(engine, row.node, port, row.path)


def _meant(graph: Graph, link: Link) -> tuple[Port, ...]:
    return (graph.ports[link.port],) if link.port else graph.ports_of.get(link.target, ())


def _exposed(engine: Engine, source: str, port: Port, path: tuple[Answer, ...]) -> Iterator[Exposed]:
    flow = Flow(source, port.node, port.protocol, port.number)
    if engine.decision(flow).verdict != "blocked":
        yield Exposed(port.node, port, (*path, engine.reach(flow)))
