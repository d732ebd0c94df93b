"""What was measured, and how it is printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


def p95(gaps: Sequence[float]) -> float:
    """The gap that 95 of 100 do not exceed."""
    ordered = sorted(gaps)
    return ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)]


@dataclass(frozen=True, slots=True)
class Frames:
    """What a page did in a while, in milliseconds."""

    gaps: list[float]
    """Between its frames, by its own clock: whatever else the machine does counts, too."""
    work: list[float]
    """CPU time of its main thread, frame by frame: scripts, style, layout, paint. No other load is in it."""

    raster: float
    """CPU time for one frame of those threads that turn what was painted into pixels, on average."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `floor` is what the same browser does on an empty page at the same moment."""

    what: str
    nodes: int
    value: float
    unit: str
    target: float | None = None
    middle: float | None = None
    floor: float | None = None
    work: float | None = None
    raster: float | None = None

    def __str__(self) -> str:
        figures = [self.value, self.middle, self.floor, self.work, self.raster, self.target]
        columns = " ".join(f"{'' if one is None else f'{one:.1f}':>9}" for one in figures)
        verdict = "" if self.target is None else "met" if self.value <= self.target else "MISSED"
        return f"{self.what:<42} {self.nodes:>6} {columns}  {self.unit:<3} {verdict}".rstrip()


HEADING = f"{'what':<42} {'nodes':>6} {'p95/value':>9} {'median':>9} {'idle p95':>9} {'CPU p95':>9} {'raster':>9} {'target':>9}"


def frames(what: str, nodes: int, seen: Frames, idle: Sequence[float], target: float | None) -> Figure:
    """The figure of a gesture: gaps between its frames."""
    return Figure(
        what, nodes, p95(seen.gaps), "ms", target, median(seen.gaps), p95(idle), p95(seen.work), seen.raster
    )
