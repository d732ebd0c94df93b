"""Curves for the lines that no layout has routed: from border to border, and into the port's chip from above."""

from topologies.rendering import sizes
from topologies.rendering.geometry import Box, Curve, Point, straight
from topologies.rendering.layout import Layout
from topologies.rendering.scene import Card, Line, Scene

_BEND = 32.0


def routed(scene: Scene, layout: Layout) -> dict[str, Curve]:
    """A curve for every line of the scene, by key."""
    return {line.key: layout.curves.get(line.key) or _route(scene, layout, line) for line in scene.lines}


def chip_boxes(card: Card, box: Box) -> dict[str, Box]:
    """Port key -> its chip on the card's upper border; "" -> the chip that counts the rest."""
    found: dict[str, Box] = {}
    x = box.x + sizes.CARD_PAD
    for mark in card.ports:
        found[mark.key] = Box(x, box.y - sizes.CHIP_TOP, mark.width, sizes.CHIP_HEIGHT)
        x += mark.width + sizes.CHIP_GAP
    return found


def _route(scene: Scene, layout: Layout, line: Line) -> Curve:
    source, target = _outline(scene, layout, line.source), _outline(scene, layout, line.target)
    if not (line.source in scene.cards and line.target in scene.cards):
        return _between_frames(source, target)
    card = scene.cards[line.target]
    chip = chip_boxes(card, layout.cards[line.target]).get(line.port) if line.port else None
    return _between_cards(source, target, chip)


def _outline(scene: Scene, layout: Layout, key: str) -> Box:
    if key in layout.frames:
        return layout.frames[key]
    box, card = layout.cards[key], scene.cards[key]
    top = sizes.CHIP_TOP if card.ports else 0
    foot = sizes.CHIP_FOOT if card.marks else 0
    return Box(box.x, box.y - top, box.width, box.height + top + foot)


def _between_cards(source: Box, target: Box, chip: Box | None) -> Curve:
    if target.y - source.bottom > 12:
        end = Point(chip.centre.x, chip.y) if chip else Point(target.centre.x, target.y)
        return _upright(Point(source.centre.x, source.bottom), end, 1)
    if source.y - target.bottom > 12:
        return _upright(Point(source.centre.x, source.y), Point(target.centre.x, target.bottom), -1)
    if target.x >= source.right:
        return _level(Point(source.right, source.centre.y), Point(target.x, target.centre.y), 1)
    return _level(Point(source.x, source.centre.y), Point(target.right, target.centre.y), -1)


def _upright(start: Point, end: Point, way: int) -> Curve:
    bend = max(_BEND, abs(end.y - start.y) / 2) * way
    return Curve((start, Point(start.x, start.y + bend), Point(end.x, end.y - bend), end))


def _level(start: Point, end: Point, way: int) -> Curve:
    bend = max(_BEND, abs(end.x - start.x) / 2) * way
    return Curve((start, Point(start.x + bend, start.y), Point(end.x - bend, end.y), end))


def _between_frames(source: Box, target: Box) -> Curve:
    """Straight, border to border; where one holds the other, from its upper border down."""
    if source.shared_area(target):
        inner, outer = sorted((source, target), key=lambda box: box.width * box.height)
        ends = (Point(inner.centre.x, inner.y), Point(inner.centre.x, outer.y))
        return straight(*(ends if inner == source else ends[::-1]))
    return straight(source.border_towards(target.centre), target.border_towards(source.centre))
