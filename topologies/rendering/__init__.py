"""From a graph to a picture: DOT for the layout, then SVG, PNG or PDF. Pure: knows no Django.

compose (what is shown, measured) -> layout (dot, a view's placements, or packed) -> drawing -> svg, png, pdf.
"""

from topologies.rendering.boxes import boxes
from topologies.rendering.d2 import d2
from topologies.rendering.dot import dot
from topologies.rendering.drawing import Drawing, draw
from topologies.rendering.drawio import drawio
from topologies.rendering.mermaid import mermaid
from topologies.rendering.overlays import Overlay, Touched
from topologies.rendering.raster import TooLargeError

__all__ = [
    "Drawing",
    "Overlay",
    "TooLargeError",
    "Touched",
    "boxes",
    "d2",
    "dot",
    "draw",
    "drawio",
    "mermaid",
]
