"""Editing a draft: the one way in which its elements change."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction
from django.dispatch import Signal

from topologies import live
from topologies.graph import Fault, Faults, Graph
from topologies.models import Draft, DraftOperation, ElementKey, RetiredKey, Revision, Topology
from topologies.operations import Applied, Change, Operation, apply, leading_through, parse_operations
from topologies.operations.wire import Add, Attach, Connect, Restore
from topologies.services import audit
from topologies.services.errors import RequestReused, StaleVersion
from topologies.services.locking import locked_draft
from topologies.services.permissions import Action, require
from topologies.services.undoing import refuse_overtaken
from topologies.snapshots import State, write_changes

draft_edited = Signal()  # after the commit, with `draft`


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit did: the version it led to, what undoes it, and the changes as the log tells them."""

    version: int
    inverse: tuple[Operation, ...]
    changes: Sequence[Mapping[str, Any]]


@transaction.atomic
def draft_edit(
    *,
    draft: Draft,
    actor: User,
    base_version: int,
    operations: Sequence[Operation],
    request_id: str,
    undoes: int | None = None,
) -> Edit:
    """Apply the operations to the draft, all or none. The same `request_id` again gets the same answer.

    `undoes` is the version of an edit of the same person that these operations take back.

    Raises:
        StaleVersion: the draft is not at `base_version`.
        Faults: an operation cannot be done, or gives a key that was used before.
        DraftClosed, RequestReused, NotUndoable, PermissionDenied, NotFound
    """
    require(actor, Action.EDIT, draft.topology.system)
    draft = locked_draft(draft.pk)
    posted = [operation.wire() for operation in operations]
    if done := draft.log.filter(request_id=request_id).first():
        return _answered(done, posted)
    if draft.version != base_version:
        raise StaleVersion(draft.version)
    graph = live.graph_held(draft)
    if undoes is not None:
        refuse_overtaken(draft, actor, undoes, graph)
    applied = apply(graph, operations)
    _refuse_used_keys(draft, operations)
    return _applied(draft, actor, applied, request_id=request_id, operations=posted, undoes=undoes)


def draft_rewrite(*, draft: Draft, actor: User, changes: Sequence[Change], base: Revision | None) -> None:
    """Bring these changes into the draft as one edit that can be undone, and let it grow out of `base` from now on.
    Checks no permission and no version; call it in a transaction that holds the draft's topology.

    Raises:
        DraftClosed
    """
    draft = locked_draft(draft.pk)
    if changes:
        steps = leading_through(changes)
        applied = apply(live.graph_held(draft), steps)
        posted = [operation.wire() for operation in steps]
        _applied(draft, actor, applied, request_id=f"rewrite-{uuid4()}", operations=posted, undoes=None)
    draft.base = base
    draft.save(update_fields=["base", "changed"])


def _applied(draft: Draft, actor: User, applied: Applied, **entry: Any) -> Edit:
    draft.version += 1
    write_changes(draft, applied.changes)
    live.keep(draft, State(draft.version, draft.stamp, applied.graph))
    entry["inverse"] = [operation.wire() for operation in applied.inverse]
    entry["changes"] = [change.wire() for change in applied.changes]
    draft.log.create(version=draft.version, stamp=draft.stamp, actor=actor, **entry)
    topology = draft.topology
    audit.record(
        actor=actor,
        action="edit draft",
        system=topology.system,
        topology=topology.slug,
        draft=draft.pk,
        version=draft.version,
        operations=_digest(entry["operations"]),
    )
    transaction.on_commit(lambda: draft_edited.send_robust(sender=Draft, draft=draft))
    return Edit(draft.version, applied.inverse, entry["changes"])


def _digest(operations: list[Any]) -> str:
    """SHA-256 of the operations as JSON: hashing the whole document would cost more than the edit (adr/0013)."""
    return sha256(json.dumps(operations, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _answered(done: DraftOperation, posted: list[Any]) -> Edit:
    if done.operations != posted:
        raise RequestReused(f"The request id {done.request_id!r} was used for other operations.")
    return Edit(done.version, parse_operations(done.inverse), done.changes)


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


def keys_spent(*, draft: Draft) -> frozenset[str]:
    """Those keys that a new element of this draft may not have although nothing in it has them."""
    present = ElementKey.objects.filter(draft=draft).values("key")
    approved = ElementKey.objects.filter(draft__topology=draft.topology_id, draft__purpose="approved")
    retired = RetiredKey.objects.filter(topology=draft.topology_id)
    spent = (rows.exclude(key__in=present).values_list("key", flat=True) for rows in (approved, retired))
    return frozenset().union(*spent)


def _among(rows: Any, keys: Iterable[str]) -> Iterator[str]:
    """Those of the keys that the rows have."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), 500):
        yield from rows.filter(key__in=ordered[start : start + 500]).values_list("key", flat=True)
