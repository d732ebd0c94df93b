from collections.abc import Iterator
from dataclasses import dataclass

from topologies.graph import Graph, Node, Replication
from topologies.kinds import Trait
from topologies.resilience import Failure, worlds
from topologies.validation.context import Context
from topologies.validation.model import Lost, Violation
from topologies.validation.names import name
from topologies.validation.registry import rule


@dataclass(frozen=True, slots=True)
class Control:
    """Who decides that others take over: `controllers` watch `watched`, in whose place `heirs` come."""

    watched: str
    heirs: tuple[str, ...]
    controllers: tuple[str, ...]
    causes: tuple[str, ...]


@rule(
    "RES08",
    severity="high",
    title="What decides on the failover is lost with what it watches",
    reads=("environment",),
    sources=("AWS Well-Architected REL11-BP04", "PostgreSQL: failover", "Patroni: DCS failsafe mode"),
)
def failover_controller(context: Context) -> Iterator[Violation]:
    """A failover is automatic, and the failure that calls for it takes away whoever would start it.

    **What it means.** A replica takes over by itself, or a name service sends users elsewhere by itself. The part that
    decides so stands on the same host, in the same availability zone or in the same region as what it watches, and
    the loss of that place takes both, while the successor lives on.

    **Why it matters.** The standby is there, paid for and up to date, and nobody tells it. The automatic failover is one by
    hand, at the time when hands are short.

    **What to do.** Let a third place decide: a witness or an odd number of voters in another zone or region, a name service
    that is not run beside what it names, or a service that the provider runs for all regions.

    **Limits.** Who decides is what has a link of role control to the database or its copy, and the name service that leads
    to a part. A managed store decides for itself inside its region. Where a store of the team, or one that fails over to
    another region, has automatic failover and nobody is drawn who decides, the verdict is unknown.
    """
    if context.graph.header.environment == "development":
        return
    for control in _of_copies(context):
        yield from _judged(context, control) if control.controllers else _nobody(context.graph, control)
    for node in context.graph.nodes.values():
        if getattr(node.properties, "failover", "") == "automatic":
            for control in _of_names(context.graph, node):
                yield from _judged(context, control)


def _of_copies(context: Context) -> Iterator[Control]:
    """One for each store and those who decide on it, with every copy that they may choose; each copy of which nobody
    is drawn to decide has its own."""
    graph, map_ = context.graph, context.resilience.map_
    active = context.resilience.serving.stores.writers
    found: dict[tuple[str, ...], list[Replication]] = {}
    for row in graph.replications.values():
        copies = row.failover == "automatic" and row.mode != "snapshot"
        if (
            copies and map_.number[row.target] not in active
        ):  # who takes writes already needs nobody to say so
            deciding = _deciding(graph, row)
            found.setdefault((row.source, *(deciding or (row.key,))), []).append(row)
    for rows in found.values():
        heirs = tuple(row.target for row in rows)
        yield Control(rows[0].source, heirs, _deciding(graph, rows[0]), tuple(row.key for row in rows))


def _deciding(graph: Graph, row: Replication) -> tuple[str, ...]:
    ends = (row.source, row.target)
    links = [link for end in ends for link in graph.links_to.get(end, ()) if link.role == "control"]
    return tuple(sorted({link.source for link in links} - set(ends)))


def _of_names(graph: Graph, node: Node) -> Iterator[Control]:
    targets = tuple(
        sorted({link.target for link in graph.links_from.get(node.key, ()) if link.role != "control"})
    )
    for target in targets:
        heirs = tuple(one for one in targets if one != target)
        if heirs:
            yield Control(target, heirs, (node.key,), (node.key, target))


def _nobody(graph: Graph, control: Control) -> Iterator[Violation]:
    row = graph.replications[control.causes[0]]
    ends = [graph.nodes[key] for key in (row.source, row.target)]
    regions = [graph.enclosing(node, Trait.REGION) for node in ends]
    if all(graph.kind(node).provider for node in ends) and regions[0] == regions[1]:
        return
    names = f"{ends[1].name} takes over from {ends[0].name}"
    yield Violation(
        subjects=(row.source, row.target),
        message=f"Who decides that {names} is not stated.",
        evidence=Lost((row.source,), (row.target,)),
        causes=(row.key,),
        missing=(f"{row.key}: what decides on the failover",),
    )


def _judged(context: Context, control: Control) -> Iterator[Violation]:
    """One violation with every place whose loss takes the watched part and its controllers, and not all heirs."""
    map_ = context.resilience.map_
    places: list[str] = []
    for failure in _around(context, control):
        _, best = worlds(map_, failure)
        lives = {
            key: best.alive(map_.number[key])
            for key in (control.watched, *control.heirs, *control.controllers)
        }
        dead = not any(lives[key] for key in (control.watched, *control.controllers))
        if dead and any(lives[key] for key in control.heirs):
            places.append(failure.removed[0])
    if places:
        yield _violation(context.graph, control, tuple(places))


def _around(context: Context, control: Control) -> Iterator[Failure]:
    """The failures of places that the watched part stands in."""
    unit = context.resilience.map_.units[context.resilience.map_.number[control.watched]]
    yield from (Failure("zone", (zone,)) for zone in unit.zones)
    for key in sorted(unit.around):
        kind = context.graph.kind(context.graph.zones[key])
        if kind.has(Trait.HOST):
            yield Failure("host", (key,))
        elif kind.has(Trait.REGION):
            yield Failure("region", (key,))


def _violation(graph: Graph, control: Control, places: tuple[str, ...]) -> Violation:
    names = {key: graph.nodes[key].name for key in (control.watched, *control.heirs, *control.controllers)}
    deciding = ", ".join(names[key] for key in control.controllers)
    where = ", ".join(name(graph, place) for place in places)
    return Violation(
        subjects=(control.watched, *control.controllers),
        message=f"{deciding} decides who takes over from {names[control.watched]} and is lost with it: {where}.",
        evidence=Lost(places, (control.watched, *control.controllers)),
        causes=(*control.causes, *places),
    )
