"""How what a failure took comes back, in steps that each state their seconds or the fact that nobody states."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from topologies.graph import Node

How = Literal["failover", "active", "promotion", "restore", "replacement", "reroute", "none"]


@dataclass(frozen=True, slots=True)
class Figure:
    """Seconds; None where facts are missing. Then it is at least `least` and at most `most`."""

    seconds: float | None
    missing: tuple[str, ...] = ()
    known: float = 0.0
    bound: float = float("inf")

    @property
    def least(self) -> float:
        return self.known if self.seconds is None else self.seconds

    @property
    def most(self) -> float:
        return self.bound if self.seconds is None else self.seconds


@dataclass(frozen=True, slots=True)
class Part:
    """One step of a recovery."""

    what: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Recovery:
    """How one part comes back: by whom (a key; "" = nobody), automatically or by hand, in which steps, with which loss.

    `failover` = another copy of the same part; `active` = another primary that works already; `promotion` = a replica;
    `restore` = a backup; `replacement` = a new instance; `reroute` = traffic goes elsewhere; `none` = it is lost.
    """

    lost: str
    how: How
    by: str
    automatic: bool
    parts: tuple[Part, ...] = ()
    loss: Figure = field(default_factory=lambda: Figure(0.0))

    @property
    def duration(self) -> Figure:
        return Figure(float("inf")) if self.how == "none" else total(part.figure for part in self.parts)


def known(what: str, seconds: float) -> Part:
    return Part(what, Figure(seconds))


def unstated(what: str, fact: str) -> Part:
    return Part(what, Figure(None, (fact,)))


def total(figures: Iterable[Figure]) -> Figure:
    """One after the other."""
    rows = list(figures)
    least = sum(row.least for row in rows)
    return _combined(rows, least, sum(row.most for row in rows))


def longest(figures: Iterable[Figure]) -> Figure:
    """All at once."""
    rows = list(figures)
    least = max((row.least for row in rows), default=0.0)
    return _combined(rows, least, max((row.most for row in rows), default=0.0))


def _combined(rows: list[Figure], least: float, most: float) -> Figure:
    missing = tuple(dict.fromkeys(fact for row in rows for fact in row.missing))
    unknown = any(row.seconds is None for row in rows)
    return Figure(None, missing, least, most) if unknown and least != float("inf") else Figure(least)


def shortest(figures: Iterable[Figure]) -> Figure:
    """The best of several ways; one that nobody knows may be better than those that are known."""
    rows = list(figures)
    most = min(row.most for row in rows)
    missing = tuple(dict.fromkeys(fact for row in rows if row.least < most for fact in row.missing))
    return Figure(None, missing, min(row.least for row in rows), most) if missing else Figure(most)


def detection(watcher: Node, watched: Node) -> tuple[Part, ...]:
    """The time until the watcher's health check, else that of the watched part itself, has failed often enough; nothing
    where neither states a check."""
    for node in (watcher, watched):
        check = getattr(node.properties, "health_check", None)
        if check is not None:
            return (_detected(node.key, check.interval_seconds, check.retries),)
    return ()


def _detected(key: str, interval: float | None, retries: int | None) -> Part:
    wanted = {"interval_seconds": interval, "retries": retries}
    missing = tuple(f"{key}.health_check.{name}" for name, value in wanted.items() if value is None)
    if missing:
        return Part("detect", Figure(None, missing, interval or 0.0))
    return known("detect", (interval or 0.0) * max(1, retries or 0))
