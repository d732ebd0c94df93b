"""Named views: made, renamed and deleted. They are elements, so everybody who works on the draft shares them."""

import json
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from topologies.graph import View
from topologies.kinds import pages_of
from topologies.pages.editor.opening import panel, seated
from topologies.pages.editor.widgets import Field, asked, referring
from topologies.pages.frame import PageRequest

GIVEN = (("", "Everything"), ("network", "Network"), ("dataflow", "Data flow"), ("security", "Security"))
Row = dict[str, Any]


@require_safe
def views(request: PageRequest, system: str, topology: str, draft: int) -> HttpResponse:
    """The pictures that every topology has, and those that its architects arranged."""
    desk = seated(request, system, topology, draft)
    made = [_row(view) for view in desk.graph.views.values()]
    context = {
        "given": [{"key": key, "name": name} for key, name in GIVEN if key not in desk.graph.views],
        "views": made,
        "add": _questions(desk.graph),
        "inspector": desk.href("inspector"),
    }
    return panel(request, desk, "Views", "topologies/editor/views.html", context)


def _row(view: View) -> Row:
    return {
        "key": view.key,
        "name": view.name,
        "shows": f"one zone: {view.zone}" if view.zone else view.shows,
        "placed": len(view.placements),
        "remove": json.dumps([{"op": "remove", "key": view.key}]),
    }


def _questions(graph: Any) -> list[Field]:
    """Name, what it shows, and the zone where it shows one."""
    pages = {page.name: page for page in pages_of(View)}
    fields = [asked(pages[name], None) for name in ("label", "shows", "zone")]
    return [*fields[:2], referring(fields[2], View.references()["zone"], graph, None)]


urlpatterns = [path("drafts/<int:draft>/views/", views, name="editor-views")]
