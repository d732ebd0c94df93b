"""Leads lines around cards and the words of zone headers.

A line leaves and arrives at the sides that face each other, square to the border; lines at one side stand apart.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from topologies.rendering import blocks, sizes, text
from topologies.rendering.geometry import Box, Curve, Point, Side
from topologies.rendering.marks import in_rows
from topologies.rendering.scene import Card, Frame, Line, Scene
from topologies.rendering.ways import Obstacles

_CLEAR = 6.0  # how far lines keep from cards that they pass
_STUB = 7.0  # how far a line runs straight before it may turn; more than _CLEAR
_ROUND = 18.0  # radius of a corner, at most
_ACROSS: Mapping[Side, tuple[int, int]] = {"top": (0, -1), "bottom": (0, 1), "left": (-1, 0), "right": (1, 0)}


@dataclass(frozen=True, slots=True)
class _End:
    """Where a line touches a card, and the point outside where the router takes over."""

    touch: Point
    away: Point


def wire(
    scene: Scene, frames: Mapping[str, Box], cards: Mapping[str, Box], lines: list[Line]
) -> dict[str, Curve]:
    """Line key -> its curve."""
    ends = _ends(scene, cards, [line for line in lines if {line.source, line.target} <= cards.keys()])
    obstacles = _obstacles(scene, frames, cards)
    found: dict[str, Curve] = {}
    for line in lines:
        if (line.key, 0) in ends:
            start, end = ends[line.key, 0], ends[line.key, 1]
            found[line.key] = rounded([start.touch, *obstacles.way(start.away, end.away), end.touch])
        else:
            boxes = (outline(scene, frames, cards, key) for key in (line.source, line.target))
            found[line.key] = rounded(obstacles.way(*border_to_border(*boxes)))
    return found


def outline(scene: Scene, frames: Mapping[str, Box], cards: Mapping[str, Box], key: str) -> Box:
    """The frame, or the card with the chips on its borders."""
    return frames.get(key) or blocks.with_chips(scene.cards[key], cards[key])


# --- ends ------------------------------------------------------------------------------------------------


def sides(source: Box, target: Box) -> tuple[Side, Side]:
    """The sides that face each other: above and below where one stands clearly lower, else left and right."""
    below, above = target.y - source.bottom, source.y - target.bottom
    aside = max(target.x - source.right, source.x - target.right)
    if below > 12:
        return "bottom", "top"
    if above > 12 and aside < 3 * above:
        return "top", "bottom"
    return ("right", "left") if target.centre.x >= source.centre.x else ("left", "right")


def border_to_border(source: Box, target: Box) -> tuple[Point, Point]:
    """The shortest; where one holds the other, from its upper border down."""
    if not source.shared_area(target):
        return source.border_towards(target.centre), target.border_towards(source.centre)
    inner, outer = sorted((source, target), key=lambda box: box.width * box.height)
    low, high = Point(inner.centre.x, inner.y), Point(inner.centre.x, outer.y)
    return (low, high) if inner == source else (high, low)


def _ends(scene: Scene, cards: Mapping[str, Box], lines: list[Line]) -> dict[tuple[str, int], _End]:
    """(line key, 0 or 1) -> its start or end. Lines at one side stand apart, in the order of what they join."""
    found: dict[tuple[str, int], _End] = {}
    crowds: dict[tuple[str, Side], list[tuple[float, str, int]]] = {}
    for line in lines:
        joined = cards[line.source], cards[line.target]
        chosen = sides(*joined)
        chip = chip_boxes(scene.cards[line.target], joined[1]).get(line.port) if line.port else None
        if chip and chosen[1] == "top":
            found[line.key, 1] = _end(Point(chip.centre.x, chip.y), "top", 0)
            joined = joined[0], chip
        for index, (key, side) in enumerate(zip((line.source, line.target), chosen, strict=True)):
            if (line.key, index) not in found:
                towards = _facing(joined[index], joined[1 - index], side)
                crowds.setdefault((key, side), []).append((towards, line.key, index))
    for (key, side), crowd in crowds.items():
        places = _places(scene.cards[key], cards[key], side, [towards for towards, _, _ in sorted(crowd)])
        for (_, line_key, index), end in zip(sorted(crowd), places, strict=True):
            found[line_key, index] = end
    return found


def _facing(box: Box, other: Box, side: Side) -> float:
    """Where on its side a box is nearest to the other: the middle of what both share, else the other's middle."""
    if side in ("left", "right"):
        return _middle(box.y, box.bottom, other.y, other.bottom)
    return _middle(box.x, box.right, other.x, other.right)


def _middle(start: float, stop: float, other_start: float, other_stop: float) -> float:
    low, high = max(start, other_start), min(stop, other_stop)
    return (low + high) / 2 if low < high else (other_start + other_stop) / 2


def _end(touch: Point, side: Side, room: float) -> _End:
    dx, dy = _ACROSS[side]
    return _End(touch, Point(touch.x + dx * (room + _STUB), touch.y + dy * (room + _STUB)))


def _places(card: Card, box: Box, side: Side, towards: list[float]) -> Iterator[_End]:
    """An end for each of these lines, which are in the order of where they go."""
    if side in ("left", "right"):
        x = box.x if side == "left" else box.right
        for y in _spread(box.y + 10, box.bottom - 10, towards):
            yield _end(Point(x, y), side, 0)
        return
    chips, room = (card.ports, sizes.CHIP_TOP) if side == "top" else (card.marks, blocks.foot(card))
    rows = in_rows(chips, box.width - 2 * sizes.CARD_PAD)
    widest = max((sum(mark.width + sizes.CHIP_GAP for mark in row) for row in rows), default=0)
    taken = box.x + sizes.CARD_PAD + widest
    left = min(taken, box.right - 40) if chips and side == "top" else box.x
    y = box.y if side == "top" else box.bottom
    right = box.right - 16 - (sizes.BADGE_WIDTH if card.badge and side == "top" else 0)
    for x in _spread(left + 12, max(right, left + 12), towards):
        under = room if chips and side == "bottom" and x < taken else 0
        yield _end(Point(x, y + under), side, room - under if chips else 0)


def _spread(low: float, high: float, towards: list[float]) -> list[float]:
    """Places on this stretch: one alone where it wants to be, more of them evenly apart."""
    if len(towards) == 1 and low <= towards[0] <= high:
        return towards
    return [low + (high - low) * (index + 1) / (len(towards) + 1) for index in range(len(towards))]


def chip_boxes(card: Card, box: Box) -> dict[str, Box]:
    """Port key -> its chip on the card's upper border; "" -> the chip that counts the rest."""
    found: dict[str, Box] = {}
    x = box.x + sizes.CARD_PAD
    for mark in card.ports:
        found[mark.key] = Box(x, box.y - sizes.CHIP_TOP, mark.width, sizes.CHIP_HEIGHT)
        x += mark.width + sizes.CHIP_GAP
    return found


# --- ways ------------------------------------------------------------------------------------------------


def _obstacles(scene: Scene, frames: Mapping[str, Box], cards: Mapping[str, Box]) -> Obstacles:
    hard = (blocks.with_chips(scene.cards[key], box).grown(_CLEAR) for key, box in cards.items())
    soft = (words for key, box in frames.items() for words in header_words(scene.frames[key], box))
    return Obstacles(hard, soft)


def header_words(frame: Frame, box: Box) -> Iterator[Box]:
    """What is written in the header of a frame: its label at the left, its facts and chips at the right."""
    right = sum(mark.width + sizes.CHIP_GAP for mark in frame.marks) + (
        sizes.BADGE_WIDTH if frame.badge else 0
    )
    right += text.width(frame.meta, sizes.META, mono=True) + (26 if frame.marks and frame.meta else 14)
    left = min(34 + text.width(frame.label, sizes.ZONE_LABEL, bold=True), box.width - right - 16)
    yield Box(box.x + 8, box.y + 8, left - 8, 17)
    yield Box(box.right - right, box.y + 8, right - 10, 17)


def rounded(corners: list[Point]) -> Curve:
    """Straight from corner to corner, with the corners cut round."""
    points = [corners[0]]
    here = corners[0]
    for corner, after in pairwise(corners[1:]):
        before, behind = _towards(corner, here, 0.5), _towards(corner, after, 0.5)
        points += [*_thirds(points[-1], before), before, _part(before, corner), _part(behind, corner), behind]
        here = corner
    return Curve((*points, *_thirds(points[-1], corners[-1]), corners[-1]))


def _towards(corner: Point, other: Point, most: float) -> Point:
    """The point where rounding begins: a radius from the corner, at most this part of the way to the other."""
    length = hypot(other.x - corner.x, other.y - corner.y)
    part = min(_ROUND / length, most) if length else 0
    return Point(corner.x + (other.x - corner.x) * part, corner.y + (other.y - corner.y) * part)


def _part(start: Point, end: Point) -> Point:
    return Point(start.x + (end.x - start.x) * 0.6, start.y + (end.y - start.y) * 0.6)


def _thirds(a: Point, b: Point) -> tuple[Point, Point]:
    return (
        Point(a.x + (b.x - a.x) / 3, a.y + (b.y - a.y) / 3),
        Point(a.x + (b.x - a.x) * 2 / 3, a.y + (b.y - a.y) * 2 / 3),
    )
