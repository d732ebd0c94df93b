"""The topologies of one system side by side: ratings, costs, objectives, findings, and what failures do to each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from topologies.computed import Digest, digest_of
from topologies.drills import Drill, drills_of, simulator_of
from topologies.models import Topology
from topologies.resilience import FailureKind, Figure, said
from topologies.selectors import graph_of
from topologies.validation.model import SEVERITIES

MOST_OPTIONS = 12
Value = float | int | str | None


@dataclass(frozen=True, slots=True)
class Option:
    """One topology with what is compared. `rto` and `rpo` are the worst over each kind of failure;
    `lost` is how many failures of a kind, of how many, leave a service without recovery."""

    slug: str
    label: str
    environment: str
    digest: Digest
    ratings: Mapping[str, int]
    instances: int
    rto: Mapping[FailureKind, Figure]
    rpo: Mapping[FailureKind, Figure]
    lost: Mapping[FailureKind, tuple[int, int]]


COMPARED: tuple[FailureKind, ...] = ("node", "zone", "region")


def option(topology: Topology) -> Option:
    """One approved topology; asks only for what is kept by its digest."""
    sha256 = topology.latest_sha256 or ""
    graph = graph_of(sha256)
    single = drills_of(sha256) if simulator_of(sha256).services else ()  # nobody to serve, nothing to recover
    rows = {kind: [row for row in single if row.kind == kind] for kind in COMPARED}
    return Option(
        slug=topology.slug,
        label=str(topology),
        environment=topology.environment,
        digest=digest_of(sha256),
        ratings=graph.header.ratings,
        instances=sum(node.min_instances for node in graph.nodes.values()),
        rto={kind: worst(row.rto for row in found) for kind, found in rows.items() if found},
        rpo={kind: worst(row.rpo for row in found) for kind, found in rows.items() if found},
        lost={kind: _not_served(found) for kind, found in rows.items() if found},
    )


def _not_served(rows: Sequence[Drill]) -> tuple[int, int]:
    return sum(row.served == "no" for row in rows), len(rows)


def worst(figures: Iterable[Figure]) -> Figure:
    return max(figures, key=lambda one: (one.least, one.most), default=Figure(0.0))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison: a value of each option (None = nobody says), how to write it, and which is better.
    `better` -1 = the lower, 1 = the higher, 0 = neither. `group` is the table that it belongs to."""

    group: str
    label: str
    values: tuple[Value, ...]
    better: int = 0
    unit: str = ""

    @property
    def same(self) -> bool:
        return len(set(self.values)) <= 1

    def words(self, place: int) -> str:
        """What sets this option apart in this line: "best", "worst", "alone", or nothing."""
        known = [value for value in self.values if isinstance(value, int | float)]
        value = self.values[place]
        if not self.better or not isinstance(value, int | float) or len(set(known)) < 2:
            return ""
        best, last = (max(known), min(known)) if self.better > 0 else (min(known), max(known))
        return "best" if value == best else "worst" if value == last else ""


def lines(found: Sequence[Option]) -> tuple[Line, ...]:
    """Every line in which at least one option says something."""
    rows = [*_ratings(found), *_costs(found), *_objectives(found), *_findings(found), *_failures(found)]
    return tuple(row for row in rows if any(value is not None for value in row.values))


def _line(
    found: Sequence[Option], group: str, label: str, ask: Callable[[Option], Value], better: int, unit: str
) -> Line:
    return Line(group, label, tuple(map(ask, found)), better, unit)


def _ratings(found: Sequence[Option]) -> list[Line]:
    """The decision matrix of the source."""
    names = list(dict.fromkeys(name for one in found for name in one.ratings))
    return [_line(found, "Ratings of the source", name, lambda one, name=name: one.ratings.get(name), 1, "stars")  # type: ignore[misc]
            for name in names]  # fmt: skip


def _costs(found: Sequence[Option]) -> list[Line]:
    group = "Size and cost a month"
    asked: tuple[tuple[str, Callable[[Option], Value], int, str], ...] = (
        (
            "Cost, summed, at least",
            lambda one: one.digest.cost.low if one.digest.cost.elements else None,
            -1,
            "usd",
        ),
        (
            "Cost, summed, at most",
            lambda one: one.digest.cost.high if one.digest.cost.elements else None,
            -1,
            "usd",
        ),
        ("Cost, stated, at least", lambda one: one.digest.stated.monthly_cost_usd, -1, "usd"),
        ("Cost, stated, at most", lambda one: one.digest.stated.monthly_cost_high_usd, -1, "usd"),
        ("Budget", lambda one: one.digest.objectives.monthly_budget_usd, 0, "usd"),
        ("Nodes", lambda one: one.digest.nodes, 0, ""),
        ("Instances, at least", lambda one: one.instances, 0, ""),
    )
    return [_line(found, group, *row) for row in asked]


def _objectives(found: Sequence[Option]) -> list[Line]:
    asked: tuple[tuple[str, Callable[[Option], Value], int, str], ...] = (
        ("RTO", lambda one: one.digest.objectives.rto_seconds, 0, "s"),
        ("RPO", lambda one: one.digest.objectives.rpo_seconds, 0, "s"),
        ("Availability", lambda one: one.digest.objectives.availability_percent, 0, "%"),
        ("Latency p95", lambda one: one.digest.objectives.latency_p95_ms, 0, "ms"),
        ("Requests a day", lambda one: one.digest.objectives.requests_per_day, 0, ""),
        ("Requests a second", lambda one: one.digest.objectives.requests_per_second, 0, ""),
        ("Concurrent users", lambda one: one.digest.objectives.concurrent_users, 0, ""),
        ("Residency", lambda one: ", ".join(one.digest.objectives.residency_regions) or None, 0, ""),
    )
    return [_line(found, "Objectives", *row) for row in asked]


def _findings(found: Sequence[Option]) -> list[Line]:
    return [_line(found, "Findings", name.capitalize(), lambda one, name=name: one.digest.counts[name], -1, "")  # type: ignore[misc]
            for name in SEVERITIES] + [
        _line(found, "Findings", "Cannot be judged", lambda one: one.digest.counts["unknown"], 0, "")
    ]  # fmt: skip


_LOSS: Mapping[FailureKind, str] = {
    "node": "an instance",
    "zone": "an availability zone",
    "region": "a region",
}


def _failures(found: Sequence[Option]) -> list[Line]:
    rows: list[Line] = []
    for kind, name in _LOSS.items():
        for label, ask in (("Recovery time", "rto"), ("Data lost", "rpo")):
            values = tuple(_least(getattr(one, ask).get(kind)) for one in found)
            rows.append(Line("When the worst happens", f"{label}, {name}", values, -1, "figure"))
        counts = tuple(
            f"{one.lost[kind][0]} of {one.lost[kind][1]}" if kind in one.lost else None for one in found
        )
        rows.append(Line("When the worst happens", f"Failures without recovery, {name}", counts))
    return rows


def _least(figure: Figure | None) -> Value:
    """Seconds; a sentence where they are not known, for what is not known is neither better nor worse."""
    if figure is None or figure.seconds is not None:
        return None if figure is None else figure.seconds
    return said(figure)
