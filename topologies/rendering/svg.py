"""Writes a drawing as SVG, layer upon layer: paper, zones, lines, nodes, words of lines, overlay, legend.

Presentation attributes carry the colours of the theme, so a file stands alone; classes let a page's style
sheet replace them. Zones, nodes and lines have `id="el-<key>"` and `data-key`.
"""

from collections.abc import Iterable, Iterator

from topologies.rendering import icons, overlays
from topologies.rendering.markup import Scalar, Tag, tag, write
from topologies.rendering.overlays import marked
from topologies.rendering.palette import Palette, palette
from topologies.rendering.placed import Placed
from topologies.rendering.scene import Card, Frame
from topologies.rendering.svg_cards import card, frame
from topologies.rendering.svg_lines import label, legend_item, line

# Those whose letters are as wide as Arimo's, by which every text was measured (text.py), before any other.
FONT = "Arimo, Arial, 'Liberation Sans', Helvetica, sans-serif"


def document(drawing: Placed) -> str:
    colours = palette(drawing.theme)
    scene, size = drawing.scene, drawing.size
    attributes: dict[str, Scalar] = {
        "class": "drawing",
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {size.width:.0f} {size.height:.0f}",
        "width": f"{size.width:.0f}",
        "height": f"{size.height:.0f}",
        "font-family": FONT,
        "role": "img",
        "aria-label": scene.title,
    }
    paper: dict[str, Scalar] = {
        "class": "paper",
        "width": size.width,
        "height": size.height,
        "fill": colours["sheet"],
    }
    return write(
        tag(
            "svg",
            attributes,
            tag("title", {}, scene.title),
            tag("desc", {}, scene.description),
            tag("defs", {}, *symbols((*scene.cards.values(), *scene.frames.values()))),
            tag("rect", paper),
            *_layers(drawing, colours),
        )
    )


def _layers(drawing: Placed, colours: Palette) -> Iterator[Tag]:
    scene, overlay = drawing.scene, drawing.overlay
    outermost_first = sorted(drawing.frames, key=lambda key: (depth(drawing, key), key))
    yield _layer("zones", (_zone(drawing, key, colours) for key in outermost_first))
    lines = ((row, line(row, drawing.curves[row.key], colours)) for row in scene.lines)
    yield _layer("links", (marked(drawn, overlay, row.source, row.target) for row, drawn in lines))
    cards = (card(row, drawing.cards[key], colours) for key, row in scene.cards.items())
    yield _layer("nodes", (marked(drawn, overlay) for drawn in cards))
    labelled = [row for row in scene.lines if row.key in drawing.labels]
    words = ((row, label(row, drawing.labels[row.key], colours)) for row in labelled)
    yield _layer("link-labels", (marked(drawn, overlay, row.source, row.target) for row, drawn in words))
    if overlay:
        boxes = {**drawing.frames, **drawing.cards}
        yield _layer("overlay", overlays.layer(overlay, boxes, drawing.curves, scene.lines, colours))
    if drawing.legend.items:
        yield _layer("legend", (legend_item(item, colours) for item in drawing.legend.items))


def _zone(drawing: Placed, key: str, colours: Palette) -> Tag:
    """Frames fade with a failure, never beside a way: it crosses them."""
    drawn = frame(drawing.scene.frames[key], drawing.frames[key], colours)
    return marked(drawn, drawing.overlay) if drawing.overlay.touched else drawn


def _layer(name: str, tags: Iterator[Tag]) -> Tag:
    return tag("g", {"class": name}, *tags)


def depth(drawing: Placed, key: str) -> int:
    """How many frames are around this one."""
    found = 0
    while key := drawing.scene.frames[key].parent:
        found += 1
    return found


def symbols(parts: Iterable[Card | Frame]) -> Iterator[Tag]:
    """The icons of these parts, each once, for the parts to use."""
    for name in sorted({part.icon for part in parts if part.icon}):
        yield tag("g", {"id": f"icon-{name}", **icons.STROKES}, *icons.shapes(name))
