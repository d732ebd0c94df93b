"""Which questions the inspector asks about what is selected."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from topologies.documents import dump_value
from topologies.graph import SECTIONS, Element, Graph, Header, Node, Zone
from topologies.kinds import fields_of, pages_of
from topologies.pages.editor.widgets import Field, asked, kinds_for, referring

# What says whose an element is: shown, not asked.
OWNERS = {
    "ports": "node",
    "rules": "group",
    "attachments": "group",
    "routes": "zone",
    "network_acls": "zone",
    "acl_entries": "acl",
}
# What is asked before an element is added: what it cannot do without, and what names it.
NEW = {
    "ports": ("number", "protocol", "application", "tls", "label"),
    "rules": ("direction", "protocol", "from_port", "to_port", "cidr", "peer_group", "peer_zone"),
    "attachments": ("group",),
    "routes": ("destination", "via"),
    "network_acls": ("label",),
    "acl_entries": ("number", "direction", "action", "protocol", "from_port", "to_port", "cidr"),
    "links": ("target", "role", "protocol", "encrypted"),
    "replications": ("target", "mode", "lag_seconds", "failover"),
    "peerings": ("peer",),
    "security_groups": ("label", "firewall"),
    "views": ("label", "shows", "zone"),
}
REQUIRED = {"group", "via", "target", "peer"}
SKIPPED = {"key", "placements", "properties"}
NOTES = ("note", "stated_in")
COSTS = ("monthly_cost_usd", "monthly_cost_high_usd", "cost_lines")
FEW = 5  # properties that nobody stated: so few are not worth folding away
FROZEN = {"system", "slug"}
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Fields under one heading: `first` in sight, `more` folded away."""

    slug: str
    title: str
    first: tuple[Field, ...]
    more: tuple[Field, ...] = ()
    open: bool = True

    @property
    def fields(self) -> tuple[Field, ...]:
        return (*self.first, *self.more)

    def with_errors(self, found: dict[str, list[str]]) -> "Chapter":
        return replace(
            self,
            first=tuple(field.with_errors(found) for field in self.first),
            more=tuple(field.with_errors(found) for field in self.more),
            open=self.open or any(leaf.name in found for field in self.fields for leaf in field.every()),
        )


def about_element(element: Element, graph: Graph) -> tuple[Chapter, ...]:
    """Everything that can be said of one element."""
    own = _own(element, graph)
    basics = Chapter("basics", "", tuple(field for field in own if field.name not in NOTES))
    notes = Chapter(
        "notes", "Notes and source", tuple(field for field in own if field.name in NOTES), open=False
    )
    notes = replace(notes, open=any(field.stated for field in notes.first))
    return (basics, *_typed(element, graph), notes)


def _own(element: Element, graph: Graph) -> list[Field]:
    values = element.model_dump(mode="json", exclude={"properties", "placements"})
    owner = OWNERS.get(element.section, "")
    pages = [page for page in pages_of(SECTIONS[element.section]) if page.name not in SKIPPED | {owner}]
    fields = [
        asked(page, values.get(page.name)) for page in sorted(pages, key=lambda page: page.name != "label")
    ]
    return [_named(field, element, graph) for field in fields]


def _named(field: Field, element: Element, graph: Graph) -> Field:
    """References become choices, and so does the kind."""
    if field.name == "kind" and isinstance(element, Node | Zone):
        return replace(
            field, type="choice", options=kinds_for(element), help="another kind starts with no properties"
        )
    mark = element.references().get(field.name)
    return referring(field, mark, graph, element) if mark else field


def _typed(element: Element, graph: Graph) -> tuple[Chapter, ...]:
    """The properties of its kind: what is stated first, the rest folded, cost for itself."""
    if not isinstance(element, Node | Zone):
        return ()
    values = element.properties.model_dump(mode="json")
    fields = [asked(page, values[page.name], "properties.") for page in fields_of(graph.kind(element))]
    cost = [field for field in fields if field.name.removeprefix("properties.") in COSTS]
    rest = [field for field in fields if field not in cost]
    first = tuple(field for field in rest if field.stated or field.required)
    more = tuple(field for field in rest if field not in first)
    if len(more) <= FEW:
        first, more = tuple(rest), ()
    money = Chapter("cost", "Cost", tuple(cost), open=any(field.stated for field in cost))
    return Chapter("properties", graph.kind(element).label, first, more), money


def about_topology(header: Header) -> tuple[Chapter, ...]:
    """What is said of the topology as a whole."""
    values = dump_value(header)
    fields = {
        page.name: asked(page, values.get(page.name)) for page in pages_of(Header) if page.name not in FROZEN
    }
    basics = tuple(fields[name] for name in ("label", "environment", "summary"))
    rest = tuple(field for name, field in fields.items() if field not in basics and name != "objectives")
    objectives = Chapter("objectives", "Objectives and budget", (fields["objectives"],))
    notes = Chapter("notes", "Notes, ratings and source", rest, open=False)
    return Chapter("basics", "", basics), objectives, notes


def about_all(elements: Sequence[Element], graph: Graph) -> tuple[Chapter, ...]:
    """What several elements share: fields with one name and one way of asking. A value that differs is `mixed`."""
    asked_of = [_plain(about_element(element, graph)) for element in elements]
    names = [name for name in asked_of[0] if all(name in other for other in asked_of[1:])]
    rows = [[each[name] for each in asked_of] for name in names]
    shared = [_shared(row) for row in rows if len({field.type for field in row}) == 1]
    basics = tuple(field for field in shared if not field.name.startswith("properties."))
    typed = tuple(field for field in shared if field.name.startswith("properties."))
    chapters = (Chapter("basics", "", basics), Chapter("properties", "Properties they share", (), typed))
    return tuple(chapter for chapter in chapters if chapter.fields)


def _plain(chapters: Iterable[Chapter]) -> dict[str, Field]:
    fields = (field for chapter in chapters for field in chapter.fields)
    return {field.name: field for field in fields if field.type not in ("part", "parts")}


def _shared(fields: Sequence[Field]) -> Field:
    first = fields[0]
    if first.type in ("reference", "choice", "key"):
        common = [option for option in first.options if all(option in field.options for field in fields)]
        first = replace(first, options=tuple(common))
    if all(field.value == first.value for field in fields):
        return first
    return _mixed(first)


def _mixed(field: Field) -> Field:
    """Nothing chosen, and nothing said unless somebody chooses."""
    if field.type in ("flag", "tri"):
        options = (("", "They differ"), ("true", "Yes"), ("false", "No"))
        return replace(field, type="tri", value="", options=options, mixed=True)
    given = tuple(option for option in field.options if option[0])
    return replace(field, value="", options=(("", "They differ"), *given) if given else (), mixed=True)


def about_new(section: str, graph: Graph) -> tuple[Field, ...]:
    """The questions of a new element of this section; whose it is stands in the form."""
    kind = SECTIONS[section]
    marks = kind.references()
    fields = [asked(page, None) for page in pages_of(kind) if page.name in NEW[section]]
    ordered = sorted(fields, key=lambda field: NEW[section].index(field.name))
    return tuple(
        referring(replace(field, required=field.name in REQUIRED), marks[field.name], graph, None)
        if field.name in marks
        else field
        for field in ordered
    )
