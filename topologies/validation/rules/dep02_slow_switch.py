from collections.abc import Iterator

from topologies.graph import Graph, Node
from topologies.validation.context import Context
from topologies.validation.fixes import Fix, update
from topologies.validation.model import Table, Violation
from topologies.validation.registry import rule

STEERED = frozenset({"weighted", "latency", "failover", "geolocation"})


@rule(
    "DEP02",
    severity="medium",
    title="Name answers live longer than the recovery time objective",
    reads=("objectives.rto_seconds",),
    sources=("AWS Well-Architected REL11-BP05", "Amazon Route 53: values for failover records", "RFC 1034"),
)
def slow_switch(context: Context) -> Iterator[Violation]:
    """A switch by DNS cannot be as fast as the recovery time objective asks.

    **What it means.** The name service moves users from one place to another: by failover, weight, latency or geography. Its
    answers may be kept for longer than the recovery time objective.

    **Why it matters.** Resolvers and clients hold on to the old answer until it expires. For all that time they go to what
    is lost, and nothing that is done at the new place reaches them.

    **What to do.** Set a time to live well below the objective, 60 seconds or less, before it is needed: lowering it during
    a failure comes too late. Or switch behind one address, at a balancer or anycast, at once for everybody.

    **Limits.** Records that always give the same answer are not judged; alias records have their target's time to live. The
    time to notice and to decide is the matter of the recovery time rules. Where a switching name service states no time to
    live, the verdict is unknown.
    """
    objective = context.graph.header.objectives.rto_seconds
    if objective is None:
        return
    for node in context.graph.nodes.values():
        if hasattr(node.properties, "ttl_seconds") and _steers(node):
            yield from _judged(context.graph, node, objective)


def _steers(node: Node) -> bool:
    records = getattr(node.properties, "records", ())
    return _steered_as_a_whole(node) or any(record.routing in STEERED for record in records)


def _steered_as_a_whole(node: Node) -> bool:
    said = node.properties
    return getattr(said, "routing", "") in STEERED or getattr(said, "failover", "") in ("manual", "automatic")


def _judged(graph: Graph, node: Node, objective: float) -> Iterator[Violation]:
    lives = dict(_lives(node))
    late = {name: seconds for name, seconds in lives.items() if seconds is not None and seconds > objective}
    rows = tuple(
        (name, "not stated" if seconds is None else f"{seconds:g} s") for name, seconds in lives.items()
    )
    table = Table(("record", "time to live"), (*rows, ("objective", f"{objective:g} s")))
    if late:
        worst = max(late.values())
        message = f"Answers of {node.name} live up to {worst:g} s; recovery is to take {objective:g} s."
        yield Violation((node.key,), message, table, fixes=(_shortened(node, objective),))
    elif None in lives.values():
        message = f"Whether a switch by {node.name} takes at most {objective:g} s depends on a time to live nobody stated."
        yield Violation((node.key,), message, table, (), (f"{node.key}.ttl_seconds",))


def _lives(node: Node) -> Iterator[tuple[str, float | None]]:
    """The time to live of each answer that may change; that of the zone where no record says so."""
    usual: float | None = getattr(node.properties, "ttl_seconds", None)
    whole = _steered_as_a_whole(node)
    records = [row for row in getattr(node.properties, "records", ()) if row.type != "ALIAS"]
    changing = [row for row in records if row.routing in STEERED or (whole and not row.routing)]
    for row in changing:
        yield row.name, usual if row.ttl_seconds is None else row.ttl_seconds
    if not getattr(node.properties, "records", ()):
        yield "every record", usual


def _shortened(node: Node, objective: float) -> Fix:
    """At most a fifth of the objective, for detection and the switch take their part; no longer than a minute."""
    seconds = min(60.0, objective // 5)
    rows = [
        row.model_dump(mode="json", exclude_defaults=True) for row in getattr(node.properties, "records", ())
    ]
    cut = [row | {"ttl_seconds": seconds} if row.get("ttl_seconds", 0) > seconds else row for row in rows]
    usual: float | None = getattr(node.properties, "ttl_seconds", None)
    said = {"records": cut} if rows else {}
    shorter = {"ttl_seconds": seconds} if usual is not None and usual > seconds else {}
    return Fix(
        f"Let answers of {node.key} live {seconds:g} s.", (update(node.key, properties=said | shorter),)
    )
