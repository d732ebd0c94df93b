"""A finished drawing: everything has its place, and it can be written as SVG, PNG or PDF."""

from collections.abc import Iterable, Mapping

from topologies.graph import Graph, Placement, View
from topologies.rendering import raster, sizes, svg
from topologies.rendering.cards import Details
from topologies.rendering.compose import compose
from topologies.rendering.geometry import Box, Curve, Point, around
from topologies.rendering.labels import label_boxes
from topologies.rendering.layout import Layout, lay_out
from topologies.rendering.legend import legend
from topologies.rendering.overlays import NOTHING, Overlay
from topologies.rendering.palette import Theme
from topologies.rendering.placed import Placed
from topologies.rendering.routing import routed
from topologies.rendering.scene import FindingLike, Scene
from topologies.rendering.wiring import chip_boxes


class Drawing(Placed):
    """A placed scene that writes itself. Equal drawings give equal bytes."""

    __slots__ = ()

    def svg(self) -> str:
        """The drawing as one SVG file, without scripts, links or anything that is fetched."""
        return svg.document(self)

    def png(self, scale: float = 2) -> bytes:
        """The drawing as PNG, `scale` pixels for each of its own; smaller where that would be too large."""
        return raster.png(self.svg(), self.size.width, self.size.height, scale)

    def pdf(self) -> bytes:
        """The drawing as one page of PDF in its own size."""
        return raster.pdf(self.svg())


def draw(
    graph: Graph,
    *,
    view: View | None = None,
    findings: Iterable[FindingLike] = (),
    theme: Theme = "light",
    costs: bool = False,
    thumbnail: bool = False,
    overlay: Overlay = NOTHING,
) -> Drawing:
    """The drawing of a graph, or of what a view shows of it.

    A view's placements replace the automatic layout. `thumbnail` leaves out ports, security groups, the words of
    lines and the legend. `overlay` is drawn on top.
    """
    scene = compose(graph, view, findings, Details(costs, thumbnail))
    return placed(scene, view.placements if view else {}, theme=theme, thumbnail=thumbnail, overlay=overlay)


def placed(
    scene: Scene,
    placements: Mapping[str, Placement],
    *,
    theme: Theme = "light",
    thumbnail: bool = False,
    overlay: Overlay = NOTHING,
    soon: bool = False,
) -> Drawing:
    """The drawing of a scene, around what has a placement; `soon` as `lay_out` has it."""
    layout = lay_out(scene, placements, soon=soon)
    return _assembled(scene, _shifted(layout, routed(scene, layout)), theme, thumbnail, overlay)


def _shifted(layout: Layout, curves: Mapping[str, Curve]) -> Layout:
    """The layout with its upper left corner at the margin."""
    points = (_bounds(curve) for curve in curves.values())
    outline = around([*layout.frames.values(), *(box.grown(8) for box in layout.cards.values()), *points])
    dx, dy = sizes.MARGIN - outline.x, sizes.MARGIN - outline.y
    return Layout(
        {key: box.moved(dx, dy) for key, box in layout.frames.items()},
        {key: box.moved(dx, dy) for key, box in layout.cards.items()},
        {key: curve.moved(dx, dy) for key, curve in curves.items()},
    )


def _bounds(curve: Curve) -> Box:
    return around(Box(point.x, point.y, 0, 0) for point in curve.samples(6))


def _assembled(scene: Scene, layout: Layout, theme: Theme, thumbnail: bool, overlay: Overlay) -> Drawing:
    labels = label_boxes(scene.lines, layout.curves, _taken(scene, layout))
    boxes = [*layout.frames.values(), *(box.grown(8) for box in layout.cards.values()), *labels.values()]
    used = around([Box(0, 0, 0, 0), *boxes, *map(_bounds, layout.curves.values())])
    key = legend(scene, Point(sizes.MARGIN, used.bottom + sizes.MARGIN), used.width, thumbnail)
    whole = around([used, *(item.box for item in key.items)])
    size = Box(0, 0, max(whole.right, 240) + sizes.MARGIN, max(whole.bottom, 40) + sizes.MARGIN)
    return Drawing(scene, layout.frames, layout.cards, layout.curves, labels, key, size, theme, overlay)


def _taken(scene: Scene, layout: Layout) -> list[Box]:
    """What the words of lines must not cover: cards with their chips, arrowheads, and the headers of frames."""
    cards = [box.grown(2) for box in layout.cards.values()]
    chips = [chip for key, box in layout.cards.items() for chip in chip_boxes(scene.cards[key], box).values()]
    headers = [Box(box.x, box.y, scene.frames[key].width, 28) for key, box in layout.frames.items()]
    ends = [Box(curve.end.x - 6, curve.end.y - 6, 12, 12) for curve in layout.curves.values()]
    return [*cards, *chips, *headers, *ends]
