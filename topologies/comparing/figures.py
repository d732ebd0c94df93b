"""What a topology promises and costs, before and after: recovery times by kind of failure, and money."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from topologies.graph import Graph, Objectives
from topologies.resilience import FailureKind, Figure, Outcome, Resilience, compared, said
from topologies.validation.costs import costs

KINDS: tuple[FailureKind, ...] = ("node", "host", "zone", "region", "provider")
WIDE: tuple[FailureKind, ...] = ("host", "zone", "region", "provider")
MOST_NODES = 2_000  # of larger topologies each node is not taken away by itself
_LABELS = {
    "node": "a node",
    "host": "a host",
    "zone": "an availability zone",
    "region": "a region",
    "provider": "a provider",
}
Direction = Literal["better", "worse", "same", "changed"]


@dataclass(frozen=True, slots=True)
class Row:
    """One figure before and after in words, the objective that it is held against, and which way it went."""

    label: str
    before: str
    after: str
    objective: str
    verdict: str
    direction: Direction


@dataclass(frozen=True, slots=True)
class _Worst:
    rto: Figure
    rpo: Figure

    def of(self, name: str) -> Figure:
        return self.rto if name == "RTO" else self.rpo


def recovery(before: Graph, after: Graph) -> tuple[Row, ...]:
    """The worst RTO and RPO of every kind of failure that either state knows, against the newer objectives."""
    kinds = KINDS if max(len(before.nodes), len(after.nodes)) <= MOST_NODES else WIDE
    old, new = Resilience(before), Resilience(after)
    return tuple(row for kind in kinds for row in _of_kind(kind, old, new, after.header.objectives))


def _of_kind(kind: FailureKind, old: Resilience, new: Resilience, wanted: Objectives) -> Iterator[Row]:
    was, now = (_worst(one, kind) for one in (old, new))
    if was is None and now is None:
        return
    for name, objective in (("RTO", wanted.rto_seconds), ("RPO", wanted.rpo_seconds)):
        old_figure, new_figure = (one.of(name) if one else None for one in (was, now))
        yield _row(f"{name} when {_LABELS[kind]} fails", name, old_figure, new_figure, objective)


def _worst(simulator: Resilience, kind: FailureKind) -> _Worst | None:
    """None where nothing can fail so, or no service is there to be judged."""
    outcomes = [one for row in simulator.report((kind,)).scenarios for one in row.outcomes]
    if not outcomes:
        return None
    return _Worst(_longest(outcomes, lambda one: one.rto), _longest(outcomes, lambda one: one.rpo))


def _longest(outcomes: Iterable[Outcome], figure: Callable[[Outcome], Figure]) -> Figure:
    return max(map(figure, outcomes), key=lambda one: (one.least, one.most))


def _row(label: str, name: str, was: Figure | None, now: Figure | None, objective: float | None) -> Row:
    verdict = compared(name, now, objective, "").verdict if now else ""
    return Row(
        label,
        said(was) if was else "none",
        said(now) if now else "none",
        said(Figure(objective)) if objective is not None else "",
        verdict,
        _direction(was, now),
    )


def _direction(was: Figure | None, now: Figure | None) -> Direction:
    if was is None or now is None:
        return "same" if was is now else "changed"
    old, new = (was.least, was.most), (now.least, now.most)
    if old == new:
        return "same"
    if new[1] <= old[0] or (new[0] <= old[0] and new[1] <= old[1]):
        return "better"
    return "worse" if new[0] >= old[0] and new[1] >= old[1] else "changed"


def money(before: Graph, after: Graph) -> Row:
    """What the elements add up to a month, against the newer budget."""
    was, now = costs(before), costs(after)
    budget = after.header.objectives.monthly_budget_usd
    direction = _direction(Figure(None, (), was.low, was.high), Figure(None, (), now.low, now.high))
    return Row(
        "Cost a month",
        str(was) if was.prices else "not stated",
        str(now) if now.prices else "not stated",
        f"${budget:,.0f}" if budget is not None else "",
        _afforded(now.low, now.high, budget) if now.prices else "",
        direction,
    )


def _afforded(low: float, high: float, budget: float | None) -> str:
    if budget is None:
        return ""
    return "meets" if high <= budget else "misses" if low > budget else "unknown"


def promises(before: Graph, after: Graph) -> tuple[Row, ...]:
    """The objectives that were changed: availability, latency, RTO and so on."""
    was, now = before.header.objectives, after.header.objectives
    names = (name for name in type(now).model_fields if getattr(was, name) != getattr(now, name))
    return tuple(
        Row(
            f"Objective: {_plain(name)}", _told(getattr(was, name)), _told(getattr(now, name)), "", "", "same"
        )
        for name in names
    )


def _plain(name: str) -> str:
    return name.replace("_", " ").replace("rto", "RTO").replace("rpo", "RPO").replace("usd", "USD")


def _told(value: object) -> str:
    if value is None or value == ():
        return "not stated"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else f"{value:,}"
