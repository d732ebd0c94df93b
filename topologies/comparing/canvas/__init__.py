"""One picture of two states of a topology: what stays stands still, and every item bears one mark.

focus (what is shown) -> union (both states as one scene) -> marks -> svg.
"""

from topologies.comparing.canvas.canvas import Canvas, canvas

__all__ = ["Canvas", "canvas"]
