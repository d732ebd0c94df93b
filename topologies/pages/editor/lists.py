"""What hangs on an element, with a way to take each off and a form to add another."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from topologies.graph import AclEntry, Attachment, Element, Graph, Link, Node, Zone
from topologies.kinds import Trait
from topologies.pages import words
from topologies.pages.describe import described
from topologies.pages.editor.questions import about_new
from topologies.pages.editor.widgets import Field

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hanging:
    """One list: the elements of `section` whose `field` names the element; `adds` where one may be added here."""

    slug: str
    title: str
    section: str
    field: str
    adds: bool = True


HANGING = {
    "nodes": (
        Hanging("ports", "Ports", "ports", "node"),
        Hanging("groups", "Security groups", "attachments", "target"),
        Hanging("links-out", "Links out", "links", "source"),
        Hanging("links-in", "Links in", "links", "target", adds=False),
        Hanging("copies-out", "Replicates to", "replications", "source"),
        Hanging("copies-in", "Replicated from", "replications", "target", adds=False),
    ),
    "zones": (
        Hanging("groups", "Security groups", "attachments", "target"),
        Hanging("routes", "Routes", "routes", "zone"),
        Hanging("acls", "Network ACLs", "network_acls", "zone"),
        Hanging("peerings", "Peerings", "peerings", "network"),
        Hanging("peered", "Peered by", "peerings", "peer", adds=False),
    ),
    "security_groups": (
        Hanging("rules", "Rules", "rules", "group"),
        Hanging("targets", "Stands on", "attachments", "group", adds=False),
    ),
    "network_acls": (Hanging("entries", "Entries", "acl_entries", "acl"),),
    "": (
        Hanging("all-groups", "Security groups", "security_groups", ""),
        Hanging("views", "Views", "views", ""),
    ),
}
# Which zones carry what; a list that is not empty is shown anyway.
_WANTS = {"groups": Trait.HOST, "routes": Trait.TIER, "acls": Trait.TIER, "peerings": Trait.NETWORK}


def hanging(element: Element | None, graph: Graph) -> list[Row]:
    """The lists of an element, or of the topology itself."""
    section, key = (element.section, element.key) if element else ("", "")
    lists = [_list(spec, key, graph) for spec in HANGING.get(section, ())]
    return [row for row in lists if row["rows"] or (row["add"] and _fits(element, row["slug"], graph))]


def _fits(element: Element | None, slug: str, graph: Graph) -> bool:
    wanted = _WANTS.get(slug)
    return not isinstance(element, Zone) or wanted is None or graph.kind(element).has(wanted)


def _list(spec: Hanging, owner: str, graph: Graph) -> Row:
    found = [
        row
        for row in graph.section(spec.section).values()
        if not spec.field or getattr(row, spec.field) == owner
    ]
    if spec.section == "acl_entries":
        found.sort(key=lambda row: (row.direction, row.number))  # type: ignore[attr-defined]
    return {
        "slug": spec.slug,
        "title": spec.title,
        "section": spec.section,
        "owner_field": spec.field,
        "owner": owner,
        "rows": [_row(row, spec, found, graph) for row in found],
        "add": questions(spec.section, spec.field, graph) if spec.adds else (),
    }


def questions(section: str, owner_field: str, graph: Graph) -> tuple[Field, ...]:
    """What to ask before one is added: its group where the list belongs to a target."""
    return tuple(field for field in about_new(section, graph) if field.name != owner_field)


def _row(row: Element, spec: Hanging, rows: list[Element], graph: Graph) -> Row:
    target = _meant(row, spec, graph)
    return {
        "key": target.key,
        "name": target.name,
        "text": _text(row, spec, graph),
        "icon": words.icon_of(graph, target),
        "remove": _wire([_taking_off(row)]),
        "removal": "Detach" if isinstance(row, Attachment) else "Remove",
        "moves": list(_moves(row, rows)) if isinstance(row, AclEntry) else [],
    }


def _meant(row: Element, spec: Hanging, graph: Graph) -> Element:
    """An attachment stands for what is at its other end."""
    if not isinstance(row, Attachment):
        return row
    return graph.by_key[row.target if spec.field == "group" else row.group]


def _text(row: Element, spec: Hanging, graph: Graph) -> str:
    if isinstance(row, Attachment):
        other = _meant(row, spec, graph)
        return graph.kind(other).label if isinstance(other, Node | Zone) else described(other, graph)
    return described(row, graph)


def _taking_off(row: Element) -> Row:
    op = {Attachment: "detach", Link: "disconnect"}.get(type(row), "remove")
    return {"op": op, "key": row.key}


def _moves(row: AclEntry, rows: list[Element]) -> Iterator[Row]:
    """An entry one place up or down among those of its direction."""
    keys = [other.key for other in rows if isinstance(other, AclEntry) and other.direction == row.direction]
    at = keys.index(row.key)
    for label, to in (("Earlier", at - 1), ("Later", at + 1)):
        if 0 <= to < len(keys):
            order = list(keys)
            order[at], order[to] = order[to], order[at]
            operation = {"op": "reorder", "key": row.acl, "direction": row.direction, "order": order}
            yield {"label": label, "operations": _wire([operation])}


def _wire(operations: list[Row]) -> str:
    return json.dumps(operations)
