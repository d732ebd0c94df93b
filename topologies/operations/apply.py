"""Applies operations to a graph, all or nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, singledispatch
from typing import cast

from pydantic import ValidationError

from topologies.documents import dump_element, dump_value
from topologies.graph import (
    AclEntry,
    Element,
    Fault,
    Faults,
    Graph,
    Header,
    Node,
    View,
    Zone,
    evolved,
)
from topologies.graph.base import faults_of
from topologies.operations.changes import HEADER, Change, inverse_of
from topologies.operations.wire import (
    Add,
    Attach,
    Configure,
    Connect,
    Detach,
    Disconnect,
    Move,
    Operation,
    Place,
    Remove,
    Reorder,
    Restore,
    Update,
)
from topologies.operations.working import Working, merged


@dataclass(frozen=True)
class Applied:
    """The new graph and what changed on the way, removals last, each element once."""

    graph: Graph
    changes: tuple[Change, ...]

    @cached_property
    def inverse(self) -> tuple[Operation, ...]:
        return inverse_of(self.changes)


def apply(graph: Graph, operations: Sequence[Operation]) -> Applied:
    """The graph after these operations.

    References are checked at the end, so the order of adds within one list does not matter.

    Raises:
        Faults: the first operation that cannot be done, or everything that does not hang together afterwards.
            The given graph is never touched.
    """
    working = Working(graph)
    for operation in operations:
        _perform(operation, working)
    changes = _changes(graph, working)
    news = {place: working.now(*place) for place in working.before}
    return Applied(evolved(graph, working.header, news), changes)


def _changes(graph: Graph, working: Working) -> tuple[Change, ...]:
    found = [Change(HEADER, "", graph.header, working.header)] if working.header != graph.header else []
    for (section, key), before in working.before.items():
        after = working.table(section).get(key)
        if before != after:
            found.append(Change(section, key, before, after))
    return tuple(found)


@singledispatch
def _perform(operation: Operation, working: Working) -> None:
    raise TypeError(f"no such operation: {operation!r}")


@_perform.register
def _add(operation: Add, working: Working) -> None:
    working.create(operation.section, operation.key, operation.fields)


@_perform.register
def _update(operation: Update, working: Working) -> None:
    working.amend(working.find(operation.key), operation.fields)


@_perform.register
def _move(operation: Move, working: Working) -> None:
    element = working.find(operation.key)
    if not isinstance(element, Node | Zone):
        raise Faults([Fault(operation.key, "to", "only zones and nodes stand in a zone")])
    working.amend(element, {"zone" if isinstance(element, Node) else "parent": operation.to})


@_perform.register
def _connect(operation: Connect, working: Working) -> None:
    fields = operation.model_dump(exclude={"op", "key"}, exclude_none=True)
    working.create("links", operation.key, fields)


@_perform.register
def _disconnect(operation: Disconnect, working: Working) -> None:
    working.drop(working.find_in("links", operation.key))


@_perform.register
def _attach(operation: Attach, working: Working) -> None:
    working.create("attachments", operation.key, {"group": operation.group, "target": operation.target})


@_perform.register
def _detach(operation: Detach, working: Working) -> None:
    working.drop(working.find_in("attachments", operation.key))


@_perform.register
def _remove(operation: Remove, working: Working) -> None:
    element = working.find(operation.key)
    along = working.cascade(element.key)
    if along and not operation.cascade:
        raise Faults(
            [Fault(element.key, "cascade", f"cannot go alone: {_listed(along)} cannot stand without it")]
        )
    gone = {element.key, *along}
    left = [one for key in gone for one in working.referring(key) if one.key not in gone]
    for key in (*along, element.key):
        working.drop(working.find(key))
    _forget(working, left, gone)


@_perform.register
def _restore(operation: Restore, working: Working) -> None:
    for section, rows in operation.elements.items():
        for key, fields in rows.items():
            working.create(section, key, fields)


@_perform.register
def _reorder(operation: Reorder, working: Working) -> None:
    working.find_in("network_acls", operation.key)
    entries = {
        entry.key: entry
        for entry in working.table("acl_entries").values()
        if isinstance(entry, AclEntry)
        and (entry.acl, entry.direction) == (operation.key, operation.direction)
    }
    if sorted(operation.order) != sorted(entries):
        raise Faults(
            [Fault(operation.key, "order", f"must name each of {_listed(tuple(sorted(entries)))} once")]
        )
    numbers = sorted(entry.number for entry in entries.values())
    for key, number in zip(operation.order, numbers, strict=True):
        working.amend(entries[key], {"number": number})


@_perform.register
def _place(operation: Place, working: Working) -> None:
    view = cast("View", working.find_in("views", operation.view))
    placements = {**view.placements, **operation.placements}
    kept = {key: spot for key, spot in placements.items() if spot is not None}
    for key in operation.placements:
        if operation.placements[key] is not None:
            working.find(key)
    working.put(view.model_copy(update={"placements": dict(sorted(kept.items()))}))


@_perform.register
def _configure(operation: Configure, working: Working) -> None:
    for name in ("system", "slug"):
        if name in operation.fields:
            raise Faults([Fault("", name, "never changes")])
    try:
        working.header = Header.model_validate(merged(dump_value(working.header), operation.fields))
    except ValidationError as error:
        raise Faults(faults_of("", error)) from None


def _forget(working: Working, left: Iterable[Element], gone: set[str]) -> None:
    """Clear the references of those left that may outlive their target, and the places of what is gone."""
    for element in {one.key: one for one in left}.values():
        stale = [field for field in element.references() if getattr(element, field) in gone]
        working.amend(element, dict.fromkeys(stale))
    for view in tuple(working.table("views").values()):
        if isinstance(view, View) and gone & view.placements.keys():
            _unplace(working, view, gone)


def _unplace(working: Working, view: View, gone: set[str]) -> None:
    fields = dump_element(view)["placements"]
    working.amend(view, {"placements": {key: spot for key, spot in fields.items() if key not in gone}})


def _listed(keys: tuple[str, ...]) -> str:
    return ", ".join(keys[:5]) + (f" and {len(keys) - 5} more" if len(keys) > 5 else "")
