"""The tabs of a topology: findings, elements, revisions, notes."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import HttpResponse
from django.urls import path, reverse

from topologies import selectors
from topologies.graph import SECTIONS, Element, Graph
from topologies.pages import words
from topologies.pages.describe import described
from topologies.pages.findings import GROUPINGS, LEVELS, SHOWN, Wanted, finding_row, grouped
from topologies.pages.frame import Opened, PageRequest, framed, opened
from topologies.services import Action, allowed
from topologies.validation.reports import FORMS

MOST_ROWS = 300  # of one section at a time: a longer list is for the filter
DRAWN = {"zones", "nodes", "ports", "links", "replications", "peerings"}
Row = dict[str, Any]


def topology(request: PageRequest, system: str, topology: str) -> HttpResponse:
    """Findings, beside the drawing: `q`, `level` and `shown` choose some, `by` groups them."""
    sheet = opened(request, system, topology)
    wanted = Wanted.asked(request.GET)
    may = allowed(request.user, sheet.topology.system)
    found = [row for row in sheet.findings if wanted.takes(row, sheet.graph, sheet.waived)]
    context = {
        "groups": grouped(
            found,
            sheet.graph,
            wanted.grouping,
            lambda row: finding_row(row, sheet.topology, sheet.graph, sheet.waived, may),
        ),
        "wanted": wanted,
        "shown": len(found),
        "total": len(sheet.findings),
        "choices": {"level": LEVELS, "shown": SHOWN, "by": GROUPINGS},
        "reports": _reports(sheet),
    }
    return framed(request, sheet, "topology", "topologies/parts/findings.html", context)


def _reports(sheet: Opened) -> list[Row]:
    """The findings as files."""
    if not sheet.digest:
        return []
    return [
        {"label": name.upper() if name != "text" else "Text", "href": _report_href(sheet, form.ending)}
        for name, form in FORMS.items()
    ]


def _report_href(sheet: Opened, ending: str) -> str:
    return reverse("findings-file", args=[*sheet.address, ending])


def elements(request: PageRequest, system: str, topology: str) -> HttpResponse:
    """Every element by section; `q` keeps those whose words hold all of its words."""
    sheet = opened(request, system, topology)
    query = request.GET.get("q", "").strip()
    sections = [row for name in SECTIONS if (row := _section(sheet, name, query.casefold().split()))["total"]]
    context = {"sections": sections, "query": query, "shown": sum(row["total"] for row in sections)}
    return framed(request, sheet, "elements", "topologies/parts/elements.html", context)


def _section(sheet: Opened, name: str, wanted: list[str]) -> Row:
    found = list(_matching(sheet.graph, name, wanted))
    rows = [_row(sheet, element, text) for element, text in islice(found, MOST_ROWS)]
    label, left = words.SECTION_LABELS[name], max(len(found) - MOST_ROWS, 0)
    return {"slug": name, "label": label, "rows": rows, "total": len(found), "left": left}


def _matching(graph: Graph, section: str, wanted: list[str]) -> Iterator[tuple[Element, str]]:
    for element in graph.section(section).values():
        text = described(element, graph)
        line = f"{element.key} {element.label} {text}".casefold()
        if all(word in line for word in wanted):
            yield element, text


def _row(sheet: Opened, element: Element, text: str) -> Row:
    return {
        "key": element.key,
        "name": element.name,
        "text": text,
        "icon": words.icon_of(sheet.graph, element),
        "href": words.element_href(sheet.topology, element.key),
        "drawn": element.section in DRAWN,
    }


def revisions(request: PageRequest, system: str, topology: str) -> HttpResponse:
    """Every approved state, newest first."""
    sheet = opened(request, system, topology)
    may_edit = Action.EDIT in allowed(request.user, sheet.topology.system)
    context = {"revisions": selectors.revisions_of(sheet.topology), "may_edit": may_edit}
    return framed(request, sheet, "revisions", "topologies/parts/revisions.html", context)


def notes(request: PageRequest, system: str, topology: str) -> HttpResponse:
    """What the source document says that no field holds, and how it rates the design."""
    sheet = opened(request, system, topology)
    header = sheet.graph.header
    context = {
        "notes": header.notes,
        "ratings": [{"label": label, "value": value} for label, value in header.ratings.items()],
        "document_href": reverse("document", args=sheet.address),
    }
    return framed(request, sheet, "notes", "topologies/parts/notes.html", context)


urlpatterns = [
    path("", topology, name="topology"),
    path("elements/", elements, name="elements"),
    path("revisions/", revisions, name="revisions"),
    path("notes/", notes, name="notes"),
]
