"""Something that stands, as the start of an empty draft: a template, or another topology."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods

from topologies import selectors, services
from topologies.documents import dump
from topologies.graph import Faults, Graph
from topologies.operations import Operation, parse_operations
from topologies.pages.editor.opening import Desk, panel, seated
from topologies.pages.frame import PageRequest
from topologies.starts import starts

KEPT = {"system", "slug", "label", "environment"}  # of the header: what stays the topology's own
Row = dict[str, Any]


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: PageRequest, system: str, topology: str, draft: int) -> HttpResponse:
    """The choice; a POST fills the draft with what was chosen, in one edit that can be undone."""
    desk = seated(request, system, topology, draft)
    if request.method == "POST":
        return _filled(request, desk)
    context = {
        "templates": [
            {"slug": slug, "label": row.label, "summary": row.summary, "size": row.size}
            for slug, row in starts().items()
        ],
        "others": _others(request, desk),
        "empty": not desk.graph.by_key,
    }
    return panel(request, desk, "Start", "topologies/editor/start.html", context)


def _others(request: PageRequest, desk: Desk) -> list[Row]:
    """Every topology with a revision that this person may read."""
    found = selectors.topologies_for(request.user).exclude(pk=desk.topology.pk)
    return [
        {"value": f"{row.system.slug}/{row.slug}", "label": f"{row.system}: {row}"}
        for row in found
        if row.latest_sha256
    ]


def _filled(request: PageRequest, desk: Desk) -> HttpResponse:
    try:
        services.draft_edit(
            draft=desk.draft,
            actor=request.user,
            base_version=desk.version,
            operations=filling(_chosen(request)),
            request_id=uuid4().hex,
        )
    except (Faults, services.Refused) as error:
        messages.error(request, f"That does not fit what is here already: {error}")
    return redirect(desk.href())


def _chosen(request: PageRequest) -> Graph:
    """The graph of the template or topology that the form names."""
    template, other = request.POST.get("template", ""), request.POST.get("topology", "")
    if template in starts():
        return starts()[template].graph
    system, _, slug = other.partition("/")
    found = selectors.topology_get(user=request.user, system_slug=system, topology_slug=slug)
    if not found.latest_sha256:
        raise Http404("that topology has no revision")
    return selectors.graph_of(found.latest_sha256)


def filling(graph: Graph) -> tuple[Operation, ...]:
    """The operations that put everything of this graph into an empty topology."""
    document = dump(graph)
    header = {name: value for name, value in document.pop("topology").items() if name not in KEPT}
    document.pop("format")
    rows = [
        {"op": "add", "section": section, "key": key, "fields": fields}
        for section, elements in document.items()
        for key, fields in elements.items()
    ]
    return parse_operations([*([{"op": "configure", "fields": header}] if header else []), *rows])


urlpatterns = [path("drafts/<int:draft>/start/", start, name="editor-start")]
