"""The project's icons as SVG symbols. Only files of static/icons/ are read, and only plain shapes kept."""

from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from topologies.rendering.markup import Tag, tag

STROKES = {
    "fill": "none",
    "stroke": "currentColor",
    "stroke-width": "1.5",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
}
_FOLDER = Path(__file__).parents[2] / "static" / "icons"
_SHAPES = frozenset({"g", "path", "circle", "ellipse", "line", "polyline", "polygon", "rect"})
_ATTRIBUTES = frozenset(
    [
        "d",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "width",
        "height",
        "points",
        "fill",
        "stroke",
        "stroke-width",
        "stroke-dasharray",
    ]
)


@cache
def available() -> frozenset[str]:
    return frozenset(path.stem for path in _FOLDER.glob("*.svg"))


def choose(*names: str) -> str:
    """The first of these icons that exists, or an empty string."""
    return next((name for name in names if name in available()), "")


@cache
def shapes(name: str) -> tuple[Tag, ...]:
    """What the icon draws in a field of 24 by 24, without colours of its own."""
    root = ElementTree.parse(_FOLDER / f"{name}.svg").getroot()  # noqa: S314 -- the project's own file
    return tuple(_copied(child) for child in root if _name(child) in _SHAPES)


def _copied(element: ElementTree.Element) -> Tag:
    kept = {key: value for key, value in element.attrib.items() if key in _ATTRIBUTES}
    children = (_copied(child) for child in element if _name(child) in _SHAPES)
    return tag(_name(element), kept, *children)


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
