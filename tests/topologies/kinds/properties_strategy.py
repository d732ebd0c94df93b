"""Properties of any kind, made from the JSON Schema that is published for it."""

from collections.abc import Callable, Mapping
from ipaddress import IPv4Network
from typing import Any

from hypothesis import strategies as st

from topologies.kinds import Kind

Schema = Mapping[str, Any]

CIDRS = st.builds(
    lambda bits, length: str(IPv4Network((bits, length), strict=False)),
    st.integers(0, 2**32 - 1),
    st.integers(0, 32),
)
TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12)


def properties_of(kind: Kind) -> st.SearchStrategy[dict[str, Any]]:
    """What a document may say of an element of this kind."""
    schema = kind.properties.model_json_schema()
    return _object(schema, schema.get("$defs", {})).map(_costs_in_order)


def _costs_in_order(properties: dict[str, Any]) -> dict[str, Any]:
    names = ("monthly_cost_usd", "monthly_cost_high_usd")
    costs = [properties[name] for name in names]
    return properties if None in costs else {**properties, **dict(zip(names, sorted(costs), strict=True))}


def _object(schema: Schema, parts: Mapping[str, Schema]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({name: _value(field, parts) for name, field in schema["properties"].items()})


def _value(schema: Schema, parts: Mapping[str, Schema]) -> st.SearchStrategy[Any]:
    if "anyOf" in schema:
        return st.one_of([_value(option, parts) for option in schema["anyOf"]])
    if "$ref" in schema:
        return _object(parts[schema["$ref"].rpartition("/")[2]], parts)
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    return _MAKERS[schema["type"]](schema, parts)


def _array(schema: Schema, parts: Mapping[str, Schema]) -> st.SearchStrategy[Any]:
    return st.lists(_value(schema["items"], parts), max_size=2)


def _mapping(schema: Schema, parts: Mapping[str, Schema]) -> st.SearchStrategy[Any]:
    return st.dictionaries(TEXT, _value(schema["additionalProperties"], parts), max_size=2)


def _string(schema: Schema, _: Mapping[str, Schema]) -> st.SearchStrategy[Any]:
    if "pattern" in schema:
        return st.from_regex(schema["pattern"].replace("$", r"\Z"))
    return CIDRS if schema.get("format") == "cidr" else TEXT


def _number(schema: Schema, _: Mapping[str, Schema]) -> st.SearchStrategy[Any]:
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    return st.floats(
        low,
        schema.get("maximum"),
        exclude_min="exclusiveMinimum" in schema,
        allow_nan=False,
        allow_infinity=False,
    )


_MAKERS: dict[str, Callable[[Schema, Mapping[str, Schema]], st.SearchStrategy[Any]]] = {
    "array": _array,
    "object": _mapping,
    "string": _string,
    "number": _number,
    "integer": lambda schema, _: st.integers(schema.get("minimum"), schema.get("maximum")),
    "boolean": lambda schema, _: st.booleans(),
    "null": lambda schema, _: st.none(),
}
