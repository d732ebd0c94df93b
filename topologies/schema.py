"""JSON Schema (2020-12) of the canonical document, with the typed properties of every kind."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter

from topologies.documents import FORMAT
from topologies.graph import SECTIONS, Header, Node, Zone
from topologies.kinds import Kind, node_kinds, zone_kinds

Schema = dict[str, Any]


@cache
def json_schema() -> Schema:
    """The schema that every canonical document satisfies."""
    sections = {
        name: {"type": "object", "additionalProperties": {"$ref": f"#/$defs/{kind.__name__}"}}
        for name, kind in SECTIONS.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Groundplan topology",
        "type": "object",
        "required": ["format", "topology"],
        "additionalProperties": False,
        "properties": {"format": {"const": FORMAT}, "topology": {"$ref": "#/$defs/Header"}, **sections},
        "$defs": _definitions(),
    }


def _definitions() -> Schema:
    kinds = (*node_kinds().values(), *zone_kinds().values())
    found: Schema = {}
    values: list[type[BaseModel]] = [Header, *SECTIONS.values(), *(kind.properties for kind in kinds)]
    for value in values:
        _define(value, found)
    for element in SECTIONS.values():
        _without_key(found[element.__name__])
    _with_properties(found[Node.__name__], node_kinds())
    _with_properties(found[Zone.__name__], zone_kinds())
    return dict(sorted(found.items()))


def _define(value: type[BaseModel], found: Schema) -> None:
    schema = TypeAdapter(value).json_schema(ref_template="#/$defs/{model}")
    found.update(schema.pop("$defs", {}))
    found[value.__name__] = schema


def _without_key(schema: Schema) -> None:
    """An element's key is its place in the section, not a field."""
    del schema["properties"]["key"]
    schema["required"] = [name for name in schema.get("required", ()) if name != "key"]


def _with_properties(schema: Schema, kinds: Mapping[str, Kind]) -> None:
    """Which properties are allowed depends on the kind."""
    schema["properties"]["kind"] = {"enum": list(kinds)}
    schema["properties"]["properties"] = {"type": "object"}
    schema["allOf"] = list(_per_kind(kinds.values()))


def _per_kind(kinds: Iterable[Kind]) -> Iterable[Schema]:
    for kind in kinds:
        typed = {"properties": {"$ref": f"#/$defs/{kind.properties.__name__}"}}
        yield {"if": {"properties": {"kind": {"const": kind.slug}}}, "then": {"properties": typed}}
