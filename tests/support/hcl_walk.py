"""Walks a module as python-hcl2 reads it and holds every key against the facts: also where Terraform would be silent."""

from collections.abc import Iterator
from typing import Any

import hcl2

_META = frozenset({"count", "for_each", "depends_on", "provider", "lifecycle"})

Fields = dict[str, Any]


def parsed(text: str) -> Fields:
    found: Fields = hcl2.loads(text)
    return found


def bare(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def blocks(module: Fields, sort: str) -> Iterator[tuple[str, str, Fields]]:
    """Type, name and body of every resource (or data source)."""
    for one in module.get(sort, []):
        for type_, named in one.items():
            for name, body in named.items():
                if not name.startswith("__"):
                    yield bare(type_), bare(name), body


def faults(text: str, resources: Fields) -> list[str]:
    """Unknown types, unknown or missing keys, read-only keys that are set, blocks too few or too many."""
    found: list[str] = []
    for type_, name, body in blocks(parsed(text), "resource"):
        if type_ not in resources:
            found.append(f"{type_}: unknown resource")
        else:
            found.extend(_walk(body, resources[type_], f"{type_}.{name}"))
    return found


def _walk(body: Fields, fact: Fields, path: str) -> Iterator[str]:
    attributes, nested = fact.get("attributes", {}), fact.get("blocks", {})
    given = {bare(key): value for key, value in body.items() if not key.startswith("__")}
    for key, value in given.items():
        if key in nested:
            yield from _nested(value, nested[key], f"{path}.{key}")
        elif key not in attributes:
            if key not in _META:
                yield f"{path}.{key}: unknown"
        elif not (attributes[key].get("required") or attributes[key].get("optional")):
            yield f"{path}.{key}: read-only"
        elif "nested" in attributes[key]:
            yield from _objects(value, attributes[key]["nested"], f"{path}.{key}")
    yield from (
        f"{path}.{key}: missing"
        for key, one in attributes.items()
        if one.get("required") and key not in given
    )
    yield from (
        f"{path}.{key}: missing block" for key, one in nested.items() if one.get("min") and key not in given
    )


def _objects(value: Any, fact: Fields, path: str) -> Iterator[str]:
    """What Terraform itself drops in silence: keys of an object that its attribute does not have."""
    if isinstance(value, dict) and fact["nesting"] == "map":
        bodies = [one for key, one in value.items() if not key.startswith("__")]
    else:
        bodies = value if isinstance(value, list) else [value]
    for body in bodies:
        if isinstance(body, dict):
            yield from _walk(body, fact, path)


def _nested(value: Any, fact: Fields, path: str) -> Iterator[str]:
    bodies = value if isinstance(value, list) else [value]
    if fact.get("max") and len(bodies) > fact["max"]:
        yield f"{path}: more than {fact['max']}"
    for body in bodies:
        yield from _walk(body, fact, path) if isinstance(body, dict) else [f"{path}: no block"]
