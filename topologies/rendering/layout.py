"""Where everything of a scene stands.

A small scene is laid out in several ways, and the one that is easiest to read wins. A large one is left to dot;
where dot fails or would take too long, boxes are packed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import hypot

from topologies.graph import Placement
from topologies.rendering import compound, dot_layout, packing
from topologies.rendering.geometry import Box, Curve, Point, around
from topologies.rendering.graphviz_process import DotError
from topologies.rendering.scene import Scene

WIRED = 120  # cards or lines; beyond, leading lines around all cards takes too long
DOT_LIMIT = (
    300  # cards; dot takes two to three seconds for so many, and three times that for three times as many
)
_NEW_RANK_LIMIT = 200  # cards; beyond, dot's other way to rank is slow
_SHAPES = (2.0, 4.0, 8.0)  # of the rows in a zone
_LONG, _LEAN = 5000, 5  # a picture this many pixels long and this many times longer than high is no picture


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes by zone and node key; curves by line key, for those lines that the layout has routed."""

    frames: Mapping[str, Box]
    cards: Mapping[str, Box]
    curves: Mapping[str, Curve]


def lay_out(scene: Scene, placements: Mapping[str, Placement], *, soon: bool = False) -> Layout:
    """The layout of a scene: as somebody arranged it, else the best of several, else packed. Never fails.

    `soon`: a scene that is not small is packed at once.
    """
    placed = {key: row for key, row in placements.items() if key in scene.cards or key in scene.frames}
    small = max(len(scene.cards), len(scene.lines)) <= WIRED
    if placed or not scene.cards or len(scene.cards) > DOT_LIMIT or (soon and not small):
        return Layout(*packing.pack(scene, placed), {})
    found = [layout for layout in (_by_zones(scene) if small else _by_dot(scene)) if layout]
    best = min(found, key=lambda layout: _cost(scene, layout), default=None)
    return best or Layout(*packing.pack(scene, {}), {})


def _by_zones(scene: Scene) -> Iterator[Layout | None]:
    """Zone by zone in several shapes, and all at once, the lines to be led by us."""
    for shape in _SHAPES:
        try:
            yield Layout(*compound.arrange(scene, shape), {})
        except DotError:
            yield None
    for whole in _by_dot(scene):
        yield Layout(whole.frames, whole.cards, {})


def _by_dot(scene: Scene) -> Iterator[Layout]:
    """All at once by dot, with its lines, unless it fails or draws all clusters in one endless row."""
    for new_rank in (False, True):
        if new_rank and len(scene.cards) > _NEW_RANK_LIMIT:
            return
        try:
            layout = Layout(*dot_layout.arrange(scene, new_rank))
        except DotError:
            continue
        outline = _outline(layout)
        long, short = max(outline.width, outline.height), min(outline.width, outline.height)
        if long <= _LONG or long <= _LEAN * short:
            yield layout
            return


def _cost(scene: Scene, layout: Layout) -> float:
    """How small the picture gets on a page, and how far its lines run. The less the better."""
    outline = _outline(layout)
    boxes = {**layout.frames, **layout.cards}
    lengths = [_distance(boxes[line.source].centre, boxes[line.target].centre) for line in scene.lines]
    return compound.need(outline) + sum(lengths) / max(len(lengths), 1)


def _outline(layout: Layout) -> Box:
    return around([*layout.frames.values(), *layout.cards.values()])


def _distance(a: Point, b: Point) -> float:
    return hypot(b.x - a.x, b.y - a.y)
