"""What the reachability engine says of declared links, for every rule that asks about links."""

from topologies.graph import Link, Port
from topologies.reachability import links
from topologies.reachability.engine import Decision
from topologies.reachability.links import named
from topologies.validation.context import Context

__all__ = ["decide", "meant", "named"]


def meant(context: Context, link: Link) -> tuple[Port, ...]:
    """The ports that the link may mean: the one it names, else all that its target states."""
    return links.meant(context.graph, link)


def decide(context: Context, link: Link) -> Decision:
    """What the engine says of the link; see `topologies.reachability.links`."""
    return links.decide(context.engine, link)
