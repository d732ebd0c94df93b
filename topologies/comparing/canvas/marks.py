"""The marks of a picture: one for each item, at its anchor, none on top of another where there is room."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from topologies.comparing.canvas.anchors import SHEET, anchor
from topologies.comparing.items import Compared, Item, Kind
from topologies.rendering import Drawing, text
from topologies.rendering.geometry import Box
from topologies.rendering.labels import Occupied
from topologies.rendering.sizes import MARGIN

SIGNS: Mapping[Kind, str] = {"added": "+", "removed": "−", "changed": "~", "moved": "→"}
HEIGHT, GAP, WORDS = 16.0, 3.0, 10.0
_PARTS = (0.5, 0.38, 0.62, 0.28, 0.72, 0.18, 0.82)  # of a line, where its mark may stand

# What an item is called that stands at something else; what stands for itself bears its sign alone.
_SHORT = {
    "topology": "topology",
    "zones": "zone",
    "nodes": "node",
    "ports": "port",
    "security_groups": "group",
    "rules": "rule",
    "attachments": "guard",
    "peerings": "peering",
    "routes": "route",
    "network_acls": "ACL",
    "acl_entries": "entry",
    "links": "link",
    "replications": "copy",
    "views": "view",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of one item: its words, and where it stands. `anchor` is the key that it stands at, "" = the sheet."""

    item: Item
    anchor: str
    words: str
    box: Box


def marks(compared: Compared, drawing: Drawing) -> tuple[Mark, ...]:
    """One mark for each item, in the order of the items."""
    drawn = drawing.frames.keys() | drawing.cards.keys() | drawing.curves.keys()
    at = {item.id: anchor(compared, item, drawn) for item in compared.items}
    placer = _Placer(drawing)
    found = {item.id: placer.mark(item, at[item.id]) for item in _own_first(compared.items, at)}
    return tuple(found[item.id] for item in compared.items)


def _own_first(items: Iterable[Item], at: Mapping[str, str]) -> list[Item]:
    """What stands for itself takes its place before what hangs on it."""
    return sorted(items, key=lambda item: at[item.id] != item.key)


class _Placer:
    """Puts marks beside each other."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._taken = Occupied(())
        self._next: dict[str, tuple[float, float]] = {}

    def mark(self, item: Item, key: str) -> Mark:
        words = _words(item, key)
        width = max(text.width(words, WORDS, mono=True, bold=True) + 8, HEIGHT)
        on_line = key in self._drawing.curves
        box = self._on_line(key, width) if on_line else self._on_border(key, width)
        self._taken.add(box)
        return Mark(item, key, words, box)

    def _on_line(self, key: str, width: float) -> Box:
        curve, label = self._drawing.curves[key], self._drawing.labels.get(key)
        beside = [Box(label.x - width - 1, label.y, width, HEIGHT)] if label else []
        points = [curve.at(part) for part in _PARTS]
        along = [Box(at.x - width / 2, at.y - HEIGHT / 2, width, HEIGHT) for at in points]
        return self._first_free((*beside, *along))

    def _on_border(self, key: str, width: float) -> Box:
        """In rows upwards from the top edge; what is about the whole stands above the drawing."""
        row = self._row(key)
        x, y = self._next.get(key, (row.x, row.y))
        if x > row.x and x + width > row.right:
            x, y = row.x, y - HEIGHT - GAP
        self._next[key] = (x + width + GAP, y)
        return Box(x, y, width, HEIGHT)

    def _row(self, key: str) -> Box:
        """The lowest row of marks at this card, frame or sheet."""
        if key == SHEET:
            return Box(MARGIN, -HEIGHT, max(self._drawing.size.width - 2 * MARGIN, 240), HEIGHT)
        if key in self._drawing.cards:
            card = self._drawing.cards[key]
            return Box(card.x - 6, card.y - 22, card.width + 12, HEIGHT)
        frame = self._drawing.frames[key]
        return Box(frame.x + 8, frame.y - HEIGHT / 2, frame.width - 16, HEIGHT)

    def _first_free(self, places: Iterable[Box]) -> Box:
        found = list(places)
        return next((box for box in found if not self._taken.overlap(box)), found[0])


def _words(item: Item, key: str) -> str:
    sign = SIGNS[item.kind]
    return sign if key == item.key and key != SHEET else f"{sign}{_SHORT[item.section]}"


def bounds(found: Iterable[Mark]) -> Iterator[Box]:
    """The boxes of the marks, with room around them."""
    return (mark.box.grown(8) for mark in found)
