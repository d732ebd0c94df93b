"""Wide rules cut down to what is drawn: the callers that links name, and the ports that they call."""

from collections.abc import Iterable, Iterator, Sequence

from topologies.graph import Node, Rule
from topologies.graph.values import Direction
from topologies.operations import Operation
from topologies.operations.wire import Add, Remove, Update
from topologies.scalars import Transport
from topologies.validation.context import Context
from topologies.validation.fixes.fresh import Fresh
from topologies.validation.fixes.peers import (
    EVERYBODY,
    Call,
    Peer,
    calls_from,
    calls_to,
    guarded,
    peers_of,
    seen_as,
)

Wanted = tuple[Transport, int, Peer]


def narrowed(context: Context, rows: Sequence[Rule], *, keep_public: bool = False) -> tuple[Operation, ...]:
    """Operations after which these rules of one group admit (or let out to) the drawn peers only, and nobody else.

    Traffic with everybody stays where `keep_public` says so. Nothing where a drawn peer has no name that a rule could use.
    """
    group, direction = rows[0].group, rows[0].direction
    found = list(_wanted(context, group, direction, rows))
    if any(peer is None for _, _, peer in found):
        return ()
    wanted = dict.fromkeys(
        (protocol, port, peer)
        for protocol, port, peer in found
        if peer is not None and (keep_public or peer != ("cidr", EVERYBODY))
    )
    left = [row for row in context.graph.rules_of[group] if row not in rows and row.direction == direction]
    needed = [one for one in wanted if not any(_says(row, one) for row in left)]
    return tuple(_rewritten(context, rows, needed))


def admitting(context: Context, group: str) -> tuple[Operation, ...] | None:
    """Rules for whoever is drawn to call what the group guards; None where one of them has no name for a rule."""
    found = list(_wanted(context, group, "ingress", ()))
    if any(peer is None for _, _, peer in found):
        return None
    left = context.graph.rules_of.get(group, ())
    wanted = dict.fromkeys((protocol, port, peer) for protocol, port, peer in found if peer is not None)
    needed = [one for one in wanted if not any(_says(row, one) for row in left)]
    return tuple(_added(Fresh(context.graph), group, "ingress", needed))


def _wanted(
    context: Context, group: str, direction: Direction, rows: Sequence[Rule]
) -> Iterator[tuple[Transport, int, Peer | None]]:
    for node in guarded(context, group):
        for call in _calls(context, node, direction):
            if not rows or any(_covers(row, call) for row in rows):
                for peer in _named(context, call, group, direction):
                    yield call.protocol, call.port, peer


def _calls(context: Context, node: Node, direction: Direction) -> Iterable[Call]:
    return calls_to(context, node) if direction == "ingress" else calls_from(context, node)


def _named(context: Context, call: Call, group: str, direction: Direction) -> tuple[Peer | None, ...]:
    seen = seen_as(context, call)
    if seen is None:
        return ()
    return peers_of(context, seen if direction == "ingress" else call.target, group, direction) or (None,)


def _covers(row: Rule, call: Call) -> bool:
    return row.protocol in (call.protocol, "all") and row.ports[0] <= call.port <= row.ports[1]


def _says(row: Rule, wanted: Wanted) -> bool:
    protocol, port, (field, value) = wanted
    same = getattr(row, field) == value
    return same and row.protocol in (protocol, "all") and row.ports[0] <= port <= row.ports[1]


def _rewritten(context: Context, rows: Sequence[Rule], wanted: Sequence[Wanted]) -> Iterator[Operation]:
    """The rules that there are take up what is wanted as far as they go; others are added, or go."""
    for row, (protocol, port, (field, value)) in zip(rows, wanted, strict=False):
        peer = {"cidr": None, "peer_group": None, "peer_zone": None, field: value}
        yield Update(key=row.key, fields={**peer, "protocol": protocol, "from_port": port, "to_port": None})
    for row in rows[len(wanted) :]:
        yield Remove(key=row.key, cascade=False)
    yield from _added(Fresh(context.graph), rows[0].group, rows[0].direction, wanted[len(rows) :])


def _added(fresh: Fresh, group: str, direction: Direction, wanted: Sequence[Wanted]) -> Iterator[Operation]:
    for protocol, port, (field, value) in wanted:
        place = value if field != "cidr" else "addresses"
        key = fresh.key(group, "in" if direction == "ingress" else "out", port, place)
        fields = {"group": group, "direction": direction, "protocol": protocol, "from_port": port}
        yield Add(section="rules", key=key, fields={**fields, field: value})
