"""Writes the picture of both states as SVG: what is the same in both once, what differs in two versions.

Classes say when a part is shown: `c-was` before only, `c-now` after and beside, `c-gone` before and beside. What changed
has `is-added`, `is-removed`, `is-changed` or `is-moved`; each item has one `<a class="change-mark" data-change="id">`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from topologies.comparing.canvas.marks import WORDS, Mark, bounds
from topologies.comparing.canvas.union import Union, stood_as
from topologies.comparing.items import Compared, Kind
from topologies.rendering import Drawing
from topologies.rendering.geometry import Box, around
from topologies.rendering.markup import Scalar, Tag, tag, write
from topologies.rendering.palette import Palette, palette
from topologies.rendering.scene import Card, Frame, Line
from topologies.rendering.svg import FONT, depth, symbols
from topologies.rendering.svg_cards import MONO, card, frame
from topologies.rendering.svg_lines import label, line

COLOURS: Mapping[Kind, str] = {
    "added": "good",
    "removed": "critical",
    "changed": "medium",
    "moved": "replication",
}
Drawn = Callable[[Line, str], Tag | None]  # a line of one state by the key of its curve
_SECTIONS = ("nodes", "zones", "links", "replications", "peerings")  # what is drawn itself


@dataclass(frozen=True)
class Sheet:
    """All that is written: both states, their common places, and the marks."""

    compared: Compared
    union: Union
    drawing: Drawing
    marks: tuple[Mark, ...]

    @cached_property
    def states(self) -> Mapping[str, Kind]:
        """Key of what is drawn itself -> what became of it."""
        return {item.key: item.kind for item in self.compared.items if item.section in _SECTIONS}

    @cached_property
    def colours(self) -> Palette:
        return palette("light")

    def svg(self) -> str:
        box = self._box()
        attributes: dict[str, Scalar] = {
            "class": "drawing comparison-drawing",
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"{box.x:.0f} {box.y:.0f} {box.width:.0f} {box.height:.0f}",
            "width": f"{box.width:.0f}",
            "height": f"{box.height:.0f}",
            "font-family": FONT,
            "role": "group",
            "aria-label": f"{self.union.both.title}, before and after",
        }
        return write(tag("svg", attributes, tag("defs", {}, *symbols(self._everything)), *self._layers()))

    @property
    def _everything(self) -> tuple[Card | Frame, ...]:
        scenes = (self.union.before, self.union.after, self.union.both)
        cards = (card for one in scenes for card in one.cards.values())
        return (*cards, *(frame for one in scenes for frame in one.frames.values()))

    def _box(self) -> Box:
        return around([self.drawing.size, *bounds(self.marks)])

    def _layers(self) -> Iterator[Tag]:
        yield tag("g", {"class": "zones"}, *self._frames())
        yield tag("g", {"class": "links"}, *self._lines())
        yield tag("g", {"class": "nodes"}, *self._cards())
        yield tag("g", {"class": "link-labels"}, *self._labels())
        yield tag("g", {"class": "change-marks"}, *(self._mark(mark) for mark in self.marks))

    # --- versions ---

    def _frames(self) -> Iterator[Tag]:
        before, after = self.union.before.frames, self.union.after.frames
        boxes = self.drawing.frames
        for key in sorted(boxes, key=lambda key: (depth(self.drawing, key), key)):
            if key not in before and key not in after:
                yield self._former(key, frame(before[stood_as(key)], boxes[key], self.colours))
                continue
            new = frame(after[key], boxes[key], self.colours) if key in after else None
            here = key in before and self.union.place_before(key) == key
            same = before.get(key) == after.get(key)
            old = new if same else frame(before[key], boxes[key], self.colours) if here else None
            yield from self._versions(key, old if here else None, new)

    def _cards(self) -> Iterator[Tag]:
        before, after, boxes = self.union.before.cards, self.union.after.cards, self.drawing.cards
        for key in sorted(boxes):
            if key not in before and key not in after:
                yield self._neither(key)
                continue
            new = card(after[key], boxes[key], self.colours) if key in after else None
            here = key in before and self.union.place_before(key) == key
            same = before.get(key) == after.get(key)
            old = new if same else card(before[key], boxes[key], self.colours) if here else None
            yield from self._versions(key, old if here else None, new)

    def _neither(self, key: str) -> Tag:
        """The old place of a card, or what stands for nodes that are not drawn."""
        former = self.union.before.cards.get(stood_as(key))
        if former is None:
            return _version(card(self.union.both.cards[key], self.drawing.cards[key], self.colours), "", key)
        return self._former(key, card(former, self.drawing.cards[key], self.colours))

    def _former(self, key: str, drawn: Tag) -> Tag:
        """What has moved, where it stood; what only went along stands there in the earlier state alone."""
        origin = stood_as(key)
        return _version(drawn, "c-gone is-ghost" if origin in self.union.moved else "c-was", origin)

    def _lines(self) -> Iterator[Tag]:
        yield from self._of_lines(lambda row, key: line(row, self.drawing.curves[key], self.colours))

    def _labels(self) -> Iterator[Tag]:
        yield from self._of_lines(
            lambda row, key: (
                label(row, self.drawing.labels[key], self.colours)
                if row.label and key in self.drawing.labels
                else None
            )
        )

    def _of_lines(self, drawn: Drawn) -> Iterator[Tag]:
        before, after = ({row.key: row for row in one.lines} for one in (self.union.before, self.union.after))
        for key in sorted(before.keys() | after.keys()):
            new = drawn(after[key], key) if key in after else None
            same = before.get(key) == after.get(key)
            old = new if same or key not in before else drawn(before[key], self.union.line_before(key))
            yield from self._versions(key, old if key in before else None, new)

    def _versions(self, key: str, old: Tag | None, new: Tag | None) -> Iterator[Tag]:
        """Once what is the same in both; else each version with the class that says when it is shown."""
        state = f"is-{self.states[key]}" if key in self.states else ""
        if old == new and new is not None:
            yield _version(new, state, key)
            return
        stays = old is not None and new is not None
        if old is not None:
            yield _version(old, f"{'c-was' if stays or not state else 'c-gone'} {state}", key)
        if new is not None:
            yield _version(new, f"c-now {state}", key)

    # --- marks ---

    def _mark(self, mark: Mark) -> Tag:
        """A link to the item in the list; out of the tab order, for the list and the keys lead to every item too."""
        item, box, colour = mark.item, mark.box, self.colours[COLOURS[mark.item.kind]]
        attributes: dict[str, Scalar] = {
            "class": f"change-mark change-{item.kind}",
            "href": f"#item-{item.id}",
            "data-change": item.id,
            "data-anchor": mark.anchor,
            "tabindex": "-1",
            "aria-label": f"{mark.words} {item.kind}: {item.section.replace('_', ' ')} {item.name}".strip(),
        }
        title = tag("title", {}, f"{item.kind}: {item.name or 'the topology'}")
        return tag("a", attributes, title, *_pill(mark.words, box, colour, self.colours["on-severity"]))


def _pill(words: str, box: Box, colour: str, ink: str) -> Iterator[Tag]:
    outline: dict[str, Scalar] = {
        "x": box.x,
        "y": box.y,
        "width": box.width,
        "height": box.height,
        "rx": 8,
        "fill": colour,
    }
    said: dict[str, Scalar] = {
        "x": box.centre.x,
        "y": box.y + 12,
        "text-anchor": "middle",
        "font-size": WORDS,
        "font-weight": "700",
        "font-family": MONO,
        "fill": ink,
    }
    yield tag("rect", outline)
    yield tag("text", said, words)


def _version(drawn: Tag, name: str, key: str) -> Tag:
    """The part with this class; without its id, which two versions would share."""
    given = {field: value for field, value in drawn.attributes if field != "id"}
    given["class"] = " ".join(f"{given.get('class', '')} {name}".split())
    given["data-key"] = key
    return replace(drawn, attributes=tuple(given.items()), children=tuple(_nameless(drawn.children)))


def _nameless(children: Iterable[Tag | str]) -> Iterator[Tag | str]:
    for child in children:
        if isinstance(child, Tag):
            kept = tuple(pair for pair in child.attributes if pair[0] != "id")
            yield replace(child, attributes=kept, children=tuple(_nameless(child.children)))
        else:
            yield child
