"""The topology as a tree: zones, what stands in them, ports; then links, replications and groups.

A branch carries its rows only while it is open, so that a large topology stays a short page. `?open=key` names the
branches that are open; where none is named, the first levels are.
"""

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from topologies.graph import Element, Graph, Node, Zone
from topologies.pages import words
from topologies.pages.describe import described
from topologies.pages.editor.opening import Desk, panel, seated
from topologies.pages.frame import PageRequest

FIRST_ROWS = 150  # branches open by themselves until this many rows are shown
MOST_ROWS = 3000
Row = dict[str, Any]
SECTIONS = ("links", "replications", "security_groups", "peerings", "views")


@require_safe
def outline(request: PageRequest, system: str, topology: str, draft: int) -> HttpResponse:
    """The tree, or its rows that match `q` as a flat list."""
    desk = seated(request, system, topology, draft)
    query = request.GET.get("q", "").strip()
    tree = _Tree(desk, _opened(request.GET.get("open"), desk.graph))
    rows = list(tree.matching(query)) if query else list(tree.rows())
    context = {
        "rows": rows[:MOST_ROWS],
        "more": max(len(rows) - MOST_ROWS, 0),
        "query": query,
        "total": len(desk.graph.by_key),
        "open": " ".join(sorted(tree.open)),
    }
    return panel(request, desk, "Outline", "topologies/editor/outline.html", context)


def _opened(named: str | None, graph: Graph) -> frozenset[str]:
    if named is not None:
        return frozenset(named.split())
    found: set[str] = {"in-links"} if len(graph.links) <= FIRST_ROWS else set()
    waiting = deque(graph.child_zones.get("", ()))
    shown = len(waiting) + len(graph.nodes_in.get("", ()))
    while waiting and shown < FIRST_ROWS:
        zone = waiting.popleft()
        inner = graph.child_zones.get(zone.key, ())
        found.add(zone.key)
        shown += len(inner) + len(graph.nodes_in.get(zone.key, ()))
        waiting.extend(inner)
    return frozenset(found)


class _Tree:
    """Walks the graph and yields one row after the other, each with its level."""

    def __init__(self, desk: Desk, opened: frozenset[str]) -> None:
        self.graph, self.open = desk.graph, opened
        self.troubled = _troubled(desk)

    def rows(self) -> Iterator[Row]:
        yield from self.inside("", 1)
        for section in SECTIONS:
            elements = list(self.graph.section(section).values())
            if elements:
                yield from self.section(section, elements)

    def inside(self, zone: str, level: int) -> Iterator[Row]:
        found: list[Zone | Node] = [*self.graph.child_zones.get(zone, ()), *self.graph.nodes_in.get(zone, ())]
        for place, element in enumerate(found, 1):
            yield from self.branch(element, level, place, len(found))

    def branch(self, element: Zone | Node, level: int, place: int, total: int) -> Iterator[Row]:
        children = self.children(element)
        is_open = element.key in self.open
        expanded = is_open if children else None
        yield self.row(element, level, place, total, expanded=expanded, children=children)
        if not (children and is_open):
            return
        if isinstance(element, Zone):
            yield from self.inside(element.key, level + 1)
        else:
            ports = self.graph.ports_of.get(element.key, ())
            for at, port in enumerate(ports, 1):
                yield self.row(port, level + 1, at, len(ports))

    def children(self, element: Zone | Node) -> int:
        graph, key = self.graph, element.key
        if isinstance(element, Node):
            return len(graph.ports_of.get(key, ()))
        return len(graph.child_zones.get(key, ())) + len(graph.nodes_in.get(key, ()))

    def section(self, section: str, elements: list[Element]) -> Iterator[Row]:
        name = f"in-{section}"
        is_open = name in self.open
        yield {
            "branch": name,
            "name": words.SECTION_LABELS[section],
            "level": 1,
            "place": 1,
            "total": len(SECTIONS),
            "expanded": is_open,
            "children": len(elements),
            "icon": "ui-chevron",
        }
        if is_open:
            for at, element in enumerate(elements, 1):
                yield self.row(element, 2, at, len(elements))

    def matching(self, query: str) -> Iterator[Row]:
        wanted = query.casefold().split()
        found = [
            element for element in self.graph.elements() if all(map(_holds(element, self.graph), wanted))
        ]
        for place, element in enumerate(found, 1):
            yield self.row(element, 1, place, len(found))

    def row(
        self,
        element: Element,
        level: int,
        place: int,
        total: int,
        *,
        expanded: bool | None = None,
        children: int = 0,
    ) -> Row:
        return {
            "key": element.key,
            "branch": element.key,
            "name": element.name,
            "text": described(element, self.graph),
            "icon": words.icon_of(self.graph, element),
            "level": level,
            "place": place,
            "total": total,
            "expanded": expanded,
            "children": children,
            "problems": self.troubled.get(element.key, 0),
        }


def _holds(element: Element, graph: Graph) -> Callable[[str], bool]:
    line = f"{element.key} {element.label} {described(element, graph)}".casefold()
    return lambda word: word in line


def _troubled(desk: Desk) -> dict[str, int]:
    """Key -> number of failures that name it."""
    found: dict[str, int] = {}
    for finding in desk.findings:
        if finding.verdict == "fail":
            for key in finding.subjects:
                found[key] = found.get(key, 0) + 1
    return found


urlpatterns = [path("drafts/<int:draft>/outline/", outline, name="editor-outline")]
