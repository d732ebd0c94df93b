"""What a failure means, measured against the objectives: meets, misses, or unknown, with reasons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from topologies.graph import Graph, Objectives
from topologies.kinds import Trait
from topologies.resilience.capacity import Capacity
from topologies.resilience.recovery import Figure, Recovery
from topologies.resilience.serving import Aftermath

Verdict = Literal["meets", "misses", "unknown"]
Served = Literal["yes", "after recovery", "no", "unknown"]
NOTHING = Figure(0.0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One service (the keys that users call) after one failure.

    `lost` are the keys that users cannot use, for good or until a recovery. `rto` and `rpo` are those of the worst case:
    None where facts are missing (`rto.missing`), and then `rto.least` is what is known; infinite where nothing comes
    back. `verdict` compares them with the objectives, `missing` are the facts that would decide an unknown.
    """

    service: tuple[str, ...]
    served: Served = "yes"
    lost: tuple[str, ...] = ()
    recoveries: tuple[Recovery, ...] = ()
    capacities: tuple[Capacity, ...] = ()
    rto: Figure = NOTHING
    rpo: Figure = NOTHING
    verdict: Verdict = "meets"
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """One statement about RTO, RPO, residency or demand; no reason where nothing happens."""

    verdict: Verdict
    reason: str
    missing: tuple[str, ...] = ()


def times(aftermath: Aftermath) -> tuple[Figure, Figure]:
    rto = Figure(float("inf")) if aftermath.lost else aftermath.rto
    return rto, aftermath.rpo


def judgements(graph: Graph, aftermath: Aftermath) -> Iterator[Judgement]:
    """Everything that is said of one aftermath against the objectives."""
    objectives, (rto, rpo) = graph.header.objectives, times(aftermath)
    yield compared("RTO", rto, objectives.rto_seconds, "objectives.rto_seconds")
    yield compared("RPO", rpo, objectives.rpo_seconds, "objectives.rpo_seconds")
    for one in aftermath.recoveries:
        yield from _resident(graph, objectives, one)
    for row in aftermath.capacities:
        yield from _borne(row)


def compared(name: str, figure: Figure, objective: float | None, field: str) -> Judgement:
    """A computed figure against its objective; what is nought meets every objective."""
    if figure.seconds == 0:
        return Judgement("meets", "")
    if objective is None:
        return Judgement("unknown", f"{name} is {said(figure)}; no objective is stated", (field,))
    if figure.least > objective:
        return Judgement("misses", f"{name} is {said(figure)}, and the objective {said(Figure(objective))}")
    if figure.most > objective:
        return Judgement("unknown", f"{name} is {said(figure)}", figure.missing)
    return Judgement("meets", f"{name} is {said(figure)}")


def _borne(row: Capacity) -> Iterator[Judgement]:
    """Demand that what is left cannot bear, scaled as far as it may; what leaves nothing is the matter of the RTO."""
    for load in row.loads:
        if load.limit and not load.borne:
            text = f"what is left of {', '.join(row.keys)} bears {load.limit:,.6g} of {load.demand:,.6g} {load.words}"
            yield Judgement("misses", text)


def _resident(graph: Graph, objectives: Objectives, one: Recovery) -> Iterator[Judgement]:
    """A survivor that holds data outside the regions where it may be."""
    if not objectives.residency_regions or one.how not in ("promotion", "active"):
        return
    allowed = resides(graph, one.by, objectives.residency_regions)
    if allowed is None:
        yield Judgement(
            "unknown", f"{one.by} takes over, in a region that nobody states", (f"{one.by}: its region",)
        )
    elif not allowed:
        yield Judgement("misses", f"{one.by} takes over outside the residency regions")


def resides(graph: Graph, key: str, regions: Sequence[str]) -> bool | None:
    """Whether the node stands in one of these regions, by key, code or jurisdiction; None = nobody says where."""
    region = graph.enclosing(graph.nodes[key], Trait.REGION)
    if region is None:
        return None
    row = region.properties
    names = {region.key, getattr(row, "code", ""), str(getattr(row, "jurisdiction", "")).lower()}
    return bool(names & set(regions))


def worst(found: Sequence[Judgement]) -> Verdict:
    verdicts = {one.verdict for one in found}
    return "misses" if "misses" in verdicts else "unknown" if "unknown" in verdicts else "meets"


def said(figure: Figure) -> str:
    """In words: `5 min`, `at least 5 min and at most 1 h`, `not known`, `without end`."""
    if figure.seconds is not None:
        return words(figure.seconds)
    least = [f"at least {words(figure.least)}"] if figure.least else []
    most = [f"at most {words(figure.most)}"] if figure.most != float("inf") else []
    return " and ".join(least + most) or "not known"


def words(seconds: float) -> str:
    if seconds == float("inf"):
        return "without end"
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size and seconds % size == 0:
            return f"{seconds / size:g} {unit}"
    return f"{seconds:g} s"
