"""Curves for the lines that no layout has routed: from border to border, and into the port's chip from above."""

from collections.abc import Mapping

from topologies.rendering.geometry import Box, Curve, Point, straight
from topologies.rendering.layout import WIRED, Layout
from topologies.rendering.scene import Line, Scene
from topologies.rendering.wiring import border_to_border, chip_boxes, outline, wire

_BEND = 32.0


def routed(scene: Scene, layout: Layout) -> dict[str, Curve]:
    """A curve for every line of the scene, by key."""
    wired = {**_wired(scene, layout), **layout.curves}
    return {line.key: wired.get(line.key) or _route(scene, layout, line) for line in scene.lines}


def _wired(scene: Scene, layout: Layout) -> Mapping[str, Curve]:
    """The lines led around cards, unless there are too many."""
    if max(len(scene.lines), len(layout.cards)) > WIRED:
        return {}
    lines = [line for line in scene.lines if line.key not in layout.curves]
    return wire(scene, layout.frames, layout.cards, lines)


def _route(scene: Scene, layout: Layout, line: Line) -> Curve:
    source, target = (outline(scene, layout.frames, layout.cards, key) for key in (line.source, line.target))
    if not (line.source in scene.cards and line.target in scene.cards):
        return straight(*border_to_border(source, target))
    card = scene.cards[line.target]
    chip = chip_boxes(card, layout.cards[line.target]).get(line.port) if line.port else None
    return _between_cards(source, target, chip)


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
