"""Where network ACLs drop the replies of declared traffic. ACLs are stateless: replies need entries of their own."""

from collections.abc import Iterator

from topologies.graph import Link
from topologies.graph.values import Direction
from topologies.reachability import Block
from topologies.reachability.acls import Crossing, cross, reply_ports
from topologies.reachability.sites import Site, Stand
from topologies.scalars import Transport
from topologies.validation.context import Context

Drop = tuple[str, Direction]  # the tier whose ACL drops the replies, and on which side


def is_reply(block: Block) -> bool:
    """Whether the engine's block stops replies, not the call on its way there."""
    return block.layer == "acl" and " of replies " in block.text


def drops(context: Context, link: Link) -> tuple[Drop, ...]:
    """Each ACL that drops replies of the link on at least one port that a client may choose."""
    acls = context.graph.acls_of
    source, target = context.engine.sites.of(link.source), context.engine.sites.of(link.target)
    if source.tier not in acls and target.tier not in acls:
        return ()
    protocol: Transport = context.graph.ports[link.port].protocol if link.port else "tcp"
    found = (
        drop
        for start in source.stands
        for end in target.stands
        if start.family == end.family and not (source.tier == target.tier and start.zone == end.zone)
        for drop in _between(context, protocol, (source, start), (target, end))
    )
    return tuple(sorted(set(found)))


def _between(
    context: Context, protocol: Transport, source: tuple[Site, Stand], target: tuple[Site, Stand]
) -> Iterator[Drop]:
    """Replies leave the target's tier and enter the source's."""
    sides: tuple[tuple[str, Direction, Stand], ...] = (
        (target[0].tier, "egress", source[1]),
        (source[0].tier, "ingress", target[1]),
    )
    for tier, direction, far in sides:
        if context.graph.acls_of.get(tier):
            for port in reply_ports(context.graph, {tier}):
                way = Crossing(tier, direction, protocol, port, far.family, far.addresses)
                if not cross(context.graph, way).addresses:
                    yield tier, direction
                    break
