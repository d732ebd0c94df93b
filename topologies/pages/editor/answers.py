"""A posted form as operations: the same that forms.js makes of it in the browser.

A form asks for the fields of one element, of several, or of the topology itself. Only what was changed is said: a
composite as a whole, because a value of `properties` is replaced as a whole.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from topologies.graph import Fault, Faults
from topologies.operations import Operation, parse_operations
from topologies.pages.editor.widgets import Field
from topologies.scalars import KEY_LENGTH

GONE = "gone"  # the box that takes a row out of a list
MOVES = {"nodes": "zone", "zones": "parent"}
Data = Mapping[str, str]
Values = dict[str, Any]


def answers(fields: Iterable[Field], data: Data) -> Values:
    """Field name -> its value as a document has it; None = nothing said.

    Raises:
        Faults: a number that is none, or a line that is no pair, by field.
    """
    faults: list[Fault] = []
    found = {field.name: _answer(field, data, faults) for field in fields}
    if faults:
        raise Faults(faults)
    return found


def _answer(field: Field, data: Data, faults: list[Fault]) -> Any:
    if field.type == "part":
        return _composite(field.fields, data, faults)
    if field.type == "parts":
        return _rows(field, data, faults)
    if field.type == "flag":
        return field.name in data
    text = data.get(field.name, "").replace("\r\n", "\n")
    text = text if field.type in ("text", "long") else text.strip()
    try:
        return read(field.type, text)
    except ValueError as error:
        faults.append(Fault("", field.name, str(error)))
        return None


def _rows(field: Field, data: Data, faults: list[Fault]) -> list[Values] | None:
    """Every row that was there and is not ticked as gone, and the blank one where somebody filled it in."""
    rows = [
        _composite(row, data, faults) or ({} if at < len(field.rows) - 1 else None)
        for at, row in enumerate(field.rows)
        if f"{field.name}.{at}.{GONE}" not in data
    ]
    return [row for row in rows if row is not None] or None


def _composite(fields: Sequence[Field], data: Data, faults: list[Fault]) -> Values | None:
    """What its parts say beside their defaults; None where that is nothing."""
    found = {field.name.rpartition(".")[2]: (field, _answer(field, data, faults)) for field in fields}
    said = {name: value for name, (field, value) in found.items() if value is not None}
    silent = all(_silent(field, value) for field, value in found.values())
    return None if silent else said


def _silent(field: Field, value: Any) -> bool:
    """Is this what the blank form shows?"""
    return value is None or value == (bool(field.default) if field.type == "flag" else field.default)


def read(kind: str, text: str) -> Any:
    """Text of a widget as a value; None where it is empty. ValueError says what is wrong with it."""
    if not text:
        return None
    if kind in ("integer", "number"):
        return number(text, whole=kind == "integer")
    if kind == "tri":
        return text == "true"
    if kind == "list":
        return [line.strip() for line in text.split("\n") if line.strip()]
    if kind in ("pairs", "numbers"):
        return pairs(text, numbers=kind == "numbers")
    return text


def number(text: str, *, whole: bool) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError("must be a number") from None
    if whole and value != int(value):
        raise ValueError("must be a whole number")
    return int(value) if value == int(value) else value


def pairs(text: str, *, numbers: bool) -> Values:
    found: Values = {}
    for line in filter(None, map(str.strip, text.split("\n"))):
        name, equals, value = line.partition("=")
        if not equals or not name.strip():
            raise ValueError(f"{line!r} is not NAME=value")
        found[name.strip()] = number(value, whole=True) if numbers else value.strip()
    return found


# --- operations ------------------------------------------------------------------------------------------


def shown(fields: Iterable[Field]) -> dict[str, str]:
    """What the form posts where nobody touches it."""
    leaves = [leaf for field in fields for leaf in field.every() if leaf.type not in ("part", "parts")]
    return {leaf.name: str(leaf.value) for leaf in leaves if leaf.type != "flag" or leaf.value is True}


def changed(before: Values, after: Values) -> Values:
    """What a form says that was not said before."""
    return {name: value for name, value in after.items() if value != before.get(name)}


def updates(section: str, keys: Sequence[str], values: Values) -> tuple[Operation, ...]:
    """The operations that give these elements, or the topology where there is no key, these values."""
    fields = nested(values)
    if not fields:
        return ()
    if not keys:
        return parse_operations([{"op": "configure", "fields": fields}])
    place = MOVES.get(section, "")
    moves = [{"op": "move", "key": key, "to": fields[place]} for key in keys if place in fields]
    rest = {name: value for name, value in fields.items() if name != place}
    return parse_operations([*moves, *({"op": "update", "key": key, "fields": rest} for key in keys if rest)])


def addition(section: str, values: Values, taken: Iterable[str]) -> tuple[Operation, ...]:
    """The operation that adds an element with these values under a fresh key."""
    fields = {name: value for name, value in nested(values).items() if value is not None}
    key = fresh_key(base_of(section, fields), frozenset(taken))
    return parse_operations([{"op": "add", "section": section, "key": key, "fields": fields}])


def nested(values: Values) -> Values:
    """Dotted names as `properties` of their own."""
    found: Values = {}
    for name, value in values.items():
        home, dot, inner = name.partition(".")
        if dot:
            found.setdefault(home, {})[inner] = value
        else:
            found[name] = value
    return found


_JOINED = {
    "ports": ("node", "-", ("label", "application", "number")),
    "rules": ("group", "-", ("label", "direction")),
    "attachments": ("group", "-on-", ("target",)),
    "links": ("source", "-to-", ("target",)),
    "replications": ("source", "-to-", ("target",)),
    "peerings": ("network", "-to-", ("peer",)),
    "routes": ("zone", "-", ("label", "via")),
    "network_acls": ("zone", "-", ("label",)),
    "acl_entries": ("acl", "-", ("direction",)),
}


def base_of(section: str, fields: Values) -> str:
    """What a new element's key is made from."""
    singular = section.removesuffix("s").replace("_", "-")
    if section not in _JOINED:
        return slug(str(fields.get("label", ""))) or slug(str(fields.get("kind", ""))) or singular
    owner, joint, names = _JOINED[section]
    said = next((part for name in names if (part := slug(str(fields.get(name, "")), digits=True))), singular)
    return f"{fields.get(owner, section)}{joint}{said}"


def slug(text: str, *, digits: bool = False) -> str:
    """Text as a part of a key."""
    dashed = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return dashed if digits else dashed.lstrip("-0123456789")


def fresh_key(base: str, taken: frozenset[str]) -> str:
    base = base[: KEY_LENGTH - 5].strip("-")
    names = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)
