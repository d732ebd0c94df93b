"""The key under a drawing: what its lines and colours mean, as far as they occur in it."""

from dataclasses import dataclass

from topologies.rendering import sizes, text
from topologies.rendering.geometry import Box, Point
from topologies.rendering.scene import Mark, Scene

_ROW = 22.0
_SAMPLE = 34.0


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: a sample of a line (`colour`, `dash`) or of a security group (`mark`), and what it means."""

    box: Box
    words: str
    classes: str = ""
    colour: str = ""
    dash: str = ""
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Legend:
    items: tuple[Item, ...]


_WORDS = (
    ("link link-traffic link-encrypted", "encrypted traffic"),
    ("link link-traffic", "traffic, encryption not stated or none"),
    ("link link-dns", "DNS, control, telemetry or deployment"),
    ("replication", "replication"),
    ("link peering", "peering"),
    ("link route", "route"),
)


def legend(scene: Scene, corner: Point, width: float, thumbnail: bool) -> Legend:
    """The entries in rows from this corner, no wider than the drawing."""
    if thumbnail:
        return Legend(())
    entries = [*_line_entries(scene), *((mark.title, "", "", "", mark) for mark in scene.groups)]
    items: list[Item] = []
    x, y = corner.x, corner.y
    for words, classes, colour, dash, mark in entries:
        shown = text.fit(words, 260, sizes.KIND)
        needed = _SAMPLE + text.width(shown, sizes.KIND) + 24
        if x > corner.x and x + needed > max(width, 600):
            x, y = corner.x, y + _ROW
        items.append(Item(Box(x, y, needed - 16, 16), shown, classes, colour, dash, mark))
        x += needed
    return Legend(tuple(items))


def _line_entries(scene: Scene) -> list[tuple[str, str, str, str, Mark | None]]:
    found: dict[str, tuple[str, str, str, str, Mark | None]] = {}
    for line in scene.lines:
        words = _meaning(line.classes)
        found.setdefault(words, (words, line.classes, line.colour, line.dash, None))
    return [found[words] for _, words in _WORDS if words in found]


def _meaning(classes: str) -> str:
    exact = dict(_WORDS)
    return exact.get(classes, "DNS, control, telemetry or deployment")
