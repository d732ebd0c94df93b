"""What the engine says of declared links."""

from dataclasses import replace

from topologies.graph import Graph, Link, Port
from topologies.reachability.engine import Decision, Engine
from topologies.reachability.flow import Hop
from topologies.reachability.listening import Bind, binding
from topologies.scalars import Transport


def meant(graph: Graph, link: Link) -> tuple[Port, ...]:
    """The ports that the link may mean: the one it names, else all that its target states."""
    return (graph.ports[link.port],) if link.port else graph.ports_of.get(link.target, ())


def decide(engine: Engine, link: Link) -> Decision:
    """What the engine says of the link: on the port it names, else on some port.

    What stops it or is missing bears the names of the ends; the hops of an allowed one stay those of the class.
    """
    graph = engine.graph
    port = graph.ports[link.port] if link.port else None
    protocol: Transport = port.protocol if port else "tcp"
    number = port.number if port else None
    ports = graph.ports_of.get(link.target, ())
    bind: Bind = binding(ports, protocol, number) if number else "unstated"
    source, target = engine.sites.of(link.source), engine.sites.of(link.target)
    found = engine.decide(source, target, protocol, number, bind)
    return found if found.verdict == "allowed" else named(found, link.source, link.target)


def named(decision: Decision, source: str, target: str) -> Decision:
    """The same with the ends of one flow in place of the class's."""

    def text(words: str) -> str:
        return words.replace("{source}", source).replace("{target}", target)

    def hop(one: Hop) -> Hop:
        return replace(one, source=text(one.source), target=text(one.target))

    return Decision(
        decision.verdict,
        tuple(map(hop, decision.hops)),
        tuple(block.named(text) for block in decision.blocks),
        tuple(map(text, decision.missing)),
    )
