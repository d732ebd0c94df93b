"""A scene with the places of all its parts: all that is needed to write it down."""

from collections.abc import Mapping
from dataclasses import dataclass

from topologies.rendering.geometry import Box, Curve
from topologies.rendering.legend import Legend
from topologies.rendering.overlays import NOTHING, Overlay
from topologies.rendering.palette import Theme
from topologies.rendering.scene import Scene


@dataclass(frozen=True, slots=True)
class Placed:
    """A scene, where each frame, card, line and label stands, the size of the whole, its theme, and what is
    said on top of it."""

    scene: Scene
    frames: Mapping[str, Box]
    cards: Mapping[str, Box]
    curves: Mapping[str, Curve]
    labels: Mapping[str, Box]
    legend: Legend
    size: Box
    theme: Theme
    overlay: Overlay = NOTHING
