"""What each person may undo and redo in a draft. It follows from the log alone, so it survives everything."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from topologies.documents import dump_element, dump_value
from topologies.graph import Fault, Faults, Graph
from topologies.models import Draft, DraftOperation
from topologies.operations.changes import HEADER
from topologies.services.errors import NotUndoable

STEPS_TOLD = 100


@dataclass(frozen=True, slots=True)
class Steps:
    """Versions of a person's edits, the newest last: those to undo, and the undoing ones to redo."""

    undo: Sequence[int]
    redo: Sequence[int]


def steps_of(draft: Draft, actor: User) -> Steps:
    """What this person may undo and redo. A new edit ends the redoing; one query."""
    undo: list[int] = []
    redo: list[int] = []
    mine = draft.log.filter(actor=actor).order_by("version").values_list("version", "undoes")
    for version, undoes in mine:
        if undoes is None:
            undo.append(version)
            redo.clear()
        elif undoes in undo:
            undo.remove(undoes)
            redo.append(version)
        elif undoes in redo:
            redo.remove(undoes)
            undo.append(version)
    return Steps(undo, redo)


def entries_of(draft: Draft, versions: Sequence[int]) -> list[DraftOperation]:
    """The newest of these entries of the log, the newest last."""
    told = list(versions[-STEPS_TOLD:])
    return list(draft.log.filter(version__in=told).order_by("version")) if told else []


def refuse_overtaken(draft: Draft, actor: User, version: int, graph: Graph) -> None:
    """Refuse to undo what is not this person's to undo, or what somebody changed since.

    Raises:
        NotUndoable: it is no edit of theirs that is still to be undone or redone.
        Faults: which fields others changed since.
    """
    steps = steps_of(draft, actor)
    if version not in (*steps.undo, *steps.redo):
        raise NotUndoable(f"The edit to version {version} is none of yours that could be undone.")
    faults = [
        fault for change in draft.log.get(version=version).changes for fault in _overtaken(change, graph)
    ]
    if faults:
        raise Faults(faults)


def _overtaken(change: Mapping[str, Any], graph: Graph) -> Iterator[Fault]:
    before, after, key = change["before"], change["after"], change["key"]
    now = _fields(graph, change["section"], key)
    if before is None or after is None or now is None:
        return  # applying the inverse says what is wrong with that
    for path in _differing(before, after):
        if _at(now, path) != _at(after, path):
            yield Fault(key, ".".join(path), "was changed since, so that undoing would overwrite it")


def _fields(graph: Graph, section: str, key: str) -> dict[str, Any] | None:
    if section == HEADER:
        return dump_value(graph.header)
    element = graph.section(section).get(key)
    return dump_element(element) if element else None


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Paths of the fields that differ; properties and placements one by one."""
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if name in ("properties", "placements"):
            inner = {**(old or {}), **(new or {})}
            yield from ((name, part) for part in sorted(inner) if _differs(old, new, part))
        else:
            yield (name,)


def _differs(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None, part: str) -> bool:
    return bool((old or {}).get(part) != (new or {}).get(part))


def _at(fields: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    value: Any = fields
    for part in path:
        value = value.get(part) if isinstance(value, Mapping) else None
    return value
