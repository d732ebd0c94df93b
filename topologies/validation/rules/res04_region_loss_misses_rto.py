from collections.abc import Iterator
from dataclasses import dataclass

from topologies.graph import Graph
from topologies.kinds import Trait
from topologies.resilience import Failure, Outcome, Recovery, compared, failures, said
from topologies.resilience.recovery import Figure
from topologies.resilience.verdicts import Served
from topologies.validation.context import Context
from topologies.validation.facts import Fact
from topologies.validation.model import Table, Violation
from topologies.validation.names import name, names
from topologies.validation.registry import rule

HOME = "the region of "  # where a part stands, and nobody says in which region


@dataclass(frozen=True, slots=True)
class Wait:
    """What users of one service wait for when a region is lost."""

    region: str
    rto: Figure
    served: Served
    lost: tuple[str, ...]
    recoveries: tuple[Recovery, ...]


@rule(
    "RES04",
    severity="critical",
    title="The loss of a region misses the recovery time objective",
    whole=True,
    reads=("environment", "objectives.rto_seconds"),
    sources=("AWS Well-Architected REL13-BP02", "NIST SP 800-34 Rev. 1"),
)
def region_loss_misses_rto(context: Context) -> Iterator[Violation]:
    """When a region is lost, users wait longer than the stated recovery time objective allows.

    **What it means.** Each region is taken away in turn. The recovery time is the longest of the chains that bring back
    what users need: noticing, deciding, promoting a replica, waiting for the time to live of a name, starting instances,
    restoring a backup. Where nothing outside the region does a job, there is no end to the wait.

    **Why it matters.** The objective is a promise. What is not prepared in another region is built there while everybody
    waits, on a day when many others build there too.

    **What to do.** Keep a warm standby in a second region: a replica of the data, code that can start, a name service that
    checks health and has a short time to live; state how long the failover takes. Or state an objective that the design
    can keep.

    **Limits.** Judged where an objective is stated. `failover_seconds` counts from the failure. A region that nobody names
    counts as one for each part that can only be in one. Chains run at the same time; their steps one after the other. A
    name that is switched by hand is switched when the copy that is promoted by hand is ready.
    """
    objective = context.graph.header.objectives.rto_seconds
    if objective is None or context.graph.header.environment == "development":
        return
    for fact in context.facts(_losses):
        rows = [row for row in fact.said if compared("RTO", row.rto, objective, "").verdict != "meets"]
        if rows:
            yield _violation(context.graph, fact.keys, rows, objective)


def _losses(context: Context) -> Iterator[Fact[list[Wait]]]:
    """Service -> the regions without which it waits at all."""
    rows: dict[tuple[str, ...], list[Wait]] = {}
    for region, one in _outcomes(context):
        if one.rto.seconds != 0:
            row = Wait(region, one.rto, one.served, one.lost, one.recoveries)
            rows.setdefault(one.service, []).append(row)
    yield from (Fact(service, found) for service, found in rows.items())


def _outcomes(context: Context) -> Iterator[tuple[str, Outcome]]:
    for failure in failures(context.graph, context.resilience.map_.units, ["region"]):
        if not failure.unnamed:
            yield from ((failure.removed[0], outcome) for outcome in context.resilience.surely(failure))
            continue
        for key, place in _homeless(context, failure).items():
            outcomes = context.resilience.with_lost(failure, place)
            yield from ((f"{HOME}{key}", outcome) for outcome in outcomes)


def _homeless(context: Context, failure: Failure) -> dict[str, int]:
    """What users need that stands in one region, and nobody says in which: hosts, single instances, and data."""
    map_ = context.resilience.map_
    needed = frozenset[int]().union(*(service.parts for service in context.resilience.services))
    found: dict[str, int] = {}
    for place in sorted(needed.intersection(map_.near.get(failure.removed[0], ()))):
        unit = map_.units[place]
        if failure.leaves(unit)[0] == 0 and (unit.alone or Trait.DATA in map_.traits[place]):
            found.setdefault(next(iter(sorted(map_.hosts & unit.around)), unit.key), place)
    return found


def _violation(graph: Graph, service: tuple[str, ...], rows: list[Wait], objective: float) -> Violation:
    missed = [row for row in rows if row.rto.least > objective]
    missing = () if missed else tuple(sorted({fact for row in rows for fact in row.rto.missing}))
    chosen = missed or rows
    regions = ", ".join(_named(graph, row.region) for row in chosen)
    verb = "cannot be compared with" if missing else "misses"
    return Violation(
        subjects=tuple(sorted({*service, *(key for row in chosen for key in row.lost)})),
        message=f"The recovery time after the loss of {regions} {verb} the objective of {_words(objective)}.",
        evidence=Table(("region lost", "recovery time", "steps"), tuple(_row(graph, row) for row in chosen)),
        causes=tuple(row.region for row in chosen),
        missing=missing,
    )


def _words(seconds: float) -> str:
    return f"{seconds / 60:g} min"


def _named(graph: Graph, region: str) -> str:
    if region.startswith(HOME):
        return HOME + name(graph, region.removeprefix(HOME))
    return name(graph, region)


def _row(graph: Graph, row: Wait) -> tuple[str, str, str]:
    steps = (
        f"{one.how} of {name(graph, one.lost)}"
        + (f" to {name(graph, one.by)}" if one.by not in ("", one.lost) else "")
        + "".join(f", {part.what} {said(part.figure)}" for part in one.parts)
        for one in row.recoveries
        if one.duration.seconds != 0
    )
    nothing = f"nothing else does the work of {names(graph, row.lost)}; " if row.served == "no" else ""
    return _named(graph, row.region), said(row.rto), nothing + "; ".join(steps)
