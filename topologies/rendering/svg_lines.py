"""Lines, their arrowheads and words, and the legend, as SVG."""

from math import cos, sin

from topologies.rendering import sizes
from topologies.rendering.geometry import Box, Curve, Point
from topologies.rendering.legend import Item
from topologies.rendering.markup import Scalar, Tag, number, tag
from topologies.rendering.palette import Palette
from topologies.rendering.scene import Line
from topologies.rendering.svg_cards import MONO, badge_tag

_ARROWS = {"link": "arrow", "link-encrypted": "arrow-encrypted", "replication": "arrow-replication"}


def line(row: Line, curve: Curve, colours: Palette) -> Tag:
    path: dict[str, Scalar] = {
        "d": path_data(curve),
        "fill": "none",
        "stroke": colours[row.colour],
        "stroke-width": 1.5,
        "stroke-dasharray": row.dash or None,
    }
    ends: dict[str, Scalar] = {"data-source": row.source, "data-target": row.target}
    heads = [_head(curve.end, curve.angle(), row.colour, colours)]
    if row.both_ways:
        back = curve.reversed()
        heads.append(_head(back.end, back.angle(), row.colour, colours))
    return tag(
        "g",
        {"id": f"el-{row.key}", "class": row.classes, "data-key": row.key, **ends},
        tag("title", {}, row.title),
        tag("path", path),
        *heads,
    )


def _head(tip: Point, angle: float, colour: str, colours: Palette) -> Tag:
    """An arrowhead of its own rather than a marker, which not every reader of SVG draws."""
    sides = (Point(tip.x - 8 * cos(angle + turn), tip.y - 8 * sin(angle + turn)) for turn in (0.4, -0.4))
    corners = " ".join(f"{number(point.x)},{number(point.y)}" for point in (tip, *sides))
    return tag("polygon", {"class": _ARROWS[colour], "points": corners, "fill": colours[colour]})


def path_data(curve: Curve) -> str:
    first, *rest = (f"{number(point.x)} {number(point.y)}" for point in curve.points)
    return f"M{first}C{' '.join(rest)}"


def label(row: Line, box: Box, colours: Palette) -> Tag:
    badge = [badge_tag(row.badge, box.right - sizes.BADGE_WIDTH, box.y - 1, colours)] if row.badge else []
    words = _label_words(row, box, colours) if row.label else []
    ends: dict[str, Scalar] = {"data-source": row.source, "data-target": row.target}
    return tag(
        "g",
        {"class": f"link-label {row.classes}", "data-key": row.key, **ends},
        tag("title", {}, row.title),
        *words,
        *badge,
    )


def _label_words(row: Line, box: Box, colours: Palette) -> list[Tag]:
    width = box.width - (sizes.BADGE_WIDTH if row.badge else 0)
    paper: dict[str, Scalar] = {"x": box.x, "y": box.y, "width": width, "height": box.height, "rx": 2}
    words: dict[str, Scalar] = {
        "x": box.x + width / 2,
        "y": box.y + 11.5,
        "text-anchor": "middle",
        "font-size": sizes.LINE_LABEL,
        "font-family": MONO,
        "fill": colours[row.colour],
    }
    return [tag("rect", {**paper, "fill": colours["sheet"]}), tag("text", words, row.label)]


def legend_item(item: Item, colours: Palette) -> Tag:
    y = item.box.y
    if item.mark:
        swatch: dict[str, Scalar] = {
            "class": "swatch",
            "x": item.box.x + 10,
            "y": y + 3,
            "width": 10,
            "height": 10,
        }
        sample = tag("rect", {**swatch, "fill": colours[f"group-{item.mark.number}"]})
        name = f"group-chip group-{item.mark.number}"
    else:
        path = {
            "d": f"M{number(item.box.x)} {number(y + 8)}h26",
            "fill": "none",
            "stroke": colours[item.colour],
        }
        look: dict[str, Scalar] = {"stroke-width": 1.5, "stroke-dasharray": item.dash or None}
        head = _head(Point(item.box.x + 28, y + 8), 0, item.colour, colours)
        sample = tag("g", {}, tag("path", {**path, **look}), head)
        name = item.classes
    words: dict[str, Scalar] = {
        "x": item.box.x + 34,
        "y": y + 12,
        "font-size": sizes.KIND,
        "fill": colours["ink-soft"],
    }
    return tag("g", {"class": f"legend-item {name}"}, sample, tag("text", words, item.words))
