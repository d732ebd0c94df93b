"""Finds a free place on its line for every line's words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from topologies.rendering import sizes, text
from topologies.rendering.geometry import Box, Curve
from topologies.rendering.scene import Line

_PARTS = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
_OFF = (0.0, -14.0, 14.0, -46.0, 46.0)  # beside the line; the last two clear a card that the line leaves
_CELL = 128.0


class Occupied:
    """Boxes in a coarse grid, so that asking what overlaps does not look at all of them."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = defaultdict(list)
        for box in boxes:
            self.add(box)

    def add(self, box: Box) -> None:
        for cell in _cells(box):
            self._cells[cell].append(box)

    def overlap(self, box: Box) -> float:
        return sum(box.shared_area(other) for cell in _cells(box) for other in self._cells.get(cell, ()))


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    for column in range(int(box.x // _CELL), int(box.right // _CELL) + 1):
        for row in range(int(box.y // _CELL), int(box.bottom // _CELL) + 1):
            yield column, row


def label_boxes(lines: Iterable[Line], curves: Mapping[str, Curve], taken: Iterable[Box]) -> dict[str, Box]:
    """Line key -> where its words stand: on the line, off everything taken and off each other where possible."""
    occupied = Occupied(taken)
    found: dict[str, Box] = {}
    for line in lines:
        if line.label or line.badge:
            found[line.key] = _best(line, curves[line.key], occupied)
            occupied.add(found[line.key])
    return found


def _best(line: Line, curve: Curve, occupied: Occupied) -> Box:
    """The first place along the line that overlaps nothing, else the one that overlaps least."""
    width = text.width(line.label, sizes.LINE_LABEL, mono=True) + 10 if line.label else 0
    width += sizes.BADGE_WIDTH if line.badge else 0
    best, least = Box(0, 0, 0, 0), float("inf")
    for box in _candidates(curve, width):
        overlap = occupied.overlap(box)
        if overlap < least:
            best, least = box, overlap
        if overlap == 0:
            break
    return best


def _candidates(curve: Curve, width: float) -> Iterator[Box]:
    """Places for so wide a label, the best first: on the line, then ever further beside it."""
    middles = [curve.at(part) for part in _PARTS]
    for off in _OFF:
        for middle in middles:
            yield Box(middle.x - width / 2, middle.y - 8 + off, width, 16)
