"""The shortest way from point to point around boxes, found by A* over the corners of what stands in the way."""

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from math import hypot

from topologies.rendering.geometry import Box, Point

_TURN = 12.0  # what a corner costs, in pixels of way
_THROUGH = 90.0  # what crossing a soft box costs
_TRIES = 60  # corners looked at before the straight line has to do


class Obstacles:
    """Hard boxes are never crossed, unless an end of the way lies in them; soft ones when the way round is long."""

    def __init__(self, hard: Iterable[Box], soft: Iterable[Box]) -> None:
        self._boxes = [(box, float("inf")) for box in hard] + [(box, _THROUGH) for box in soft]

    def way(self, start: Point, end: Point) -> list[Point]:
        """The corners of the way, both ends among them."""
        near = [(box, cost) for box, cost in self._boxes if not (_holds(box, start) or _holds(box, end))]
        queue: list[tuple[float, float, float, tuple[Point, ...]]] = [(0.0, 0.0, 0.0, (start,))]
        best: dict[Point, float] = {}
        for _ in range(_TRIES):
            if not queue:
                break
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
    """The end and the corners of whatever stands in between, as far as they can be reached straight on."""
    open_, seen = [end], {here, end}
    while open_:
        there = open_.pop()
        crossed = [(box, cost) for box, cost in boxes if _crosses(box, here, there)]
        cost = sum(cost for _, cost in crossed)
        if cost < float("inf"):
            yield there, _distance(here, there) + cost
        for box, _ in crossed:
            for corner in _corners(box):
                if corner not in seen:
                    seen.add(corner)
                    open_.append(corner)


def _corners(box: Box) -> Iterator[Point]:
    for x in (box.x, box.right):
        for y in (box.y, box.bottom):
            yield Point(x, y)


def _distance(a: Point, b: Point) -> float:
    return hypot(b.x - a.x, b.y - a.y)


def _holds(box: Box, point: Point) -> bool:
    return box.x < point.x < box.right and box.y < point.y < box.bottom


def _crosses(box: Box, a: Point, b: Point) -> bool:
    """Whether the straight line passes through the inside of the box; along its border is outside."""
    if (a.x <= box.x and b.x <= box.x) or (a.y <= box.y and b.y <= box.y):
        return False
    if (a.x >= box.right and b.x >= box.right) or (a.y >= box.bottom and b.y >= box.bottom):
        return False
    low, high = 0.0, 1.0
    spans = ((a.x, b.x, box.x, box.right), (a.y, b.y, box.y, box.bottom))
    for start, stop, least, most in spans:
        if start == stop:
            if not least < start < most:
                return False
            continue
        one, two = (least - start) / (stop - start), (most - start) / (stop - start)
        low, high = max(low, min(one, two)), min(high, max(one, two))
    return high - low > 1e-9
