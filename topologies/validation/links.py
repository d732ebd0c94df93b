"""What the reachability engine says of declared links, for every rule that asks about links."""

from dataclasses import replace

from topologies.graph import Link, Port
from topologies.reachability import Hop
from topologies.reachability.engine import Decision
from topologies.reachability.flow import Protocol
from topologies.reachability.listening import Bind, binding
from topologies.validation.context import Context


def meant(context: Context, link: Link) -> tuple[Port, ...]:
    """The ports that the link may mean: the one it names, else all that its target states."""
    graph = context.graph
    return (graph.ports[link.port],) if link.port else graph.ports_of.get(link.target, ())


def decide(context: Context, link: Link) -> Decision:
    """What the engine says of the link: on the port it names, else on some port.

    What stops it or is missing bears the names of the ends; the hops of an allowed one stay those of the class.
    """
    port = context.graph.ports[link.port] if link.port else None
    protocol: Protocol = port.protocol if port else "tcp"
    number = port.number if port else None
    ports = context.graph.ports_of.get(link.target, ())
    bind: Bind = binding(ports, protocol, number) if number else "unstated"
    sites = context.engine.sites
    found = context.engine.decide(sites.of(link.source), sites.of(link.target), protocol, number, bind)
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
