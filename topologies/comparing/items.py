"""The changes between two graphs, element by element, each with its fields before and after."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from topologies.documents import dump_value
from topologies.graph import Element, Graph, Header, View
from topologies.operations.changes import Change, diff

Kind = Literal["added", "removed", "changed", "moved"]
KINDS: tuple[Kind, ...] = ("added", "removed", "changed", "moved")

# The field that says where an element stands: whoever changes it has moved the element.
PLACE = {"nodes": "zone", "zones": "parent", "security_groups": "zone", "network_acls": "zone"}
_OPEN = {"properties", "objectives", "stated"}  # told part by part; any other field is one value


@dataclass(frozen=True, slots=True)
class Field:
    """One field as JSON data before and after; None = not there, or not stated. `path` is dotted."""

    path: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Item:
    """One element that differs, or the topology itself: section "topology", no key."""

    kind: Kind
    change: Change

    @property
    def section(self) -> str:
        return self.change.section

    @property
    def key(self) -> str:
        return self.change.key

    @property
    def id(self) -> str:
        """Names the item in a page and on the canvas; no section has a hyphen in it."""
        return f"{self.section}--{self.key}"

    @property
    def element(self) -> Element | Header:
        """The element as it is, or as it was where it is gone."""
        found = self.change.after or self.change.before
        if found is None:
            raise ValueError(f"{self.id} was never there")
        return found

    @property
    def name(self) -> str:
        """What people call the element; empty for the topology itself."""
        return self.element.name if isinstance(self.element, Element) else ""

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Every field that differs, in the order of their names; of what came or went, every field that is stated."""
        return tuple(_fields(self.change))


@dataclass(frozen=True)
class Compared:
    """Two states of a topology and every item in which they differ, as `diff` orders them."""

    before: Graph
    after: Graph
    items: tuple[Item, ...] = field(default=())

    @property
    def counts(self) -> Mapping[Kind, int]:
        return {kind: sum(item.kind == kind for item in self.items) for kind in KINDS}


def compared(before: Graph, after: Graph, changes: Iterable[Change] | None = None) -> Compared:
    """One item for each change of `operations.diff`, which is asked unless its answer is given."""
    found = diff(before, after) if changes is None else changes
    return Compared(before, after, tuple(Item(_kind(change), change) for change in found))


def _kind(change: Change) -> Kind:
    if change.before is None:
        return "added"
    if change.after is None:
        return "removed"
    return "moved" if _moved(change) else "changed"


def _moved(change: Change) -> bool:
    """Whether it stands elsewhere; a view is moved where nothing but the places in it differ."""
    if isinstance(change.before, View) and isinstance(change.after, View):
        return change.before.model_copy(update={"placements": change.after.placements}) == change.after
    place = PLACE.get(change.section)
    return bool(place) and getattr(change.before, place or "") != getattr(change.after, place or "")


def _fields(change: Change) -> Iterator[Field]:
    stays = change.before is not None and change.after is not None
    before, after = (_told(one, whole=stays) for one in (change.before, change.after))
    yield from _differing((), before, after)


def _told(element: Element | Header | None, *, whole: bool) -> dict[str, Any]:
    """The fields as data; defaults are told only where something else stands on the other side."""
    if element is None:
        return {}
    data = element.model_dump(mode="json") if whole else dump_value(element)
    data.pop("key", None)
    return data


def _differing(path: tuple[str, ...], before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Field]:
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if not path and name in _OPEN:
            yield from _differing((name,), old or {}, new or {})
        elif name == "placements":
            yield _places(old or {}, new or {})
        else:
            yield Field(".".join((*path, name)), old, new)


def _places(before: Mapping[str, Any], after: Mapping[str, Any]) -> Field:
    """Of a picture, only the places that differ: it holds one of everything it shows."""
    keys = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    was, now = ({key: side[key] for key in sorted(keys) if key in side} for side in (before, after))
    return Field("placements", was, now)
