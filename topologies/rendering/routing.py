"""Curves for the lines that no layout has routed: from border to border, and into the port's chip from above."""

from collections.abc import Mapping

from topologies.rendering import blocks
from topologies.rendering.geometry import Box, Curve, Point, straight
from topologies.rendering.layout import WIRED, Layout
from topologies.rendering.scene import Line, Scene
from topologies.rendering.wiring import chip_boxes, wire

_BEND = 32.0


def routed(scene: Scene, layout: Layout) -> dict[str, Curve]:
    """A curve for every line of the scene, by key."""
    wired = layout.curves or _wired(scene, layout)
    return {line.key: wired.get(line.key) or _route(scene, layout, line) for line in scene.lines}


def _wired(scene: Scene, layout: Layout) -> Mapping[str, Curve]:
    """The lines between cards led around everything, unless there are too many."""
    lines = [line for line in scene.lines if {line.source, line.target} <= layout.cards.keys()]
    if max(len(scene.lines), len(layout.cards)) > WIRED:
        return {}
    return wire(scene, layout.frames, layout.cards, lines)


def _route(scene: Scene, layout: Layout, line: Line) -> Curve:
    source, target = _outline(scene, layout, line.source), _outline(scene, layout, line.target)
    if not (line.source in scene.cards and line.target in scene.cards):
        return _between_frames(source, target)
    card = scene.cards[line.target]
    chip = chip_boxes(card, layout.cards[line.target]).get(line.port) if line.port else None
    return _between_cards(source, target, chip)


def _outline(scene: Scene, layout: Layout, key: str) -> Box:
    frame = layout.frames.get(key)
    return frame or blocks.with_chips(scene.cards[key], layout.cards[key])


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
