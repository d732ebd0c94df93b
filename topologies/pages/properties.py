"""Fields and typed properties of an element, with the titles and units of its kind."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from topologies.graph import Element, Graph
from topologies.graph.base import Reference
from topologies.kinds import FieldPage, fields_of
from topologies.models import Topology
from topologies.pages.words import element_href, name_of, plain

COMMON = {"key", "label", "note", "stated_in", "properties", "placements", "kind"}
Row = dict[str, Any]


def stated_fields(element: Element, graph: Graph, topology: Topology) -> list[Row]:
    """The element's own fields that say something, references as links."""
    return [
        _field(name, getattr(element, name), element.references().get(name), graph, topology)
        for name in type(element).model_fields
        if name not in COMMON and getattr(element, name) not in (None, "", ())
    ]


def _field(name: str, value: Any, mark: Reference | None, graph: Graph, topology: Topology) -> Row:
    label = name.replace("_", " ").capitalize()
    if mark:
        return {"label": label, "value": name_of(graph, value), "href": element_href(topology, value)}
    if isinstance(value, tuple):
        return {"label": label, "value": ", ".join(map(plain, value))}
    return {"label": label, "value": plain(value)}


def stated_properties(element: Element, graph: Graph) -> list[Row]:
    """The typed properties that somebody stated; a composite is a heading followed by its parts."""
    if element.section not in ("nodes", "zones"):
        return []
    kind = graph.kind(element)  # type: ignore[arg-type]
    return list(_rows(element.properties, fields_of(kind), 0))  # type: ignore[attr-defined]


def unstated(element: Element, graph: Graph) -> list[str]:
    """Titles of the properties that the kind has and nobody stated."""
    if element.section not in ("nodes", "zones"):
        return []
    kind = graph.kind(element)  # type: ignore[arg-type]
    values = element.properties  # type: ignore[attr-defined]
    return [field.title for field in fields_of(kind) if _silent(getattr(values, field.name), field)]


def _rows(values: BaseModel, fields: tuple[FieldPage, ...], depth: int) -> Iterator[Row]:
    for field in fields:
        value = getattr(values, field.name)
        if not _silent(value, field):
            yield from _written(value, field, depth)


def _silent(value: Any, field: FieldPage) -> bool:
    return value in (None, "", (), {}) or (value == field.default and not field.required)


def _written(value: Any, field: FieldPage, depth: int) -> Iterator[Row]:
    if isinstance(value, BaseModel):
        yield _row(field, "", depth)
        yield from _rows(value, field.fields, depth + 1)
    elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
        for place, part in enumerate(value, 1):
            yield {**_row(field, "", depth), "title": f"{field.title} {place}"}
            yield from _rows(part, field.fields, depth + 1)
    elif isinstance(value, dict):
        yield _row(field, "", depth)
        yield from ({"title": key, "value": plain(said), "depth": depth + 1} for key, said in value.items())
    else:
        said = ", ".join(map(plain, value)) if isinstance(value, tuple) else plain(value)
        yield _row(field, said, depth)


def _row(field: FieldPage, value: str, depth: int) -> Row:
    unit = field.unit if value else ""
    return {"title": field.title, "value": value, "unit": unit, "help": field.help, "depth": depth}
