"""What people read about each property of a kind, and what forms ask: taken from the JSON Schema of its class."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from inspect import get_annotations
from typing import Any

from pydantic import BaseModel

from topologies.kinds.declare import Kind

Schema = Mapping[str, Any]

_SUFFIXES = (
    "_per_second",
    "_ms",
    "_gbps",
    "_percent",
    "_minutes",
    "_seconds",
    "_days",
    "_usd",
    "_mb",
    "_gb",
)  # the unit is shown beside the field, not in its title
_ACRONYMS = {
    "az": "AZ",
    "cidr": "CIDR",
    "cidrs": "CIDRs",
    "cpu": "CPU",
    "dns": "DNS",
    "ip": "IP",
    "mb": "MB",
    "rpo": "RPO",
    "rto": "RTO",
    "tls": "TLS",
    "ttl": "TTL",
    "usd": "USD",
}
_WORDS = {"integer": "whole number", "number": "number", "boolean": "yes or no", "string": "text"}


@dataclass(frozen=True, slots=True)
class FieldPage:
    """One property of a kind.

    `type` is in words; `unit` is empty where there is none; `choices` are the allowed values, "" = not said.
    `default` is what a document leaves out (None = not said). `fields` describe the parts of a composite.
    """

    name: str
    title: str
    type: str
    unit: str
    help: str
    default: Any
    required: bool
    choices: tuple[str, ...]
    fields: tuple["FieldPage", ...]


@cache
def pages_of(model: type[BaseModel]) -> tuple[FieldPage, ...]:
    """The fields of any value, as declared."""
    schema = model.model_json_schema()
    return tuple(_pages(schema, schema.get("$defs", {})))


@cache
def fields_of(kind: Kind) -> tuple[FieldPage, ...]:
    """The properties of a kind: its own first, what all kinds share last."""
    pages = {page.name: page for page in pages_of(kind.properties)}
    return tuple(pages[name] for name in _own_first(kind.properties))


def _own_first(properties: type[BaseModel]) -> Iterator[str]:
    named = (name for base in properties.__mro__ for name in get_annotations(base))
    return (name for name in dict.fromkeys(named) if name in properties.model_fields)


def _pages(schema: Schema, parts: Mapping[str, Schema]) -> Iterator[FieldPage]:
    required = schema.get("required", ())
    for name, field in schema.get("properties", {}).items():
        yield _page(name, field, parts, required=name in required)


def _page(name: str, field: Schema, parts: Mapping[str, Schema], *, required: bool) -> FieldPage:
    value = _said(field)
    composite = parts.get(_reference(value.get("items", value)), {})
    return FieldPage(
        name=name,
        title=_title(name, field),
        type=_type(value),
        unit=field.get("unit") or value.get("unit") or _unit(name),
        help=field.get("description", ""),
        default=field.get("default"),
        required=required,
        choices=tuple(str(choice) for choice in value.get("enum", ())),
        fields=tuple(_pages(composite, parts)),
    )


def _said(field: Schema) -> Schema:
    """The schema of a value that is given: an optional field also allows null."""
    options: list[Schema] = [option for option in field.get("anyOf", ()) if option.get("type") != "null"]
    return options[0] if options else field


def _reference(value: Schema) -> str:
    return str(value.get("$ref", "")).rpartition("/")[2]


def _type(value: Schema) -> str:
    if value.get("type") == "array":
        return f"list of {_type(value['items'])}"
    if _reference(value):
        return _humanized(_reference(value)).lower()
    if value.get("type") == "object":
        named = value.get("additionalProperties") or next(iter(value["patternProperties"].values()))
        return f"names with {_type(named)}"
    if "enum" in value:
        return "choice"
    return "CIDR" if value.get("format") == "cidr" else _WORDS[value["type"]]


def _title(name: str, field: Schema) -> str:
    """The title that the kind declares, else one made from the name without its unit."""
    declared = str(field.get("title", ""))
    return declared if declared not in ("", name.replace("_", " ").title()) else _from_name(name)


def _from_name(name: str) -> str:
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    words = [_ACRONYMS.get(word, word) for word in name.split("_")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


_UNITS = {"_per_second": "a second", "_seconds": "s", "_percent": "%", "_ms": "ms", "_usd": "USD"}


def _unit(name: str) -> str:
    """The unit that a name ends with, where the type itself carries none."""
    return next((unit for suffix, unit in _UNITS.items() if name.endswith(suffix)), "")


def _humanized(class_name: str) -> str:
    return "".join(f" {letter}" if letter.isupper() else letter for letter in class_name).strip()
