"""Editing a draft: the one way in which its elements change."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from topologies.documents import dump_element, dump_value, parse_element
from topologies.graph import Element, Fault, Faults, Graph, Header
from topologies.models import Draft, DraftOperation, ElementKey, RetiredKey, Topology
from topologies.operations import Applied, Change, Operation, apply, parse_operations
from topologies.operations.changes import HEADER
from topologies.operations.wire import Add, Attach, Connect, Restore
from topologies.services import audit
from topologies.services.errors import RequestReused, StaleVersion
from topologies.services.locking import locked_draft
from topologies.services.permissions import Action, require_draft
from topologies.snapshots import read_graph, write_changes


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit did: the version it led to, what undoes it, and the elements that changed."""

    version: int
    inverse: tuple[Operation, ...]
    changes: tuple[Change, ...]


@transaction.atomic
def draft_edit(
    *, draft: Draft, actor: User, base_version: int, operations: Sequence[Operation], request_id: str
) -> Edit:
    """Apply the operations to the draft, all or none. The same `request_id` again gets the same answer.

    Raises:
        StaleVersion: the draft is not at `base_version`.
        Faults: an operation cannot be done, or gives a key that was used before.
        DraftClosed, RequestReused, PermissionDenied, NotFound
    """
    require_draft(actor, Action.EDIT, draft)
    draft = locked_draft(draft.pk)
    posted = [operation.wire() for operation in operations]
    if done := draft.log.filter(request_id=request_id).first():
        return _answered(done, posted)
    if draft.version != base_version:
        raise StaleVersion(draft.version)
    applied = apply(read_graph(draft), operations)
    _refuse_used_keys(draft, operations)
    return _applied(draft, actor, request_id, posted, applied)


def _applied(draft: Draft, actor: User, request_id: str, posted: list[Any], applied: Applied) -> Edit:
    write_changes(draft, applied.changes)
    draft.version += 1
    draft.save(update_fields=["version", "changed"])
    inverse = applied.inverse
    draft.log.create(
        version=draft.version,
        request_id=request_id,
        actor=actor,
        operations=posted,
        inverse=[operation.wire() for operation in inverse],
        changes=[_dumped(change) for change in applied.changes],
    )
    topology = draft.topology
    audit.record(
        actor=actor,
        action="edit draft",
        system=topology.system,
        subject=topology.slug,
        draft=draft.pk,
        version=draft.version,
    )
    return Edit(draft.version, inverse, applied.changes)


def _answered(done: DraftOperation, posted: list[Any]) -> Edit:
    if done.operations != posted:
        raise RequestReused(f"The request id {done.request_id!r} was used for other operations.")
    return edit_of(done)


def edit_of(entry: DraftOperation) -> Edit:
    """The edit that an entry of the log records."""
    changes = tuple(_loaded(change) for change in entry.changes)
    return Edit(entry.version, parse_operations(entry.inverse), changes)


# --- keys ------------------------------------------------------------------------------------------------


def _refuse_used_keys(draft: Draft, operations: Sequence[Operation]) -> None:
    """A key means one element for ever. What the newest revision has and the draft removed may only be restored;
    what an older revision had and the newest has not is gone."""
    added = {operation.key for operation in operations if isinstance(operation, Add | Connect | Attach)}
    restored = {
        key
        for operation in operations
        if isinstance(operation, Restore)
        for rows in operation.elements.values()
        for key in rows
    }
    approved = ElementKey.objects.filter(draft__topology=draft.topology_id, draft__purpose="approved")
    retired = RetiredKey.objects.filter(topology=draft.topology_id)
    used = {*_among(approved, added), *_among(retired, added | restored)}
    if used:
        message = "was used before in this topology and is not given again"
        raise Faults(Fault(key, "key", message) for key in sorted(used))


def keys_taken(*, topology: Topology, graph: Graph) -> frozenset[str]:
    """Every key that a new element of this content may not have."""
    approved = ElementKey.objects.filter(draft__topology=topology, draft__purpose="approved")
    retired = RetiredKey.objects.filter(topology=topology)
    used = (rows.values_list("key", flat=True) for rows in (approved, retired))
    return frozenset(graph.by_key).union(*used)


def _among(rows: Any, keys: Iterable[str]) -> Iterator[str]:
    """Those of the keys that the rows have."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), 500):
        yield from rows.filter(key__in=ordered[start : start + 500]).values_list("key", flat=True)


# --- the log ---------------------------------------------------------------------------------------------


def _dumped(change: Change) -> dict[str, Any]:
    return {
        "section": change.section,
        "key": change.key,
        "before": _fields(change.before),
        "after": _fields(change.after),
    }


def _fields(value: Element | Header | None) -> dict[str, Any] | None:
    if value is None:
        return None
    return dump_element(value) if isinstance(value, Element) else dump_value(value)


def _loaded(data: dict[str, Any]) -> Change:
    before, after = (_value(data["section"], data["key"], data[side]) for side in ("before", "after"))
    return Change(data["section"], data["key"], before, after)


def _value(section: str, key: str, fields: dict[str, Any] | None) -> Element | Header | None:
    if fields is None:
        return None
    if section == HEADER:
        return Header.model_validate(fields)
    faults: list[Fault] = []
    element = parse_element(section, key, fields, faults)
    if faults:
        raise Faults(faults)
    return element
