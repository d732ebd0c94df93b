"""The three-way merge of the fields of one element."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Fields = Mapping[str, Any]
Path = tuple[str, ...]

# Merged entry by entry, at this path or below it. Everything else is one value.
_OPEN = {("properties",), ("placements",), ("objectives",), ("stated",), ("ratings",)}
_DEEPER = ("properties",)  # and the tables among the properties, such as the ranges of a tier by zone


@dataclass(frozen=True, slots=True)
class Disputed:
    """A field that both sides gave another value; None = not there."""

    path: Path
    base: Any
    mine: Any
    theirs: Any


def combined(base: Fields, mine: Fields, theirs: Fields) -> tuple[dict[str, Any], list[Disputed]]:
    """All fields that the sides agree on or that one alone changed, and those that are disputed."""
    disputed: list[Disputed] = []
    return _table((), base, mine, theirs, disputed), disputed


def _table(
    path: Path, base: Fields, mine: Fields, theirs: Fields, disputed: list[Disputed]
) -> dict[str, Any]:
    together = _inseparable(path, base, mine, theirs)
    found = {
        name: value
        for name in sorted(base.keys() | mine.keys() | theirs.keys())
        if name not in together
        and (value := _value((*path, name), base.get(name), mine.get(name), theirs.get(name), disputed))
        is not None
    }
    return found | _as_one(path, together, base, mine, theirs, disputed)


def _value(path: Path, base: Any, mine: Any, theirs: Any, disputed: list[Disputed]) -> Any:
    if theirs in (mine, base):
        return mine
    if mine == base:
        return theirs
    if _is_table(path) and isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        return _table(path, base if isinstance(base, Mapping) else {}, mine, theirs, disputed)
    disputed.append(Disputed(path, base, mine, theirs))
    return theirs


def _is_table(path: Path) -> bool:
    return path in _OPEN or (len(path) == 2 and path[0] in _DEEPER)


# --- a kind and its properties -----------------------------------------------------------------------------------


def _inseparable(path: Path, *all_of: Fields) -> tuple[str, ...]:
    """Another kind has other properties: they go with it."""
    kinds = {fields.get("kind") for fields in all_of}
    return ("kind", "properties") if not path and len(kinds) > 1 else ()


def _as_one(
    path: Path, names: Path, base: Fields, mine: Fields, theirs: Fields, disputed: list[Disputed]
) -> dict[str, Any]:
    if not names:
        return {}
    was, left, right = ({name: one.get(name) for name in names} for one in (base, mine, theirs))
    if left not in (was, right) and right != was:
        disputed.append(Disputed((*path, names[0]), base.get("kind"), mine.get("kind"), theirs.get("kind")))
    chosen = left if right == was else right
    return {name: value for name, value in chosen.items() if value is not None}


def put(fields: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """The fields with this value at this path; None takes it out."""
    name, *rest = path
    inner = put(dict(fields.get(name) or {}), tuple(rest), value) if rest else value
    others = {key: kept for key, kept in fields.items() if key != name}
    return others if (inner in (None, {}) and rest) or inner is None else {**others, name: inner}
