"""Zones, nodes and what hangs on their borders, as SVG."""

from collections.abc import Iterable, Iterator

from topologies.rendering import sizes, text
from topologies.rendering.geometry import Box
from topologies.rendering.marks import in_rows
from topologies.rendering.markup import Scalar, Tag, number, tag
from topologies.rendering.palette import Palette
from topologies.rendering.scene import Badge, Card, Frame, Mark
from topologies.rendering.wiring import chip_boxes

MONO = "ui-monospace, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace"
_DASHED_FRAMES = {"account": "6 4", "group": "6 4"}


def frame(row: Frame, box: Box, colours: Palette) -> Tag:
    outline = _rectangle("frame", box, 5, colours[f"zone-{row.family}"], colours[f"zone-{row.family}-frame"])
    dashed = {**outline, "stroke-dasharray": _DASHED_FRAMES.get(row.family)}
    end = box.right - 12 - (sizes.BADGE_WIDTH if row.badge else 0)
    marks = sum(mark.width + sizes.CHIP_GAP for mark in row.marks)
    words = _beside(row, end - marks - 54 - box.x)
    meta = text.width(words, sizes.META, mono=True)
    room = end - meta - 12 - marks - (box.x + 32)
    label = text.fit(row.label, max(room, 24), sizes.ZONE_LABEL, bold=True)
    return tag(
        "g",
        {"id": f"el-{row.key}", "class": row.classes, "data-key": row.key},
        tag("title", {}, row.title),
        tag("rect", dashed),
        *_icon(row.icon, box.x + 10, box.y + 8, 16, colours),
        _words(
            label,
            box.x + 32,
            box.y + 20,
            sizes.ZONE_LABEL,
            colours["ink-soft"],
            "zone-label",
            font_weight="600",
        ),
        *_meta(words, end, box.y + 20, colours),
        *_header_marks(row, end - meta - (10 if words else 0), box.y + 9, colours),
        *_badge(row.badge, box.right - sizes.BADGE_WIDTH - 8, box.y + 7, colours),
    )


def _beside(row: Frame, room: float) -> str:
    """What stands beside the name of a frame: nothing where the name needs the room."""
    name = text.width(text.one_line(row.label), sizes.ZONE_LABEL, bold=True)
    return row.meta if name + text.width(row.meta, sizes.META, mono=True) <= room else ""


def card(row: Card, box: Box, colours: Palette) -> Tag:
    body = _rectangle("body", box, 4, colours["sheet"], colours["rule-strong"])
    room = box.width - sizes.CARD_TEXT - sizes.CARD_PAD + 4
    x = box.x + sizes.CARD_TEXT
    label = text.fit(row.label, room, sizes.LABEL, bold=True)
    return tag(
        "g",
        {"id": f"el-{row.key}", "class": row.classes, "data-key": row.key},
        tag("title", {}, row.title),
        tag("rect", {**body, "stroke-dasharray": "4 3" if row.optional else None}),
        *_slot(row, box, colours),
        *_icon(row.icon, box.x + sizes.CARD_PAD, box.y + 16, 24, colours),
        _words(label, x, box.y + 25, sizes.LABEL, colours["ink"], "node-label", font_weight="600"),
        _words(
            text.fit(row.kind, room, sizes.KIND), x, box.y + 41, sizes.KIND, colours["ink-faint"], "node-kind"
        ),
        *_ports(row, box, colours),
        *_card_groups(row, box, colours),
        *_badge(row.badge, box.right - sizes.BADGE_WIDTH + 8, box.y - 9, colours),
    )


def _rectangle(name: str, box: Box, radius: float, fill: str, stroke: str) -> dict[str, Scalar]:
    return {
        "class": name,
        "x": box.x,
        "y": box.y,
        "width": box.width,
        "height": box.height,
        "rx": radius,
        "fill": fill,
        "stroke": stroke,
    }


def _words(words: str, x: float, y: float, size: float, fill: str, name: str = "", **more: Scalar) -> Tag:
    """One line of text; `more` are further attributes, with _ for -."""
    place: dict[str, Scalar] = {"class": name or None, "x": x, "y": y, "font-size": size, "fill": fill}
    return tag("text", place | {key.replace("_", "-"): value for key, value in more.items()}, words)


def _icon(name: str, x: float, y: float, size: float, colours: Palette) -> Iterator[Tag]:
    if name:
        place = f"translate({number(x)} {number(y)}) scale({size / 24:.4f})"
        look: dict[str, Scalar] = {"class": "icon", "transform": place, "color": colours["ink-soft"]}
        yield tag("use", {**look, "href": f"#icon-{name}"})


def _meta(words: str, end: float, y: float, colours: Palette) -> Iterator[Tag]:
    if words:
        yield _words(
            words, end, y, sizes.META, colours["ink-faint"], "zone-meta", text_anchor="end", font_family=MONO
        )


def _header_marks(row: Frame, end: float, y: float, colours: Palette) -> Iterator[Tag]:
    width = sum(mark.width + sizes.CHIP_GAP for mark in row.marks)
    yield from _groups(row.marks, end - width, y, colours)


def _slot(row: Card, box: Box, colours: Palette) -> Iterator[Tag]:
    """A stripe at the left edge for the blue or green slot; its name stands among the words."""
    colour = "group-7" if "slot-blue" in row.classes else "group-4" if "slot-green" in row.classes else ""
    if colour:
        stripe = Box(box.x + 3, box.y + 6, 3, box.height - 12)
        yield tag("rect", _rectangle("slot", stripe, 1.5, colours[colour], "none"))


def _ports(row: Card, box: Box, colours: Palette) -> Iterator[Tag]:
    boxes = chip_boxes(row, box)
    for mark in row.ports:
        yield _port(mark, boxes[mark.key], colours)


def _port(mark: Mark, box: Box, colours: Palette) -> Tag:
    public = "port-public" in mark.look
    ink, paper = (colours["sheet"], colours["ink"]) if public else (colours["ink"], colours["sheet"])
    outline = _rectangle("", box, 2, paper, colours["ink"] if public else colours["ink-faint"])
    outline |= {"class": None, "stroke-dasharray": "2 2" if mark.hollow else None}
    lock = sizes.LOCK_WIDTH if mark.tls else 0
    middle = box.x + lock + (box.width - lock) / 2
    return tag(
        "g",
        {"class": mark.look, "id": f"el-{mark.key}" if mark.key else None, "data-key": mark.key or None},
        tag("title", {}, mark.title),
        tag("rect", outline),
        *_lock(mark, box, ink),
        _words(mark.text, middle, box.y + 11.5, sizes.PORT, ink, text_anchor="middle", font_family=MONO),
    )


def _lock(mark: Mark, box: Box, ink: str) -> Iterator[Tag]:
    if mark.tls:
        x, y = box.x + 5, box.y + 4
        shackle = f"M{x + 1.5:.2f} {y + 3.5:.2f}v-1.2a2 2 0 0 1 4 0v1.2"
        yield tag("path", {"class": "lock", "d": shackle, "fill": "none", "stroke": ink, "stroke-width": 1.1})
        yield tag("path", {"class": "lock", "d": f"M{x:.2f} {y + 3.5:.2f}h7v4.5h-7z", "fill": ink})


def _card_groups(row: Card, box: Box, colours: Palette) -> Iterator[Tag]:
    y = box.bottom - sizes.CHIP_FOOT
    for marks in in_rows(row.marks, box.width - 2 * sizes.CARD_PAD):
        yield from _groups(marks, box.x + sizes.CARD_PAD, y, colours)
        y += sizes.GROUP_STEP


def _groups(marks: Iterable[Mark], x: float, y: float, colours: Palette) -> Iterator[Tag]:
    for mark in marks:
        yield group(mark, Box(x, y, mark.width, sizes.GROUP_HEIGHT), colours)
        x += mark.width + sizes.CHIP_GAP


def group(mark: Mark, box: Box, colours: Palette) -> Tag:
    outline = _rectangle("", box, 2, colours["sheet"], colours["rule-strong"]) | {"class": None}
    swatch = Box(box.x + 4, box.y + 4, 6, 6)
    shown = (
        [tag("rect", _rectangle("swatch", swatch, 0, colours[f"group-{mark.number}"], "none"))]
        if mark.number
        else []
    )
    left = 14 if mark.number else 4
    words = _words(mark.text, box.x + left, box.y + 10.5, sizes.GROUP, colours["ink-soft"], font_family=MONO)
    name = f"group-chip group-{mark.number}" if mark.number else mark.look
    return tag("g", {"class": name}, tag("title", {}, mark.title), tag("rect", outline), *shown, words)


def _badge(badge: Badge | None, x: float, y: float, colours: Palette) -> Iterator[Tag]:
    if badge:
        yield badge_tag(badge, x, y, colours)


def badge_tag(badge: Badge, x: float, y: float, colours: Palette) -> Tag:
    """The worst severity's initial and the number of findings: readable without seeing colours."""
    letter = "?" if badge.severity == "unknown" else badge.severity[0].upper()
    words = f"{letter}{badge.count if badge.count < 100 else '99'}"
    box = Box(x, y, sizes.BADGE_WIDTH, 18)
    outline = _rectangle("", box, 9, colours[badge.severity], colours["sheet"]) | {
        "class": None,
        "stroke-width": 1.5,
    }
    ink = colours["on-severity"]
    return tag(
        "g",
        {"class": f"finding-badge severity-{badge.severity}"},
        tag("title", {}, badge.title),
        tag("rect", outline),
        _words(
            words,
            box.centre.x,
            y + 13,
            sizes.META,
            ink,
            font_weight="700",
            text_anchor="middle",
            font_family=MONO,
        ),
    )
