"""What may be drawn over a draft: the way from one node to another, and what a failure takes along. As JSON."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from topologies import answers, drills
from topologies.graph import Graph
from topologies.pages.answers import VERDICTS, named
from topologies.pages.editor.opening import seated
from topologies.pages.frame import PageRequest
from topologies.pages.resilience import failure_name
from topologies.reachability import Answer, Engine
from topologies.resilience import Resilience, failures

WORDS = {"lost": "Lost", "cut": "Cut off", "less": "Weaker", "promoted": "Takes over"}
Context = dict[str, Any]


@require_safe
@never_cache
def overlay(request: PageRequest, system: str, topology: str, draft: int) -> HttpResponse:
    """`?path=source:target:port` is a way, `?without=zone:ireland/a` a failure; without either, the failures by name."""
    graph = seated(request, system, topology, draft).graph
    try:
        if "path" in request.GET:
            return JsonResponse(_way(graph, request.GET["path"]))
        if "without" in request.GET:
            return JsonResponse(_failure(graph, request.GET["without"]))
    except answers.Misasked as error:
        return JsonResponse({"detail": str(error)}, status=400)
    return JsonResponse({"failures": _failures(graph)})


def _way(graph: Graph, text: str) -> Context:
    engine, flow = Engine(graph), answers.parse_flow(graph, text)
    way = answers.way_in(engine, flow)
    port = f" on {flow.protocol} {flow.port}" if flow.port else ""
    return {
        "title": f"{named(graph, flow.source)} to {named(graph, flow.target)}{port}: {VERDICTS[way[-1].verdict]}",
        "verdict": way[-1].verdict,
        "stations": [key for key in answers.stations(engine, way) if key in graph.by_key],
        "why": _why(way),
    }


def _why(way: tuple[Answer, ...]) -> str:
    last = way[-1]
    if last.blocked_by:
        return last.blocked_by.text
    if last.missing:
        return f"Nobody states {', '.join(last.missing)}."
    return "; ".join(dict.fromkeys(hop.route for answer in way for hop in answer.hops))


def _failures(graph: Graph) -> list[Context]:
    found = (row for row in failures(graph, Resilience(graph).map_.units) if row.kind != "zones")
    return [
        {
            "slug": drills.slug_of(row),
            "name": failure_name(graph, row),
            "kind": row.kind,
            "removed": row.removed,
        }
        for row in found
    ]


def _failure(graph: Graph, slug: str) -> Context:
    simulator = Resilience(graph)
    found = drills.scenario_in(simulator, slug)
    touched = drills.overlay_in(simulator, slug).touched
    return {
        "title": f"Without {failure_name(graph, found.failure)}",
        "touched": [{"key": row.key, "state": row.state} for row in touched if row.key in graph.by_key],
        "groups": [
            {"label": label, "names": [named(graph, row.key) for row in touched if row.state == state]}
            for state, label in WORDS.items()
            if any(row.state == state for row in touched)
        ],
    }


urlpatterns = [path("drafts/<int:draft>/overlay/", overlay, name="editor-overlay")]
