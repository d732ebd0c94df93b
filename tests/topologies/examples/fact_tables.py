"""Reads the tables of facts beside the tests, and finds figures in text.

A table is one source document: `facts/<document>.yaml` with `document`, `ignored` (figure -> reason why no model holds
it) and `topologies`: `<system>/<slug>` -> `counts` (see `counted`) and `facts`, each

    {fact: our words, section: heading of the document, at: dotted path, is: value}

`at` leads into the canonical document with all defaults written out. A mapping under `is` names the fields that matter,
anything else must be equal. `holds` instead of `is` asks for a piece of text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from topologies.examples import examples
from topologies.graph import SECTIONS, Graph

TABLES = Path(__file__).parent / "facts"
SEEDS = Path(__file__).parents[4] / "shared" / "seeds"


@dataclass(frozen=True)
class Fact:
    """One statement of a document and the place in the model that holds it."""

    topology: str
    words: str
    section: str
    at: str
    expected: Any
    holds: str | None

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(self.at.split("."))

    def found(self, model: Any) -> Any:
        for step in self.path:
            model = model[int(step)] if isinstance(model, list | tuple) else model[step]
        return model


@dataclass(frozen=True)
class Table:
    """The facts of one document."""

    document: str
    ignored: Mapping[str, str]
    counts: Mapping[str, Mapping[str, int]]
    facts: tuple[Fact, ...]


@cache
def tables() -> tuple[Table, ...]:
    return tuple(_table(YAML(typ="safe", pure=True).load(path)) for path in sorted(TABLES.glob("*.yaml")))


def _table(data: dict[str, Any]) -> Table:
    return Table(
        data["document"],
        data.get("ignored", {}),
        {slug: rows["counts"] for slug, rows in data["topologies"].items()},
        tuple(_fact(slug, row) for slug, rows in data["topologies"].items() for row in rows["facts"]),
    )


def _fact(slug: str, row: dict[str, Any]) -> Fact:
    assert set(row) in ({"fact", "section", "at", "is"}, {"fact", "section", "at", "holds"}), row
    return Fact(slug, row["fact"], row["section"], row["at"], row.get("is"), row.get("holds"))


@cache
def graph(topology: str) -> Graph:
    """The graph of the example `<system>/<slug>`."""
    return next(e.graph() for e in examples() if f"{e.system}/{e.slug}" == topology)


@cache
def model(topology: str) -> dict[str, Any]:
    """Every field of an example, defaults written out."""
    found = graph(topology)
    sections = {
        name: {key: element.model_dump(mode="json") for key, element in found.section(name).items()}
        for name in SECTIONS
    }
    return {"topology": found.header.model_dump(mode="json"), **sections}


def counted(topology: str) -> dict[str, int]:
    """How much an example holds: elements by section, alerts, and the edges and ports that its document states."""
    found = {name: len(rows) for name, rows in model(topology).items() if name in SECTIONS}
    paths = {path[:-1] for path, _ in leaves(model(topology)) if "alerts" in path and path[-1] == "metric"}
    stated = graph(topology)
    return {
        **found,
        "alerts": len(paths),
        "stated_ports": sum(bool(port.stated_in) for port in stated.ports.values()),
        "stated_links": sum(bool(link.stated_in) for link in stated.links.values()),
    }


def agrees(found: Any, expected: Any) -> bool:
    """Is everything that is expected there? Lists must be equally long."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(
            key in found and agrees(found[key], value) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(agrees, found, expected))
    return bool(found == expected and isinstance(found, bool) == isinstance(expected, bool))


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every plain value inside, with its path."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(part, (*path, key))
    elif isinstance(value, list | tuple):
        for place, part in enumerate(value):
            yield from leaves(part, (*path, str(place)))
    else:
        yield path, value


UNITS = {
    "M": "MB",
    "second": "s",
    "seconds": "s",
    "minute": "min",
    "minutes": "min",
    "h": "hours",
    "hour": "hours",
    "day": "days",
    "week": "weeks",
    "user": "users",
    "worker": "workers",
    "connection": "connections",
}
PATTERNS = (
    (r"(\d+\.\d+\.\d+\.\d+(?:/\d+)?)", "{}"),
    (r"(?i)port:? (\d{2,5})", "port {}"),
    (r"(?m)^\| (\d{2,5}) \|", "port {}"),
    (r"(\d{2,5})/tcp", "port {}"),
    (r"[a-z0-9 ]:(\d{4,5})\b", "port {}"),
)
PRICE = re.compile(r"\$(\d+)(?:-(\d+))?")
MEASURE = re.compile(
    r"(\d+(?:\.\d+)?)(?:-(\d+))?[ -]?"
    r"(%|GB|MB|M|Mbps|ms|seconds?|s|minutes?|min|hours?|h|days?|weeks?|vCPU|k|users?|connections?|workers?)"
    r"(?![A-Za-z])"
)


def figures(text: str) -> set[str]:
    """Ports, addresses, prices, sizes, shares and times in a text, each in one spelling."""
    found = {shape.format(hit) for pattern, shape in PATTERNS for hit in re.findall(pattern, text)}
    found |= {f"${price}" for both in PRICE.findall(text) for price in both if price}
    for first, last, unit in MEASURE.findall(text):
        found |= {f"{number} {UNITS.get(unit, unit)}" for number in (first, last) if number}
    return found
