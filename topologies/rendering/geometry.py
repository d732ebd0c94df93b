"""Points, boxes and curves in pixels; y grows downwards. All values are frozen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, hypot
from typing import Literal

Side = Literal["top", "right", "bottom", "left"]


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its top left corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def moved(self, dx: float, dy: float) -> "Box":
        return Box(self.x + dx, self.y + dy, self.width, self.height)

    def grown(self, by: float) -> "Box":
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def shared_area(self, other: "Box") -> float:
        """How much of the two boxes lies in both, in square pixels."""
        width = min(self.right, other.right) - max(self.x, other.x)
        height = min(self.bottom, other.bottom) - max(self.y, other.y)
        return width * height if width > 0 and height > 0 else 0.0

    def border_towards(self, point: Point) -> Point:
        """Where the straight line from the centre to the point leaves the box."""
        middle = self.centre
        dx, dy = point.x - middle.x, point.y - middle.y
        if dx == 0 and dy == 0:
            return Point(middle.x, self.bottom)
        across = self.width / 2 / abs(dx) if dx else float("inf")
        down = self.height / 2 / abs(dy) if dy else float("inf")
        part = min(across, down)
        return Point(middle.x + dx * part, middle.y + dy * part)


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of these; an empty box where there are none."""
    held = list(boxes)
    if not held:
        return Box(0, 0, 0, 0)
    x, y = min(box.x for box in held), min(box.y for box in held)
    return Box(x, y, max(box.right for box in held) - x, max(box.bottom for box in held) - y)


@dataclass(frozen=True, slots=True)
class Curve:
    """Cubic Bézier segments end to end: one start point, then three points for each segment."""

    points: tuple[Point, ...]

    @property
    def end(self) -> Point:
        return self.points[-1]

    def angle(self) -> float:
        """The direction in which the curve arrives at its end, in radians."""
        before = next((point for point in reversed(self.points[:-1]) if point != self.end), self.end)
        return atan2(self.end.y - before.y, self.end.x - before.x)

    def reversed(self) -> "Curve":
        return Curve(self.points[::-1])

    def segments(self) -> Iterator[tuple[Point, Point, Point, Point]]:
        for start in range(0, len(self.points) - 3, 3):
            a, b, c, d = self.points[start : start + 4]
            yield a, b, c, d

    def samples(self, steps: int = 8) -> tuple[Point, ...]:
        """Points along the curve, both ends among them."""
        found = [self.points[0]]
        for segment in self.segments():
            found += [_on_segment(segment, step / steps) for step in range(1, steps + 1)]
        return tuple(found)

    def at(self, part: float) -> Point:
        """The point after this part (0..1) of the curve's length."""
        points = self.samples()
        lengths = [hypot(b.x - a.x, b.y - a.y) for a, b in pairwise(points)]
        left = sum(lengths) * part
        for (a, b), length in zip(pairwise(points), lengths, strict=True):
            if left <= length and length > 0:
                return Point(a.x + (b.x - a.x) * left / length, a.y + (b.y - a.y) * left / length)
            left -= length
        return points[-1]

    def moved(self, dx: float, dy: float) -> "Curve":
        return Curve(tuple(Point(point.x + dx, point.y + dy) for point in self.points))


def _on_segment(segment: tuple[Point, Point, Point, Point], t: float) -> Point:
    a, b, c, d = segment
    u = 1 - t
    weights = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
    return Point(
        sum(weight * point.x for weight, point in zip(weights, (a, b, c, d), strict=True)),
        sum(weight * point.y for weight, point in zip(weights, (a, b, c, d), strict=True)),
    )


def straight(start: Point, end: Point) -> Curve:
    third = Point(start.x + (end.x - start.x) / 3, start.y + (end.y - start.y) / 3)
    two = Point(start.x + (end.x - start.x) * 2 / 3, start.y + (end.y - start.y) * 2 / 3)
    return Curve((start, third, two, end))
