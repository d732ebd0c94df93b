from collections.abc import Iterator

from topologies.graph import Graph
from topologies.resilience import Failure, Recovery, compared, failures, said, worlds
from topologies.validation.context import Context
from topologies.validation.facts import Fact
from topologies.validation.model import Table, Violation
from topologies.validation.names import failed, name
from topologies.validation.registry import rule

Row = tuple[Failure, Recovery]


@rule(
    "RES05",
    severity="critical",
    title="More data can be lost than the recovery point objective allows",
    whole=True,
    reads=("environment", "objectives.rpo_seconds"),
    sources=("AWS Well-Architected REL09-BP03", "AWS Well-Architected REL13-BP01"),
)
def rpo_missed(context: Context) -> Iterator[Violation]:
    """After one failure, the newest copy of the data is older than the stated recovery point objective.

    **What it means.** Each store that users need loses an instance, its host, its zone and its region. What survives is a
    synchronous copy (nothing lost), an asynchronous one (its lag, summed along the chain), or a backup: its interval, or
    about five minutes with point-in-time recovery, which works in its own region only. The rule fails where that is more
    than the objective.

    **Why it matters.** What users were told is saved would be gone.

    **What to do.** Replicate to where the failure does not reach; back up as often as the objective says and keep the
    backups in another region; state the lag. Or state an objective that the design can keep.

    **Limits.** Judged where an objective is stated, for stores behind declared traffic that keep data: a cache counts only
    where it is said to persist. The loss of a whole provider is not judged here. Where a backup's interval, its place or a
    lag is not stated the verdict is unknown.
    """
    objective = context.graph.header.objectives.rpo_seconds
    if objective is None or context.graph.header.environment == "development":
        return
    for fact in context.facts(_losses):
        rows = [row for row in fact.said if compared("RPO", row[1].loss, objective, "").verdict != "meets"]
        if rows:
            yield _violation(context.graph, rows, objective)


def _losses(context: Context) -> Iterator[Fact[list[Row]]]:
    """Store -> the failures with which it loses anything."""
    found: dict[str, list[Row]] = {}
    needed = _needed(context)
    for failure in failures(context.graph, context.resilience.map_.units, ["node", "host", "zone", "region"]):
        for place, recovery in _recoveries(context, failure, needed):
            if recovery.loss.seconds != 0:
                found.setdefault(context.resilience.map_.units[place].key, []).append((failure, recovery))
    yield from (Fact((key,), rows) for key, rows in found.items())


def _needed(context: Context) -> frozenset[int]:
    simulator = context.resilience
    jobs = {job for service in simulator.services for job in service.needs if job.stores}
    stores = simulator.serving.stores
    return frozenset(
        place for job in jobs for place in job.members if place in stores.writers and stores.keeps(place)
    )


def _recoveries(context: Context, failure: Failure, needed: frozenset[int]) -> Iterator[tuple[int, Recovery]]:
    map_, stores = context.resilience.map_, context.resilience.serving.stores
    worst, best = worlds(map_, failure)
    for place in sorted(needed.intersection(worst.left)):
        if best.whole(place) and map_.units[place].doubtful and failure.kind != "region":
            continue  # whether it has a second copy is RES02's question
        drifts = best.whole(place) and not worst.alive(place)
        recovery = stores.recovery(
            place, context.resilience.world_without(failure, place) if drifts else best
        )
        if recovery is not None:
            yield place, recovery


def _violation(graph: Graph, rows: list[Row], objective: float) -> Violation:
    missed = [row for row in rows if row[1].loss.least > objective]
    chosen = missed or rows
    key = chosen[0][1].lost
    missing = () if missed else tuple(sorted({fact for _, one in rows for fact in one.loss.missing}))
    store, places = name(graph, key), ", ".join(failed(graph, failure) for failure, _ in chosen)
    text = (
        f"How much of {store} is lost with {places} depends on facts nobody stated."
        if missing
        else f"With {places}, {store} loses more than the {objective / 60:g} min that the objective allows."
    )
    return Violation(
        subjects=(key,),
        message=text,
        evidence=Table(("lost", "saved by", "data lost"), tuple(_row(graph, *row) for row in chosen)),
        causes=tuple(_cause(failure) for failure, _ in chosen),
        missing=missing,
    )


def _cause(failure: Failure) -> str:
    what = "a region of" if failure.unnamed else failure.kind
    return f"{what} {failure.removed[0]}"


def _row(graph: Graph, failure: Failure, recovery: Recovery) -> tuple[str, str, str]:
    saved = {"restore": "a backup", "none": "nothing"}.get(recovery.how) or name(graph, recovery.by)
    return failed(graph, failure), saved, said(recovery.loss)
