"""The list of changes: one row for each item, its fields in words."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from topologies.comparing import Compared, Field, Item
from topologies.comparing.canvas.marks import SIGNS
from topologies.computed import kept
from topologies.graph import Element, Graph, Header
from topologies.kinds import fields_of
from topologies.models import Thread
from topologies.pages.comparison.pairs import Pair
from topologies.pages.describe import described
from topologies.pages.words import name_of, plain

MOST_NAMED = 6  # elements of a picture that moved, by name
_ONE_OF = {  # what one element of a section is called
    "zones": "zone",
    "nodes": "node",
    "ports": "port",
    "security_groups": "security group",
    "rules": "security-group rule",
    "attachments": "attached security group",
    "peerings": "peering",
    "routes": "route",
    "network_acls": "network ACL",
    "acl_entries": "network ACL entry",
    "links": "link",
    "replications": "replication",
    "views": "view",
}
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Listing:
    """Every item as a row, and the legend: each kind of change with its sign and how many there are."""

    rows: list[Row]
    counts: list[Row]


def listing_of(pair: Pair) -> Listing:
    """Worked out once for each content."""
    return kept(pair.listing_key(), lambda: _listing(pair.compared))


def _listing(compared: Compared) -> Listing:
    writer = _Writer(compared)
    counts = [{"kind": kind, "sign": SIGNS[kind], "count": count} for kind, count in compared.counts.items()]
    return Listing([writer.row(item) for item in compared.items], counts)


def discussed(rows: Iterable[Row], threads: Iterable[Thread]) -> list[Row]:
    """The rows with the conversations about each."""
    said: dict[str, list[Thread]] = {}
    for thread in threads:
        said.setdefault(thread.element, []).append(thread)
    return [row | {"threads": said.get(row["key"], []) if row["key"] else []} for row in rows]


class _Writer:
    def __init__(self, compared: Compared) -> None:
        self._compared = compared

    def row(self, item: Item) -> Row:
        return {
            "id": item.id,
            "key": item.key,
            "kind": item.kind,
            "sign": SIGNS[item.kind],
            "what": _ONE_OF.get(item.section, "topology"),
            "name": item.name or ("" if item.key else self._compared.after.header.label),
            "text": self._text(item),
            "fields": [self._field(item, field) for field in item.fields],
            "stays": item.kind in ("changed", "moved"),
        }

    def _text(self, item: Item) -> str:
        graph = self._graph(new=item.change.after is not None)
        return "" if isinstance(item.element, Header) else described(item.element, graph)

    def _graph(self, *, new: bool) -> Graph:
        return self._compared.after if new else self._compared.before

    def _field(self, item: Item, field: Field) -> Row:
        title, unit = _titles(item.element, self._graph(new=item.change.after is not None), field.path)
        before, after = (
            self._value(item.element, field, value, self._graph(new=new))
            for new, value in ((False, field.before), (True, field.after))
        )
        return {"path": field.path, "title": title, "unit": unit, "before": before, "after": after}

    def _value(self, element: Element | Header, field: Field, value: Any, graph: Graph) -> str:
        if field.path == "placements":
            return _places(value or {}, graph)
        if isinstance(element, Element) and field.path in element.references() and value:
            return name_of(graph, value)
        return told(value)


def _titles(element: Element | Header, graph: Graph, path: str) -> tuple[str, str]:
    """What people call the field, and its unit."""
    first, _, rest = path.partition(".")
    if first == "properties" and isinstance(element, Element):
        pages = {page.name: page for page in fields_of(graph.kind(element))}  # type: ignore[arg-type]
        return (pages[rest].title, pages[rest].unit) if rest in pages else (rest, "")
    return path.replace("_", " ").replace(".", ": ").capitalize(), ""


def told(value: Any) -> str:
    """A value of a document in words; empty where there is none."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {told(one)}" for key, one in value.items())
    if isinstance(value, list):
        simple = not any(isinstance(one, Mapping | list) for one in value)
        return ", ".join(map(told, value)) if simple else json.dumps(value, ensure_ascii=False)
    return plain(value)


def _places(spots: Mapping[str, Any], graph: Graph) -> str:
    named = [name_of(graph, key) for key in list(spots)[:MOST_NAMED]]
    more = f" and {len(spots) - MOST_NAMED} more" if len(spots) > MOST_NAMED else ""
    return f"places of {', '.join(named)}{more}" if spots else ""
