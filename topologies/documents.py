"""The canonical document: the one JSON form of a topology.

    {"format": 1, "topology": {header}, "zones": {key: {fields}}, "nodes": {...}, ...}

Fields at their default are left out, keys are sorted, so equal topologies have equal bytes and a new optional
field changes no old digest. `parse` accepts it as text or as data, `dump` and `encode` write it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from pydantic import BaseModel, ValidationError

from topologies.graph import SECTIONS, Element, Fault, Faults, Graph, Header, build
from topologies.graph.base import faults_of

FORMAT = 1
DEEPEST = 40  # of data that somebody sends
LARGEST = 2**63
Document = dict[str, Any]
_json = json.JSONEncoder(sort_keys=True, ensure_ascii=False, allow_nan=False).encode


def parse(document: Mapping[str, Any]) -> Graph:
    """The graph of a document.

    Raises:
        Faults: everything that is wrong with it, by element and field.
    """
    faults: list[Fault] = list(_envelope(document))
    header = _header(document.get("topology"), faults)
    elements = list(_elements(document, faults))
    if faults or header is None:
        raise Faults(faults)
    return build(header, elements)


def loads(text: str | bytes) -> Graph:
    """The graph of a document in JSON text. A key given twice is a fault, not a silent overwrite."""
    return parse(decode(text))


def decode(text: str | bytes) -> Document:
    """JSON text as data, strictly: no repeated keys, no NaN, no runaway nesting."""
    try:
        data = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except Faults:
        raise
    except (ValueError, RecursionError) as error:
        raise Faults([Fault("", "document", f"is not JSON: {error}")]) from None
    if not isinstance(data, dict):
        raise Faults([Fault("", "document", "must be a JSON object")])
    return data


def unfit(data: Any) -> str | None:
    """Why this data cannot be kept, or None. A loop, not recursion: the nesting is the caller's."""
    waiting = [(data, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > DEEPEST:
            return f"is nested deeper than {DEEPEST} levels"
        if isinstance(value, dict):
            waiting.extend((part, depth + 1) for pair in value.items() for part in pair)
        elif isinstance(value, list):
            waiting.extend((part, depth + 1) for part in value)
        elif reason := _unfit_scalar(value):
            return reason
    return None


def _unfit_scalar(value: Any) -> str | None:
    if isinstance(value, str) and any(letter == "\x00" or "\ud800" <= letter <= "\udfff" for letter in value):
        return "holds a character that text cannot have (NUL or half of a surrogate pair)"
    if isinstance(value, float) and not isfinite(value):
        return "holds a number that is too large"
    if isinstance(value, int) and abs(value) >= LARGEST:
        return "holds a number that is too large"
    return None


def dump(graph: Graph) -> Document:
    """The canonical document of a graph; `parse(dump(graph)) == graph`."""
    document: Document = {"format": FORMAT, "topology": dump_value(graph.header)}
    for name in SECTIONS:
        rows = graph.section(name)
        if rows:
            document[name] = {key: dump_element(element) for key, element in rows.items()}
    return document


def dump_element(element: Element) -> dict[str, Any]:
    """The fields of an element as they stand in the document: without its key, without defaults."""
    fields = dump_value(element)
    del fields["key"]
    return fields


def dump_value(value: BaseModel) -> dict[str, Any]:
    return value.model_dump(mode="json", exclude_defaults=True)


def encode(document: Mapping[str, Any]) -> bytes:
    """The canonical bytes: keys sorted, one element a line, UTF-8, one final newline."""
    parts = (
        f"{_json(name)}: {_lines(document[name]) if name in SECTIONS else _json(document[name])}"
        for name in sorted(document)
    )
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def _lines(rows: Mapping[str, Any]) -> str:
    return "{\n" + ",\n".join(f"  {_json(key)}: {_json(rows[key])}" for key in sorted(rows)) + "\n}"


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(encode(document)).hexdigest()


def parse_element(section: str, key: str, fields: Any, faults: list[Fault]) -> Element | None:
    """One element of the document; what is wrong with it is added to `faults`."""
    if not isinstance(fields, Mapping) or "key" in fields:
        message = (
            "must be an object of fields" if not isinstance(fields, Mapping) else "is given by its place"
        )
        faults.append(Fault(str(key), "key" if isinstance(fields, Mapping) else "", message))
        return None
    typed: Document = {"properties": {}} if "properties" in SECTIONS[section].model_fields else {}
    try:
        return SECTIONS[section].model_validate({**typed, **fields, "key": key})
    except ValidationError as error:
        faults.extend(faults_of(str(key), error))
        return None


def _envelope(document: Mapping[str, Any]) -> Iterator[Fault]:
    if document.get("format") != FORMAT:
        yield Fault("", "format", f"must be {FORMAT}, not {document.get('format')!r}")
    for name in sorted(set(map(str, document)) - {"format", "topology", *SECTIONS}):
        yield Fault("", name, f"is not a section; the sections are {', '.join(SECTIONS)}")


def _header(raw: Any, faults: list[Fault]) -> Header | None:
    try:
        return Header.model_validate(raw)
    except ValidationError as error:
        faults.extend(faults_of("", error))
        return None


def _elements(document: Mapping[str, Any], faults: list[Fault]) -> Iterator[Element]:
    for name in SECTIONS:
        rows = document.get(name, {})
        if not isinstance(rows, Mapping):
            faults.append(Fault("", name, "must be an object of elements by key"))
            continue
        for key, fields in rows.items():
            element = parse_element(name, key, fields, faults)
            if element is not None:
                yield element


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Faults([Fault(key, "key", "is given twice")])
        found[key] = value
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")
