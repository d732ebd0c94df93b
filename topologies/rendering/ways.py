"""The shortest way from point to point around boxes, found by A* over the corners of what stands in the way."""

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from math import hypot

from topologies.rendering.geometry import Box, Point

_TURN = 12.0  # what a corner costs, in pixels of way
_THROUGH = 90.0  # what crossing a soft box costs
_MANY = 40  # corners looked at from one place


class Obstacles:
    """Hard boxes are never crossed, unless an end of the way lies in them; soft ones when the way round is long."""

    def __init__(self, hard: Iterable[Box], soft: Iterable[Box]) -> None:
        self._boxes = [(box, float("inf")) for box in hard] + [(box, _THROUGH) for box in soft]

    def way(self, start: Point, end: Point) -> list[Point]:
        """The corners of the way, both ends among them; straight on where boxes leave no way."""
        near = [(box, cost) for box, cost in self._boxes if not (_holds(box, start) or _holds(box, end))]
        queue: list[tuple[float, float, float, tuple[Point, ...]]] = [(0.0, 0.0, 0.0, (start,))]
        best: dict[Point, float] = {}
        while queue:
            _, walked, _, corners = heappop(queue)
            here = corners[-1]
            if here == end:
                return list(corners)
            if best.get(here, float("inf")) < walked:
                continue
            for there, cost in _steps(near, here, end):
                length = walked + cost + _TURN
                if length < best.get(there, float("inf")):
                    best[there] = length
                    ahead = length + _distance(there, end)
                    heappush(queue, (ahead, length, there.x + there.y / 1e4, (*corners, there)))
        return [start, end]


def _steps(boxes: list[tuple[Box, float]], here: Point, end: Point) -> Iterator[tuple[Point, float]]:
    """The end and the corners of what first stands in between, as far as they can be reached straight on."""
    open_, seen = [end], {here, end}
    while open_ and len(seen) < _MANY:
        there = open_.pop()
        crossed = [(at, box, cost) for box, cost in boxes if (at := _entry(box, here, there)) is not None]
        cost = sum(cost for _, _, cost in crossed)
        if cost < float("inf"):
            yield there, _distance(here, there) + cost
        for _, box, _ in sorted(crossed, key=lambda row: row[0])[:1]:
            fresh = [corner for corner in _corners(box) if corner not in seen]
            seen.update(fresh)
            open_ += fresh


def _corners(box: Box) -> Iterator[Point]:
    for x in (box.x, box.right):
        for y in (box.y, box.bottom):
            yield Point(x, y)


def _distance(a: Point, b: Point) -> float:
    return hypot(b.x - a.x, b.y - a.y)


def _holds(box: Box, point: Point) -> bool:
    return box.x < point.x < box.right and box.y < point.y < box.bottom


def _entry(box: Box, a: Point, b: Point) -> float | None:
    """The part of the straight line after which it enters the box; None if it does not, or along the border."""
    if (a.x <= box.x and b.x <= box.x) or (a.y <= box.y and b.y <= box.y):
        return None
    if (a.x >= box.right and b.x >= box.right) or (a.y >= box.bottom and b.y >= box.bottom):
        return None
    low, high = 0.0, 1.0
    spans = ((a.x, b.x, box.x, box.right), (a.y, b.y, box.y, box.bottom))
    for start, stop, least, most in spans:
        if start == stop:
            if not least < start < most:
                return None
            continue
        one, two = (least - start) / (stop - start), (most - start) / (stop - start)
        low, high = max(low, min(one, two)), min(high, max(one, two))
    return low if high - low > 1e-9 else None
