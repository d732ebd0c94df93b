"""Who can reach a port, worked out from the draft as it is."""

from collections import defaultdict
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from topologies.answers import flow_text
from topologies.graph import Graph, Port
from topologies.kinds import Trait
from topologies.pages.editor.opening import panel, seated
from topologies.pages.frame import PageRequest
from topologies.pages.words import name_of
from topologies.reachability import INTERNET, Answer, Engine, Flow

MOST = 12
Context = dict[str, Any]
VERDICTS = (("allowed", "Can reach it"), ("unknown", "Cannot be known"), ("blocked", "Cannot reach it"))


@require_safe
def reach(request: PageRequest, system: str, topology: str, draft: int) -> HttpResponse:
    """The answers for `?port=...`: the internet, and every node."""
    desk = seated(request, system, topology, draft)
    port = desk.graph.ports.get(request.GET.get("port", ""))
    if port is None:
        raise Http404("there is no such port")
    context = {"port": port, "groups": groups(desk.graph, port)}
    return panel(request, desk, f"Who can reach {port.name}", "topologies/editor/reach.html", context)


def groups(graph: Graph, port: Port) -> list[Context]:
    """Sources by verdict, each with why; the internet first."""
    engine = Engine(graph)
    found: dict[str, list[Context]] = defaultdict(list)
    for source in (INTERNET, *_sources(graph, port)):
        answer = engine.reach(Flow(source, port.node, port.protocol, port.number))
        found[answer.verdict].append(_row(graph, source, answer) | {"way": flow_text(answer.flow)})
    return [
        {
            "slug": verdict,
            "label": label,
            "rows": found[verdict][:MOST],
            "total": len(found[verdict]),
            "more": max(len(found[verdict]) - MOST, 0),
        }
        for verdict, label in VERDICTS
        if found[verdict]
    ]


def _sources(graph: Graph, port: Port) -> list[str]:
    internet = {node.key for node in graph.nodes_with(Trait.INTERNET)}
    return [key for key in graph.nodes if key != port.node and key not in internet]


def _row(graph: Graph, source: str, answer: Answer) -> Context:
    name = "The internet" if source == INTERNET else name_of(graph, source)
    return {"key": "" if source == INTERNET else source, "name": name, "why": _why(answer)}


def _why(answer: Answer) -> str:
    if answer.blocked_by:
        return answer.blocked_by.text
    if answer.missing:
        return f"nobody states {', '.join(answer.missing)}"
    return "; ".join(dict.fromkeys(hop.route for hop in answer.hops))


urlpatterns = [path("drafts/<int:draft>/reach/", reach, name="editor-reach")]
