"""Answers to the questions that people ask of an approved topology, by the SHA-256 of its document.

Engines stay in memory, for they remember what they worked out; what is heavy is kept in the cache besides.
"""

from dataclasses import dataclass
from functools import lru_cache

from topologies.computed import kept, version_of
from topologies.graph import Graph
from topologies.kinds import Trait
from topologies.reachability import INTERNET, SOME_PORT, Answer, Engine, Flow, Intent, intent
from topologies.reachability.questions import Class, Matrix, ask, matrix, what_reaches, who_reaches
from topologies.rendering import Overlay
from topologies.scalars import Transport
from topologies.selectors import graph_of

ENGINES_KEPT = 8
_ROOMS = ("graph", "kinds", "reachability", "resilience", "validation")


class Misasked(ValueError):
    """The question makes no sense; `field` is what is wrong with it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Question:
    """Who can reach what: a source ("" = anybody), a target ("" = anything) and a port of it (None = each of its own)."""

    source: str = ""
    target: str = ""
    protocol: Transport = "tcp"
    port: int | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """The classes that answer a question about one port, or about everything that a source reaches (`port` is None)."""

    port: int | None
    protocol: Transport
    classes: tuple[Class, ...]


@lru_cache(maxsize=ENGINES_KEPT)
def engine_of(sha256: str) -> Engine:
    return Engine(graph_of(sha256))


def question(graph: Graph, source: str, target: str, port: str) -> Question:
    """A question as people write it; keys, or labels that only one node has.

    Raises:
        Misasked: a name is nobody's, or the port is none.
    """
    number, protocol = parse_port(port)
    found = Question(_key(graph, source, "from"), _key(graph, target, "to"), protocol, number)
    if found.target == INTERNET:
        raise Misasked("to", "Nothing listens on the internet as a whole; name a node.")
    if found.source and found.source == found.target:
        raise Misasked("to", "Source and target are the same node.")
    return found


def _key(graph: Graph, name: str, field: str) -> str:
    name = name.strip()
    if name in ("", INTERNET) or name in graph.nodes:
        return name
    if name.casefold() == "internet":
        return INTERNET
    alike = [node.key for node in graph.nodes.values() if node.label.casefold() == name.casefold()]
    if len(alike) != 1:
        raise Misasked(
            field,
            f"There is no node {name!r} here." if not alike else f"{len(alike)} nodes are named {name!r}.",
        )
    return alike[0]


def parse_port(text: str) -> tuple[int | None, Transport]:
    """`5432`, `53/udp`, `` (none).

    Raises:
        Misasked: it is no port.
    """
    number, _, protocol = text.strip().casefold().partition("/")
    if not number and not protocol:
        return None, "tcp"
    if not (number.isascii() and number.isdecimal() and len(number) < 6 and 1 <= int(number) <= 65535):
        raise Misasked("port", "A port is a number from 1 to 65535, with /udp where it is not TCP.")
    if protocol not in ("", "tcp", "udp"):
        raise Misasked("port", "The protocol of a port is tcp or udp.")
    return int(number), "udp" if protocol == "udp" else "tcp"


def answers(sha256: str, asked: Question) -> tuple[Answered, ...]:
    """What the engine says, port by port of the target."""
    engine = engine_of(sha256)
    if not asked.target:
        return (Answered(None, asked.protocol, what_reaches(engine, asked.source)),)
    return tuple(
        Answered(port, protocol, _classes(engine, asked, protocol, port))
        for protocol, port in ports_asked(engine.graph, asked)
    )


def ports_asked(graph: Graph, asked: Question) -> list[tuple[Transport, int]]:
    """The port of the question, else those that the target states, else some port."""
    if asked.port is not None:
        return [(asked.protocol, asked.port)]
    ports = [(port.protocol, port.number) for port in graph.ports_of.get(asked.target, ())]
    return list(dict.fromkeys(ports)) or [("tcp", SOME_PORT)]


def _classes(engine: Engine, asked: Question, protocol: Transport, port: int) -> tuple[Class, ...]:
    if asked.source:
        return (ask(engine, Flow(asked.source, asked.target, protocol, port)),)
    return who_reaches(engine, asked.target, protocol, port)


def first_question(graph: Graph) -> Question:
    """Where there is none yet: who reaches the first database, else whatever keeps data, else what listens."""
    listening = [node for node in graph.nodes.values() if node.key in graph.ports_of]
    for trait in (Trait.DATABASE, Trait.DATA):
        for node in listening:
            if graph.kind(node).has(trait):
                return Question(target=node.key)
    return Question(target=listening[0].key) if listening else Question()


# --- flows in addresses and pictures -----------------------------------------------------------------------------


def flow_text(flow: Flow) -> str:
    """A flow as an address holds it: `web:database:5432/tcp`."""
    return f"{flow.source}:{flow.target}:{flow.port}/{flow.protocol}"


def parse_flow(graph: Graph, text: str) -> Flow:
    """The flow that an address names.

    Raises:
        Misasked: it names none of this topology.
    """
    source, _, rest = text.partition(":")
    target, _, port = rest.partition(":")
    known = (source in graph.nodes or source == INTERNET) and target in graph.nodes and source != target
    if not known or not port:
        raise Misasked("path", "A path is written source:target:port, with the keys of nodes.")
    if port in ("0", "0/tcp"):
        return Flow(source, target, "tcp", SOME_PORT)
    number, protocol = parse_port(port)
    return Flow(source, target, protocol, number or SOME_PORT)


def way_of(sha256: str, flow: Flow) -> tuple[Answer, ...]:
    """The connections to draw and to tell: over others where the direct one is not open and they pass it on."""
    return way_in(engine_of(sha256), flow)


def way_in(engine: Engine, flow: Flow) -> tuple[Answer, ...]:
    found = ask(engine, flow)
    return found.through or (found.answer,)


def stations(engine: Engine, way: tuple[Answer, ...]) -> tuple[str, ...]:
    """The nodes that the traffic passes, first to last; where it does not get through, both ends."""
    found = [_drawn(engine, way[0].flow.source)]
    for answer in way:
        for hop in answer.hops:
            found += [key for key in hop.via if key in engine.graph.nodes and key not in found]
            found += [hop.target] if hop.target not in found else []
        found += [answer.flow.target] if answer.flow.target not in found else []
    return tuple(found)


def _drawn(engine: Engine, source: str) -> str:
    """Who stands for the internet in the picture: people who may come from anywhere."""
    if source != INTERNET:
        return source
    people = (
        node.key for node in engine.graph.nodes_with(Trait.INTERNET) if engine.sites.of(node.key).anybody
    )
    return next(people, INTERNET)


def path_overlay(sha256: str, flow: Flow) -> Overlay:
    """The flow as the picture shows it."""
    way = way_of(sha256, flow)
    return Overlay(stations(engine_of(sha256), way), way[-1].verdict)


# --- overviews ---------------------------------------------------------------------------------------------------


def matrix_of(sha256: str) -> Matrix:
    """Who can talk to whom, place by place."""
    return kept(f"matrix:{version_of(_ROOMS)}:{sha256}", lambda: matrix(engine_of(sha256)))


def intent_of(sha256: str) -> Intent:
    """Where the picture and the network disagree."""
    return kept(f"intent:{version_of(_ROOMS)}:{sha256}", lambda: intent(graph_of(sha256), engine_of(sha256)))
