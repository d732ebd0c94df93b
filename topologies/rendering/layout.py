"""Where everything of a scene stands. dot arranges it; where dot fails or would take too long, boxes are packed."""

from collections.abc import Mapping
from dataclasses import dataclass

from topologies.graph import Placement
from topologies.rendering import compound, dot_layout, packing
from topologies.rendering.geometry import Box, Curve, around
from topologies.rendering.graphviz_process import DotError
from topologies.rendering.scene import Scene

DOT_LIMIT = 1500  # cards; dot takes about two seconds for so many
_NEW_RANK_LIMIT = 200  # cards; beyond, dot's other way to rank is slow
_LONG, _LEAN = 5000, 5  # a picture this many pixels long and this many times longer than high is no picture


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes by zone and node key; curves by line key, for those lines that the layout has routed."""

    frames: Mapping[str, Box]
    cards: Mapping[str, Box]
    curves: Mapping[str, Curve]


def lay_out(scene: Scene, placements: Mapping[str, Placement]) -> Layout:
    """The layout of a scene: as somebody arranged it, else as dot does, else packed. Never fails."""
    placed = {key: row for key, row in placements.items() if key in scene.cards or key in scene.frames}
    if placed or not scene.cards or len(scene.cards) > DOT_LIMIT:
        return Layout(*packing.pack(scene, placed), {})
    import os
    if os.environ.get("MODE") == "c":
        return Layout(*compound.arrange(scene, int(os.environ.get("WRAP", "4"))), {})
    if os.environ.get("MODE") == "d":
        a=_by_dot(scene, False); return Layout(a.frames,a.cards,{})
    found = (_by_dot(scene, new_rank) for new_rank in (False, True))
    return next((layout for layout in found if layout), None) or Layout(*packing.pack(scene, {}), {})


def _by_dot(scene: Scene, new_rank: bool) -> Layout | None:
    """What dot makes of it, unless it fails or draws all clusters beside each other in one endless row."""
    if new_rank and len(scene.cards) > _NEW_RANK_LIMIT:
        return None
    try:
        layout = Layout(*dot_layout.arrange(scene, new_rank))
    except DotError:
        return None
    outline = around([*layout.frames.values(), *layout.cards.values()])
    long, short = max(outline.width, outline.height), min(outline.width, outline.height)
    return None if long > _LONG and long > _LEAN * short else layout
