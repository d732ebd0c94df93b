"""What differs between two states of a topology, element by element, and the operations that lead back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

from topologies.documents import dump_element, dump_value, parse_element
from topologies.graph import SECTIONS, Element, Fault, Faults, Graph, Header, View, evolved
from topologies.operations.wire import Configure, Operation, Place, Remove, Restore, Update

HEADER = "topology"


@dataclass(frozen=True, slots=True)
class Change:
    """One element before and after; None = not there. The header's section is "topology" and its key empty."""

    section: str
    key: str
    before: Element | Header | None
    after: Element | Header | None

    def wire(self) -> dict[str, Any]:
        """The change as JSON data, its elements as they stand in the document; of a view that stays, only the
        placements that differ, for a view holds one of everything it shows and a gesture moves few."""
        before, after = _told(self.before, self.after), _told(self.after, self.before)
        return {"section": self.section, "key": self.key, "before": before, "after": after}


def _told(value: Element | Header | None, other: Element | Header | None) -> dict[str, Any] | None:
    if isinstance(value, View) and isinstance(other, View):
        moved = _moved(value, other)
        kept = {key: spot for key, spot in value.placements.items() if key in moved}
        value = value.model_copy(update={"placements": kept})
    if isinstance(value, Element):
        return dump_element(value)
    return dump_value(value) if value else None


def after_told(present: Element | Header | None, change: Mapping[str, Any]) -> Element | Header | None:
    """What `present` is after a change as `Change.wire` told it; None = not there.

    Raises:
        Faults: the change does not hold what was told.
    """
    before, after = change["before"], change["after"]
    if after is None:
        return None
    if change["section"] == HEADER:
        return Header.model_validate(after)
    faults: list[Fault] = []
    element = parse_element(change["section"], change["key"], after, faults)
    if faults:
        raise Faults(faults)
    if isinstance(element, View) and isinstance(present, View) and before is not None:
        gone = before.get("placements", {})
        kept = {key: spot for key, spot in present.placements.items() if key not in gone}
        placements = dict(sorted({**kept, **element.placements}.items()))
        return element.model_copy(update={"placements": placements})
    return element


def diff(before: Graph, after: Graph) -> tuple[Change, ...]:
    """Every element that differs, the header first, then section by section and by key."""
    return tuple(_differences(before, after))


def _differences(before: Graph, after: Graph) -> Iterator[Change]:
    if before.header != after.header:
        yield Change(HEADER, "", before.header, after.header)
    for section in SECTIONS:
        old, new = before.section(section), after.section(section)
        for key in sorted(old.keys() | new.keys()):
            if old.get(key) != new.get(key):
                yield Change(section, key, old.get(key), new.get(key))


def patched(graph: Graph, changes: Iterable[Change]) -> Graph:
    """The graph with these changes made: `patched(one, diff(one, other)) == other`.

    Raises:
        Faults: they do not fit this graph.
    """
    header, news = graph.header, {}
    for change in changes:
        if isinstance(change.after, Header):
            header = change.after
        else:
            news[change.section, change.key] = change.after
    return evolved(graph, header, news)


def leading_through(changes: Iterable[Change]) -> tuple[Operation, ...]:
    """Operations that make these changes."""
    return inverse_of([Change(one.section, one.key, one.after, one.before) for one in changes])


def inverse_of(changes: Sequence[Change]) -> tuple[Operation, ...]:
    """Operations that undo these changes: what was added goes, what was removed returns, the rest reverts."""
    removed = [change.before for change in changes if change.after is None]
    return (
        *_restore(element for element in removed if isinstance(element, Element)),
        *(operation for change in changes if change.before and change.after for operation in _revert(change)),
        *_remove(change.after for change in changes if change.before is None),
    )


def _restore(elements: Iterable[Element]) -> Iterator[Operation]:
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for element in elements:
        found.setdefault(element.section, {})[element.key] = dump_element(element)
    if found:
        yield Restore.model_validate({"elements": found})


def _remove(elements: Iterable[Element | Header | None]) -> Iterator[Operation]:
    """What refers goes before what it refers to, so that nothing else has to go along."""
    added = {element.key: element for element in elements if isinstance(element, Element)}
    order: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(added, ()))
    for element in added.values():
        for field in element.references():
            if (target := getattr(element, field)) in added:
                order.add(target, element.key)
    for key in order.static_order():
        yield Remove(key=key, cascade=False)


def _revert(change: Change) -> Iterator[Operation]:
    if isinstance(change.before, Header) and isinstance(change.after, Header):
        yield Configure(fields=_backwards(dump_value(change.before), dump_value(change.after)))
    elif isinstance(change.before, View) and isinstance(change.after, View):
        yield from _revert_view(change.before, change.after)
    elif isinstance(change.before, Element) and isinstance(change.after, Element):
        yield Update(key=change.key, fields=_back(change.before, change.after))


def _revert_view(before: View, after: View) -> Iterator[Operation]:
    """Placements go back one by one, so that undoing my move leaves everybody else's alone."""
    moved = {key: before.placements.get(key) for key in _moved(before, after)}
    if moved:
        yield Place(view=before.key, placements=dict(sorted(moved.items())))
    fields = _back(before, after)
    fields.pop("placements", None)
    if fields:
        yield Update(key=before.key, fields=fields)


def _moved(one: View, other: View) -> set[str]:
    """Keys of the placements that differ. Most are the very same object, which is asked first."""
    mine, theirs = one.placements, other.placements
    return {
        key
        for key in mine.keys() | theirs.keys()
        if mine.get(key) is not theirs.get(key) and mine.get(key) != theirs.get(key)
    }


def _back(before: Element, after: Element) -> dict[str, Any]:
    old, new = dump_element(before), dump_element(after)
    fields = _backwards(old, new)
    if "properties" in fields and "kind" not in fields:
        fields["properties"] = _backwards(old["properties"], new["properties"])
    return fields


def _backwards(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    return {name: old.get(name) for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name)}
