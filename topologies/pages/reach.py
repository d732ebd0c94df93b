"""Who can reach what: a question in the address, its answers with their evidence, the way on the drawing, and the
overview of all places."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import path

from topologies import answers
from topologies.answers import Answered, Misasked, Question
from topologies.graph import Graph
from topologies.pages.answers import VERDICTS, Writer, named, told
from topologies.pages.frame import PLAIN, OnTop, Opened, PageRequest, framed, opened
from topologies.pages.places import intent_rows, matrix_table
from topologies.reachability import INTERNET, SOME_PORT, Engine, Flow
from topologies.reachability.questions import Class

MOST_OPTIONS = 1500  # of the lists that complete what one types
MOST_TOLD = 60  # classes with their evidence; more are for a narrower question
Row = dict[str, Any]


def reach(request: PageRequest, system: str, topology: str) -> HttpResponse:
    """`from`, `to` and `port` are the question, each may be left out; `path` is the way that is drawn."""
    sheet = opened(request, system, topology)
    sha256 = sheet.topology.latest_sha256
    if not sha256:
        return framed(request, sheet, "reach", "topologies/parts/reach.html", {})
    asked, problem = _question(request, sheet.graph)
    flow = None if problem else _drawn(request, sheet.graph, sha256, asked)
    context = _context(sheet, sha256, asked, flow) | _form(request, sheet.graph, asked, problem)
    on_top = _on_top(sha256, flow) if flow else PLAIN
    response = framed(request, sheet, "reach", "topologies/parts/reach.html", context, on_top)
    response.status_code = 400 if problem else 200
    return response


def _question(request: PageRequest, graph: Graph) -> tuple[Question, Misasked | None]:
    source, target, port = (request.GET.get(name, "") for name in ("from", "to", "port"))
    try:
        asked = answers.question(graph, source, target, port)
    except Misasked as problem:
        return Question(), problem
    return asked if asked.source or asked.target else answers.first_question(graph), None


def _drawn(request: PageRequest, graph: Graph, sha256: str, asked: Question) -> Flow | None:
    """The flow of the address; else the answer, where the question has just one; else the first that gets through."""
    if request.GET.get("path"):
        try:
            return answers.parse_flow(graph, request.GET["path"])
        except Misasked:
            return None
    if not (asked.source or asked.target):
        return None
    rows = [row for answered in answers.answers(sha256, asked) for row in answered.classes]
    best = [row for row in rows if row.answer.verdict == "allowed" or row.through]
    chosen = best or (rows if asked.source and asked.target else [])
    return chosen[0].answer.flow if chosen else None


def _on_top(sha256: str, flow: Flow) -> OnTop:
    return OnTop(answers.path_overlay(sha256, flow), {"path": answers.flow_text(flow)})


def _form(request: PageRequest, graph: Graph, asked: Question, problem: Misasked | None) -> Row:
    given = {name: request.GET.get(name, "") for name in ("from", "to", "port")}
    if not any(given.values()):
        given["to"] = asked.target
    nodes = list(graph.nodes.values())[:MOST_OPTIONS]
    return {
        "asked_from": given["from"],
        "asked_to": given["to"],
        "asked_port": given["port"],
        "problem": {"field": problem.field, "text": str(problem)} if problem else None,
        "nodes": [{"key": node.key, "name": node.name} for node in nodes],
        "numbers": sorted({port.number for port in graph.ports.values()})[:MOST_OPTIONS],
        "internet": INTERNET,
    }


def _context(sheet: Opened, sha256: str, asked: Question, flow: Flow | None) -> Row:
    engine = answers.engine_of(sha256)
    said = answers.answers(sha256, asked) if asked.source or asked.target else ()
    pages = Rows(engine, sheet, asked, flow)
    drawn = answers.way_of(sha256, flow) if flow else ()
    return {
        "question": _words(sheet.graph, asked),
        "answered": [pages.answered(one) for one in said],
        "drawn": told(engine, sheet.topology, drawn) | pages.ends(flow) if flow else None,
        "below": "topologies/parts/places.html",
        "matrix": matrix_table(sheet.graph, answers.matrix_of(sha256)),
        "intent": intent_rows(sheet.graph, sheet.topology, answers.intent_of(sha256)),
    }


def _words(graph: Graph, asked: Question) -> str:
    """The question as a sentence."""
    port = f" on {asked.protocol} {asked.port}" if asked.port else ""
    source = "anybody on the internet" if asked.source == INTERNET else named(graph, asked.source)
    if asked.source and asked.target:
        return f"Can {source} reach {named(graph, asked.target)}{port}?"
    if asked.source:
        return f"What can {source} reach?"
    return f"Who can reach {named(graph, asked.target)}{port}?" if asked.target else ""


class Rows:
    """Answers as rows of the panel."""

    def __init__(self, engine: Engine, sheet: Opened, asked: Question, flow: Flow | None) -> None:
        self._engine, self._sheet, self._asked, self._flow = engine, sheet, asked, flow
        self._writer = Writer(engine.graph, sheet.topology)

    def ends(self, flow: Flow) -> Row:
        return {
            "start": self._writer.end(flow.source),
            "end": self._writer.end(flow.target),
            "port": _port(flow),
        }

    def answered(self, one: Answered) -> Row:
        counts = dict.fromkeys(VERDICTS, 0)
        for row in one.classes:
            counts[row.answer.verdict] += len(row.members)
        groups = [self._group(one, verdict) for verdict in VERDICTS]
        title = f"{one.protocol} {one.port}" if one.port else "on any port" if one.port == SOME_PORT else ""
        return {"title": title, "counts": counts, "groups": [group for group in groups if group["rows"]]}

    def _group(self, one: Answered, verdict: str) -> Row:
        rows = [row for row in one.classes if row.answer.verdict == verdict]
        return {
            "verdict": verdict,
            "label": VERDICTS[verdict].capitalize(),
            "count": sum(len(row.members) for row in rows),
            "rows": [self._class(row) for row in rows[:MOST_TOLD]],
            "left": max(len(rows) - MOST_TOLD, 0),
        }

    def _class(self, row: Class) -> Row:
        answer = row.answer
        return {
            "members": self._writer.ends(row.members[:6]),
            "more": max(len(row.members) - 6, 0),
            "port": _port(answer.flow) if not self._asked.target else "",
            "why": answer.blocked_by.text if answer.blocked_by else "; ".join(answer.missing[:2]),
            "through": [self._writer.end(step.flow.target) for step in row.through[:-1]],
            "href": self._href(answer.flow),
            "current": answer.flow == self._flow,
        }

    def _href(self, flow: Flow) -> str:
        asked = self._asked
        port = f"{asked.port}/{asked.protocol}" if asked.port else ""
        query = {"from": asked.source, "to": asked.target, "port": port, "path": answers.flow_text(flow)}
        return f"?{urlencode({name: value for name, value in query.items() if value})}#way"


def _port(flow: Flow) -> str:
    return f"{flow.protocol} {flow.port}" if flow.port else "any port"


urlpatterns = [path("reach/", reach, name="reach")]
