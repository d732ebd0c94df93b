"""What a picture says on top of a topology: the way of a flow, and what a failure leaves.

Nothing is told by colour alone: stations of a way are numbered, a blocked one is dashed and crossed, and what a failure
touches bears a word. Classes and looks: docs/diagram-style.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from topologies.rendering import sizes, text
from topologies.rendering.geometry import Box, Curve, Point, straight
from topologies.rendering.markup import Scalar, Tag, number, tag
from topologies.rendering.palette import Palette
from topologies.rendering.scene import Line

State = Literal["lost", "cut", "less", "promoted"]
Arrival = Literal["allowed", "blocked", "unknown"]
_FADED = "0.3"
_WAY = {"allowed": ("accent", None), "blocked": ("critical", "6 5"), "unknown": ("unknown", "2 4")}
_PILL = {"lost": "critical", "cut": "high", "less": "medium", "promoted": "good"}
_MONO = "ui-monospace, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace"


@dataclass(frozen=True, slots=True)
class Touched:
    """What a failure does to one element: its state, and the words that the picture says it with."""

    key: str
    state: State
    words: str


@dataclass(frozen=True, slots=True)
class Overlay:
    """`stations` are the keys that a flow passes, first to last (the first may be outside the picture); `arrival` is
    what becomes of its last stretch. `touched` is what a failure does."""

    stations: tuple[str, ...] = ()
    arrival: Arrival = "allowed"
    touched: tuple[Touched, ...] = ()

    @property
    def classes(self) -> Mapping[str, str]:
        """Key -> the class of an element that the overlay speaks of."""
        return dict.fromkeys(self.stations, "is-on-path") | {
            one.key: f"is-{one.state}" for one in self.touched
        }

    def __bool__(self) -> bool:
        return bool(self.stations or self.touched)


NOTHING = Overlay()


def marked(drawn: Tag, overlay: Overlay, *ends: str) -> Tag:
    """A card, frame or line with the class of its state; faded where the overlay speaks of something else.

    `ends` are the keys that a line joins: it is as lost as the more lost of them.
    """
    if not overlay:
        return drawn
    given = dict(drawn.attributes)
    found = _class(overlay, given.get("data-key", ""), ends)
    given["class"] = f"{given['class']} {found}".strip()
    faded = {"opacity": _FADED} if found in ("is-lost", "is-cut", "is-off-path") else {}
    return replace(drawn, attributes=(*given.items(), *faded.items()))


def _class(overlay: Overlay, key: str, ends: tuple[str, ...]) -> str:
    classes, stretches = overlay.classes, set(pairwise(overlay.stations))
    if ends and overlay.touched:
        around = {classes.get(end, "") for end in ends}
        return next((name for name in ("is-lost", "is-cut") if name in around), "")
    passed = ends in stretches or ends[::-1] in stretches
    if overlay.stations and not passed and key not in classes:
        return "is-off-path"
    return "is-on-path" if passed else classes.get(key, "")


def layer(
    overlay: Overlay,
    boxes: Mapping[str, Box],
    curves: Mapping[str, Curve],
    lines: tuple[Line, ...],
    colours: Palette,
) -> Iterator[Tag]:
    """The way, its numbers, and the words on what a failure touches, to be drawn above everything."""
    ways = {(line.source, line.target): curves[line.key] for line in lines if line.key in curves}
    stretches = list(pairwise(overlay.stations))
    for place, (start, end) in enumerate(stretches, 1):
        arrival = overlay.arrival if place == len(stretches) else "allowed"
        curve = _curve(start, end, boxes, ways)
        if curve:
            yield _way(curve, arrival, colours)
    for place, key in enumerate(overlay.stations, 1):
        if key in boxes:
            yield _disc(place, boxes[key], colours)
    for one in overlay.touched:
        if one.key in boxes:
            yield _pill(one, boxes[one.key], colours)


def _curve(
    start: str, end: str, boxes: Mapping[str, Box], ways: Mapping[tuple[str, str], Curve]
) -> Curve | None:
    """Along the line that is drawn between the two, else straight; from outside the picture where one is not in it."""
    if (start, end) in ways:
        return ways[start, end]
    if (end, start) in ways:
        return ways[end, start].reversed()
    if end not in boxes:
        return None
    target = boxes[end]
    if start not in boxes:
        corner = Point(target.x - sizes.MARGIN, target.y - sizes.MARGIN)
        return straight(corner, Point(target.x, target.y))
    return straight(boxes[start].border_towards(target.centre), target.border_towards(boxes[start].centre))


def _way(curve: Curve, arrival: Arrival, colours: Palette) -> Tag:
    colour, dash = _WAY[arrival]
    first, *rest = (f"{number(point.x)} {number(point.y)}" for point in curve.points)
    path: dict[str, Scalar] = {
        "d": f"M{first}C{' '.join(rest)}",
        "fill": "none",
        "stroke": colours[colour],
        "stroke-width": 4,
        "stroke-linecap": "round",
        "stroke-dasharray": dash,
    }
    stop = [] if arrival == "allowed" else [_stop(curve.at(0.5), arrival, colours)]
    return tag("g", {"class": f"way way-{arrival}"}, tag("path", path), *stop)


def _stop(middle: Point, arrival: Arrival, colours: Palette) -> Tag:
    sign, title = ("✕", "blocked") if arrival == "blocked" else ("?", "not known")
    return _sign("way-stop", middle, sign, title, colours[_WAY[arrival][0]], colours["on-severity"])


def _disc(place: int, box: Box, colours: Palette) -> Tag:
    at = Point(box.x, box.y + min(box.height, sizes.CARD_HEIGHT) / 2)
    return _sign("station", at, str(place), f"station {place}", colours["accent"], colours["on-accent"])


def _sign(name: str, at: Point, sign: str, title: str, fill: str, ink: str) -> Tag:
    words: dict[str, Scalar] = {
        "x": at.x,
        "y": at.y + 4,
        "text-anchor": "middle",
        "font-size": 12,
        "font-weight": 700,
        "font-family": _MONO,
        "fill": ink,
    }
    disc: dict[str, Scalar] = {"cx": at.x, "cy": at.y, "r": 11, "fill": fill}
    return tag("g", {"class": name}, tag("title", {}, title), tag("circle", disc), tag("text", words, sign))


def _pill(one: Touched, box: Box, colours: Palette) -> Tag:
    shown = text.fit(one.words, 160, sizes.META, mono=True)
    width = text.width(shown, sizes.META, mono=True) + 14
    at = Point(box.right - width + 6, box.bottom - 10)
    outline: dict[str, Scalar] = {
        "x": at.x,
        "y": at.y,
        "width": width,
        "height": 18,
        "rx": 3,
        "fill": colours[_PILL[one.state]],
    }
    words: dict[str, Scalar] = {
        "x": at.x + width / 2,
        "y": at.y + 13,
        "text-anchor": "middle",
        "font-size": sizes.META,
        "font-weight": 700,
        "font-family": _MONO,
        "fill": colours["on-severity"],
    }
    title = tag("title", {}, one.words)
    return tag(
        "g", {"class": f"touched touched-{one.state}"}, title, tag("rect", outline), tag("text", words, shown)
    )
