"""Groups that admit every port, cut down to the ports that there are."""

from collections.abc import Iterator, Sequence

from topologies.graph import Rule, SecurityGroup
from topologies.operations import Operation
from topologies.operations.wire import Add, Remove, Update
from topologies.scalars import Transport
from topologies.validation.context import Context
from topologies.validation.fixes.fix import Fix, update
from topologies.validation.fixes.fresh import Fresh
from topologies.validation.fixes.narrowing import admitting
from topologies.validation.fixes.peers import guarded


def only_ports(context: Context, rows: Sequence[Rule]) -> tuple[Fix, ...]:
    """The same peer at the ports of what the group guards; nothing where some of it states none."""
    nodes = list(guarded(context, rows[0].group))
    stated = context.graph.ports_of
    if not nodes or not all(node.key in stated for node in nodes):
        return ()
    ports = sorted({(port.protocol, port.number, port.last) for node in nodes for port in stated[node.key]})
    text = f"Let {rows[0].group} admit the same peer at {', '.join(str(port[1]) for port in ports)} only."
    return (Fix(text, tuple(_rewritten(context, rows, ports))),)


def _rewritten(
    context: Context, rows: Sequence[Rule], ports: Sequence[tuple[Transport, int, int]]
) -> Iterator[Operation]:
    fresh, first = Fresh(context.graph), rows[0]
    peer = {name: value for name in ("cidr", "peer_group", "peer_zone") if (value := getattr(first, name))}
    for row, (protocol, start, end) in zip(rows, ports, strict=False):
        yield Update(key=row.key, fields={"protocol": protocol, "from_port": start, "to_port": end})
    for row in rows[len(ports) :]:
        yield Remove(key=row.key, cascade=False)
    for protocol, start, end in ports[len(rows) :]:
        fields = {"group": first.group, "direction": "ingress", "protocol": protocol, **peer}
        span = {"from_port": start, "to_port": end}
        yield Add(section="rules", key=fresh.key(first.key, start), fields=fields | span)


def denying(context: Context, group: SecurityGroup) -> tuple[Fix, ...]:
    """What no rule names denied, and a rule for whoever is drawn to call."""
    rules = admitting(context, group.key)
    if rules is None:
        return ()
    text = f"Let {group.key} admit the callers that are drawn, and nobody else."
    return (Fix(text, (update(group.key, default_ingress="deny"), *rules)),)
