"""Failures of an approved topology, one by one: what becomes of its services, and the picture of what is left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from topologies.answers import Misasked
from topologies.computed import kept, version_of
from topologies.graph import Graph
from topologies.rendering import Overlay, Touched
from topologies.resilience import (
    Capacity,
    Failure,
    FailureKind,
    Figure,
    Outcome,
    Recovery,
    Resilience,
    Scenario,
    compared,
    failures,
    worlds,
)
from topologies.resilience.verdicts import Served, Verdict, resides
from topologies.resilience.world import World
from topologies.selectors import graph_of

SIMULATORS_KEPT = 8
SINGLE: tuple[FailureKind, ...] = ("zone", "region", "provider", "host", "node")
_ROOMS = ("graph", "kinds", "resilience")
NOBODY = ("links: what users call",)  # without a service there is nothing to judge
_SERVED: tuple[Served, ...] = ("yes", "unknown", "after recovery", "no")


@dataclass(frozen=True, slots=True)
class Drill:
    """One failure in one line: the worst over all services. `slug` names it in addresses; `capacity` is the job with the
    smallest share left; None where no program is touched. Residency is None where nobody takes data over."""

    slug: str
    kind: FailureKind
    removed: tuple[str, ...]
    unnamed: bool
    served: Served
    lost: tuple[str, ...]
    capacity: Capacity | None
    heirs: tuple[str, ...]
    rto: Figure
    rpo: Figure
    rto_verdict: Verdict
    rpo_verdict: Verdict
    residency: Verdict | None
    verdict: Verdict
    missing: tuple[str, ...]


@lru_cache(maxsize=SIMULATORS_KEPT)
def simulator_of(sha256: str) -> Resilience:
    return Resilience(graph_of(sha256))


def slug_of(failure: Failure) -> str:
    """A failure as an address holds it: `zone:ireland/a`, `zones:ireland/a+ireland/b`, `host:box`."""
    kind = "unnamed-region" if failure.unnamed else failure.kind
    return f"{kind}:{'+'.join(failure.removed)}"


def drills_of(sha256: str, kind: FailureKind | None = None) -> tuple[Drill, ...]:
    """Every failure of this kind; of all single ones (pairs of zones are asked for by name)."""
    name = kind or "single"
    return kept(
        f"drills:{version_of(_ROOMS)}:{name}:{sha256}", lambda: _drills(sha256, (kind,) if kind else SINGLE)
    )


def _drills(sha256: str, kinds: Iterable[FailureKind]) -> tuple[Drill, ...]:
    simulator = simulator_of(sha256)
    return tuple(drill(simulator.graph, row) for kind in kinds for row in simulator.report((kind,)).scenarios)


def scenario_of(sha256: str, slug: str) -> Scenario:
    """One failure in full.

    Raises:
        Misasked: no failure of this topology is called so.
    """
    return scenario_in(simulator_of(sha256), slug)


def scenario_in(simulator: Resilience, slug: str) -> Scenario:
    found = next(
        (one for one in failures(simulator.graph, simulator.map_.units) if slug_of(one) == slug), None
    )
    if found is None:
        raise Misasked("without", f"There is no failure {slug[:80]!r} of this topology.")
    return simulator.scenario(found)


def drill(graph: Graph, row: Scenario) -> Drill:
    objectives, outcomes = graph.header.objectives, row.outcomes
    rto, rpo = (_worst(one.rto for one in outcomes), _worst(one.rpo for one in outcomes))
    heirs = tuple(
        dict.fromkeys(one.by for outcome in outcomes for one in outcome.recoveries if takes_over(one))
    )
    return Drill(
        slug=slug_of(row.failure),
        kind=row.failure.kind,
        removed=row.failure.removed,
        unnamed=row.failure.unnamed,
        served=max((one.served for one in outcomes), key=_SERVED.index, default="unknown"),
        lost=tuple(dict.fromkeys(key for one in outcomes for key in one.lost)),
        capacity=_smallest(outcomes),
        heirs=heirs,
        rto=rto,
        rpo=rpo,
        rto_verdict=compared("RTO", rto, objectives.rto_seconds, "").verdict,
        rpo_verdict=compared("RPO", rpo, objectives.rpo_seconds, "").verdict,
        residency=residency(graph, heirs),
        verdict=row.verdict if outcomes else "unknown",
        missing=tuple(dict.fromkeys(fact for one in outcomes for fact in one.missing))
        or (() if outcomes else NOBODY),
    )


def takes_over(one: Recovery) -> bool:
    return one.how in ("promotion", "active")


def residency(graph: Graph, heirs: Iterable[str]) -> Verdict | None:
    """Whether those who take data over stand where it may be; None where nobody does or no region is prescribed."""
    regions = graph.header.objectives.residency_regions
    found = {resides(graph, key, regions) for key in heirs} if regions else set()
    return None if not found else "misses" if False in found else "unknown" if None in found else "meets"


def _worst(figures: Iterable[Figure]) -> Figure:
    return max(figures, key=lambda one: (one.least, one.most), default=Figure(0.0))


def _smallest(outcomes: Iterable[Outcome]) -> Capacity | None:
    rows = [row for one in outcomes for row in one.capacities if row.before]
    return min(rows, key=lambda row: (row.left / row.before, row.limit / row.before), default=None)


# --- the picture of what is left ---------------------------------------------------------------------------------


def failure_overlay(sha256: str, slug: str) -> Overlay:
    """What the failure does to each element, as the picture says it.

    Raises:
        Misasked: no failure of this topology is called so.
    """
    return overlay_in(simulator_of(sha256), slug)


def overlay_in(simulator: Resilience, slug: str) -> Overlay:
    row = scenario_in(simulator, slug)
    worst, best = worlds(simulator.map_, row.failure)
    gone = [key for key in row.failure.removed if key in simulator.graph.zones and not row.failure.unnamed]
    touched: dict[str, Touched] = {}
    rows = (
        *_fewer(worst),
        *_cut(best),
        *_perhaps(row),
        *(Touched(key, "lost", "lost") for key in (*gone, *row.lost)),
    )
    for one in (*rows, *_heirs(row)):
        touched[one.key] = one
    return Overlay(touched=tuple(touched[key] for key in sorted(touched)))


def _fewer(world: World) -> Iterable[Touched]:
    for place, left in world.left.items():
        unit = world.map_.units[place]
        if left > 0:
            yield from (Touched(key, "less", f"{left} of {unit.copies} left") for key in unit.keys)


def _cut(world: World) -> Iterable[Touched]:
    """What stands and is out of the users' reach."""
    map_ = world.map_
    for place, unit in enumerate(map_.units):
        if map_.before[place] and not world.reaches(place) and world.alive(place):
            yield from (Touched(key, "cut", "cut off") for key in unit.keys)


def _perhaps(row: Scenario) -> Iterable[Touched]:
    return (Touched(key, "less", "perhaps lost") for key in row.perhaps)


_HEIRS: Mapping[str, str] = {"promotion": "promoted", "active": "takes over"}


def _heirs(row: Scenario) -> Iterable[Touched]:
    recoveries = (one for outcome in row.outcomes for one in outcome.recoveries if takes_over(one))
    return (Touched(one.by, "promoted", _HEIRS[one.how]) for one in recoveries)
