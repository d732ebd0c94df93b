"""Where everything of a scene stands. dot arranges it; where dot fails or would take too long, boxes are packed."""

from collections.abc import Mapping
from dataclasses import dataclass

from topologies.graph import Placement
from topologies.rendering import dot_layout, packing
from topologies.rendering.geometry import Box, Curve
from topologies.rendering.graphviz_process import DotError
from topologies.rendering.scene import Scene

DOT_LIMIT = 1500  # cards; dot takes about two seconds for so many


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
    try:
        return Layout(*dot_layout.arrange(scene))
    except DotError:
        return Layout(*packing.pack(scene, {}), {})
