from collections.abc import Iterator

from topologies.graph import Graph
from topologies.resilience import SinglePoint, perhaps_alone
from topologies.validation.context import Context
from topologies.validation.model import Lost, Violation
from topologies.validation.names import name, names
from topologies.validation.registry import rule


@rule(
    "RES01",
    severity="high",
    title="A single point of failure",
    reads=("environment",),
    sources=("AWS Well-Architected REL11-BP02", "AWS Well-Architected REL10-BP01"),
)
def single_point_of_failure(context: Context) -> Iterator[Violation]:
    """One instance stands on every path from the users to something they need.

    **What it means.** Declared traffic leads from the users to code and data. A part fails this rule when it runs as one
    instance and every path to some of them goes through it, or when it is itself the only one that does the job. What a
    provider keeps up by itself, a store in two zones, and a primary with a replica are no single points.

    **Why it matters.** Sooner or later an instance fails, is patched or is restarted. When it is the only one, its users
    wait until it is back.

    **What to do.** Run a second instance behind a balancer that checks both; give a database a standby or a replica; mark
    as optional what users can do without.

    **Limits.** Paths are declared links of role traffic and dns. Nodes of one kind behind one proxy, and members of one
    job that each call their own store, stand in for each other. Development environments are not judged. Whether filters
    let the traffic through is CON01's question; whether several instances share a zone is RES02's.
    """
    if context.graph.header.environment == "development":
        return
    sure = _found(context, context.resilience.singles)
    for point in sure.values():
        yield _violation(context.graph, point, ())
    map_ = context.resilience.map_
    for key, point in _perhaps(context).items():
        if key not in sure:
            yield _violation(context.graph, point, (map_.units[map_.number[key]].missing,))


def _perhaps(context: Context) -> dict[str, SinglePoint]:
    if not any(unit.doubtful for unit in context.resilience.map_.units):
        return {}
    return _found(context, context.resilience.points(perhaps_alone))


def _found(context: Context, points: tuple[SinglePoint, ...]) -> dict[str, SinglePoint]:
    return {point.place: point for point in points if not context.graph.nodes[point.place].optional}


def _violation(graph: Graph, point: SinglePoint, missing: tuple[str, ...]) -> Violation:
    others = [key for key in point.lost if key != point.place]
    behind = f" Behind it: {names(graph, others)}." if others else ""
    single = name(graph, point.place)
    message = (
        f"Whether {single} has a second copy is not stated; without one, users lose it alone.{behind}"
        if missing
        else f"{single} runs as one instance, and users have no way around it.{behind}"
    )
    return Violation((point.place,), message, Lost((point.place,), point.lost), missing=missing)
