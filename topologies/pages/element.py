"""One element: its facts, what hangs on it, what the rules say of it, and where it stands."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.safestring import SafeString, mark_safe

from topologies.computed import Picture, picture_of
from topologies.graph import Element, Graph, Node, Zone
from topologies.pages import words
from topologies.pages.describe import described
from topologies.pages.findings import finding_row
from topologies.pages.frame import Opened, PageRequest, opened
from topologies.pages.properties import stated_fields, stated_properties, unstated
from topologies.pages.related import related
from topologies.services import Action, allowed

Context = dict[str, Any]


def element(request: PageRequest, system: str, topology: str, key: str) -> HttpResponse:
    """The element of this key, in the newest revision."""
    sheet = opened(request, system, topology)
    found = sheet.graph.by_key.get(key)
    if found is None:
        raise Http404(f"there is no element {key!r}")
    may = allowed(request.user, sheet.topology.system)
    return render(request, "topologies/element.html", _context(sheet, found, may))


def _context(sheet: Opened, found: Element, may: frozenset[Action]) -> Context:
    graph, topology = sheet.graph, sheet.topology
    concerned = [row for row in sheet.findings if found.key in row.subjects]
    return {
        "section": "systems",
        "element": found,
        "icon": words.icon_of(graph, found),
        "described": described(found, graph),
        "section_label": words.SECTION_LABELS[found.section],
        "kind": graph.kind(found) if isinstance(found, Node | Zone) else None,
        "crumbs": _crumbs(sheet, found),
        "fields": stated_fields(found, graph, topology),
        "properties": stated_properties(found, graph),
        "unstated": unstated(found, graph),
        "groups": _groups(sheet, found),
        "findings": [finding_row(row, topology, graph, sheet.waived, may) for row in concerned],
        "topology_href": words.topology_href(topology),
        "svg": _surroundings(sheet, found),
    }


def _crumbs(sheet: Opened, found: Element) -> list[Context]:
    """The way down: system, topology, the zones around it from the outside in, itself."""
    topology = sheet.topology
    above = list(reversed(_around(sheet.graph, found)))
    return [
        {"label": "Systems", "href": reverse("home")},
        {"label": str(topology.system), "href": reverse("system", args=[topology.system.slug])},
        {"label": str(topology), "href": words.topology_href(topology)},
        *({"label": zone.name, "href": words.element_href(topology, zone.key)} for zone in above),
        {"label": found.name},
    ]


def _around(graph: Graph, found: Element) -> list[Zone]:
    """The zones that hold the element, innermost first, without itself."""
    if not isinstance(found, Node | Zone):
        return []
    return [zone for zone in graph.path(found) if zone.key != found.key]


def _groups(sheet: Opened, found: Element) -> list[Context]:
    groups = [(label, [_row(sheet, row) for row in rows]) for label, rows in related(found, sheet.graph)]
    return [{"label": label, "rows": rows} for label, rows in groups if rows]


def _row(sheet: Opened, row: Element) -> Context:
    return {
        "key": row.key,
        "name": row.name,
        "text": described(row, sheet.graph),
        "icon": words.icon_of(sheet.graph, row),
        "href": words.element_href(sheet.topology, row.key),
    }


def _surroundings(sheet: Opened, found: Element) -> SafeString | None:
    """The drawing of the zone that it is, or stands in."""
    place = found.key if isinstance(found, Zone) else getattr(found, "zone", None)
    sha256 = sheet.topology.latest_sha256
    if not place or not sha256 or not isinstance(found, Node | Zone):
        return None
    svg = picture_of(sha256, Picture(zone=place))
    return mark_safe(svg.decode())  # noqa: S308 - the renderer escapes every label


urlpatterns = [path("elements/<slug:key>/", element, name="element")]
