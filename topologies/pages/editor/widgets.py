"""Form fields made from typed fields: which widget asks for a value, and which options a reference has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from topologies.graph import Element, Graph, Node, Zone
from topologies.graph.base import Reference
from topologies.kinds import FieldPage, node_kinds, zone_kinds

MOST_OPTIONS = 80  # a longer list of elements is typed, not chosen
LONG = {"note", "summary", "text"}
UNSAID = "Not said"
Option = tuple[str, str]
_TYPES = {"whole number": "integer", "number": "number", "text": "text", "CIDR": "text"}


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `name` is the dotted path of the value; `fields` are the parts of a composite, `rows` those of each
    member of a list of composites, the last one blank. `type` is what forms.js and `answers` read it by."""

    name: str
    title: str
    type: str
    value: Any = ""
    default: Any = None
    unit: str = ""
    help: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    fields: tuple["Field", ...] = ()
    rows: tuple[tuple["Field", ...], ...] = ()
    errors: tuple[str, ...] = ()
    mixed: bool = False

    @property
    def id(self) -> str:
        return "field-" + self.name.replace(".", "-").replace("_", "-")

    @property
    def stated(self) -> bool:
        """Does the document say anything here?"""
        if self.type == "part":
            return any(part.stated for part in self.fields)
        return len(self.rows) > 1 if self.type == "parts" else self.value not in ("", False)

    def every(self) -> Iterator["Field"]:
        """This field and all inside it."""
        yield self
        for part in (*self.fields, *(part for row in self.rows for part in row)):
            yield from part.every()

    def with_errors(self, found: Mapping[str, Sequence[str]]) -> "Field":
        return replace(
            self,
            errors=tuple(found.get(self.name, ())),
            fields=tuple(part.with_errors(found) for part in self.fields),
            rows=tuple(tuple(part.with_errors(found) for part in row) for row in self.rows),
        )


def asked(page: FieldPage, value: Any, prefix: str = "") -> Field:
    """The field that asks for a property; `value` as it stands in a document, None = not there."""
    name = f"{prefix}{page.name}"
    made = Field(
        name,
        page.title,
        _type(page),
        default=_default(page.default),
        unit=page.unit,
        help=_help(page),
        required=page.required,
        options=_options(page),
    )
    if made.type == "part":
        return replace(made, fields=_parts(page.fields, value or {}, name))
    if made.type == "parts":
        given = [*(value or ()), {}]
        return replace(
            made, rows=tuple(_parts(page.fields, row, f"{name}.{at}") for at, row in enumerate(given))
        )
    return replace(made, value=written(made.type, page.default if value is None else value))


def _default(value: Any) -> Any:
    """What a blank form shows; None where it shows nothing."""
    return None if value is None or value in ("", [], {}) else value


def _parts(pages: Sequence[FieldPage], values: Mapping[str, Any], name: str) -> tuple[Field, ...]:
    return tuple(asked(page, values.get(page.name), f"{name}.") for page in pages)


def _type(page: FieldPage) -> str:
    if page.fields:
        return "parts" if page.type.startswith("list of") else "part"
    if page.choices:
        return "choice"
    if page.type == "yes or no":
        return "tri" if page.default is None else "flag"
    if page.type.startswith("list of"):
        return "list"
    if page.type.startswith("names with"):
        return "numbers" if "number" in page.type else "pairs"
    return "long" if page.name in LONG else _TYPES.get(page.type, "text")


def _help(page: FieldPage) -> str:
    shapes = {"list": "one a line", "pairs": "one NAME=value a line", "numbers": "one name=number a line"}
    hint = shapes.get(_type(page), "such as 10.0.0.0/16" if page.type == "CIDR" else "")
    return "; ".join(part for part in (page.help, hint) if part)


def _options(page: FieldPage) -> tuple[Option, ...]:
    if page.type == "yes or no" and page.default is None:
        return (("", UNSAID), ("true", "Yes"), ("false", "No"))
    given = [(choice, choice.replace("-", " ").capitalize() or UNSAID) for choice in page.choices]
    if given and page.default is None and "" not in page.choices:
        given.insert(0, ("", "Choose …" if page.required else UNSAID))
    return tuple(given)


def written(kind: str, value: Any) -> Any:
    """A value as its widget shows it."""
    if value is None:
        return ""
    if kind == "flag":
        return bool(value)
    if kind == "tri":
        return str(value).lower()
    if kind == "list":
        return "\n".join(map(str, value))
    if kind in ("pairs", "numbers"):
        return "\n".join(f"{name}={said}" for name, said in value.items())
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1_000_000 else str(value)


# --- references ------------------------------------------------------------------------------------------


def referring(made: Field, mark: Reference, graph: Graph, element: Element | None) -> Field:
    """The field as a choice among the elements that it may name; as text where there are too many."""
    options = [(row.key, _called(row)) for row in _candidates(made.name, mark, graph, element)]
    if len(options) > MOST_OPTIONS:
        return replace(made, type="key", help="the key of an element")
    blank = () if made.required else (("", "None"),)
    if made.required and not made.value:
        blank = (("", "Choose …"),)
    return replace(
        made, type="reference", options=(*blank, *sorted(options, key=lambda row: row[1].casefold()))
    )


def _called(element: Element) -> str:
    name = element.name if len(element.name) <= 60 else f"{element.name[:59]}…"
    return name if name == element.key else f"{name} ({element.key})"


def _candidates(name: str, mark: Reference, graph: Graph, element: Element | None) -> Iterator[Element]:
    if isinstance(element, Node) and name == "zone":
        return (zone for zone in graph.zones.values() if zone.kind in graph.kind(element).parents)
    if isinstance(element, Zone) and name == "parent":
        return _parents(graph, element)
    if name == "port" and (target := getattr(element, "target", None)):
        return iter(graph.ports_of.get(target, ()))
    return (row for section in mark.sections for row in graph.section(section).values())


def _parents(graph: Graph, element: Zone) -> Iterator[Zone]:
    """Zones that may hold it and do not stand inside it."""
    for zone in graph.zones.values():
        inside = any(step.key == element.key for step in graph.path(zone))
        if zone.kind in graph.kind(element).parents and not inside:
            yield zone


def kinds_for(element: Element) -> tuple[Option, ...]:
    """The kinds that a node or zone may turn into."""
    kinds = node_kinds() if isinstance(element, Node) else zone_kinds()
    return tuple(
        sorted(((slug, kind.label) for slug, kind in kinds.items()), key=lambda row: row[1].casefold())
    )
