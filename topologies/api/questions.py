"""The questions that people ask, for machines: who can reach what, what failures leave, what it costs."""

from dataclasses import asdict
from hashlib import sha256
from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from topologies import answers, drills
from topologies.answers import Answered, Misasked
from topologies.api.conditional import json_answer
from topologies.api.errors import Invalid
from topologies.api.lookups import TopologyView, checked
from topologies.computed import version_of
from topologies.drills import Drill
from topologies.graph import Fault, Graph
from topologies.reachability import Answer
from topologies.reachability.questions import Class
from topologies.resilience import KINDS, Figure, Outcome, Recovery
from topologies.selectors import graph_of
from topologies.validation.costs import Share, by_concern, by_zone, costs, unpriced

ROOMS = ("graph", "kinds", "reachability", "resilience", "validation")
Data = dict[str, Any]


class ReachQuery(serializers.Serializer):
    source = serializers.CharField(  # type: ignore[assignment]  # the metaclass keeps it apart
        max_length=200, required=False, default="", help_text="Key of a node, or `(internet)`."
    )
    target = serializers.CharField(max_length=200, required=False, default="", help_text="Key of a node.")
    port = serializers.CharField(
        max_length=20, required=False, default="", help_text="`5432`, `53/udp`; else its own ports."
    )


class FailureQuery(serializers.Serializer):
    kind = serializers.ChoiceField(
        choices=list(KINDS), required=False, help_text="`zones` = pairs of zones; else all but these."
    )
    verdict = serializers.ChoiceField(choices=["meets", "misses", "unknown"], required=False)
    failure = serializers.CharField(
        max_length=400, required=False, help_text="One failure in full, by its slug."
    )


class Reach(TopologyView):
    """Who can reach a node (`target`), what a node can reach (`source`), or whether one reaches the other (both).

    Sources and targets that are alike are one class. An allowed answer has its hops, each with the route, the rules and
    the port that allowed it; a blocked one what blocks it first and the smallest change that opens it; an unknown one
    the facts that are missing. `through` = the connections by which others, drawn to do so, pass the traffic on.
    """

    @extend_schema(operation_id="reach", parameters=[ReachQuery], responses={200: dict, 304: None})
    def get(self, request: Request, system: str, topology: str) -> HttpResponseBase:
        query = checked(ReachQuery(data=request.query_params))
        found = self.approved()
        graph = graph_of(found.sha256)
        asked = _asked(graph, query)
        return json_answer(
            request,
            tag=tag_of("reach", found.sha256, query),
            make=lambda: {"answers": [_answered(one) for one in answers.answers(found.sha256, asked)]},
        )


class Failures(TopologyView):
    """What each failure does to each service, against the objectives; one of them in full with `failure`."""

    @extend_schema(operation_id="failures", parameters=[FailureQuery], responses={200: dict, 304: None})
    def get(self, request: Request, system: str, topology: str) -> HttpResponseBase:
        query = checked(FailureQuery(data=request.query_params))
        sha = self.approved().sha256
        if "failure" in query:
            made = _scenario(sha, query["failure"])
            return json_answer(request, tag=tag_of("failures", sha, query), make=lambda: made)
        return json_answer(request, tag=tag_of("failures", sha, query), make=lambda: _failures(sha, query))


class Cost(TopologyView):
    """What the elements add up to a month, by zone, concern and element, beside the document's figure and the budget."""

    @extend_schema(operation_id="cost", responses={200: dict, 304: None})
    def get(self, request: Request, system: str, topology: str) -> HttpResponseBase:
        sha = self.approved().sha256
        return json_answer(request, tag=tag_of("cost", sha, {}), make=lambda: _cost(graph_of(sha)))


def tag_of(address: str, sha: str, query: Data) -> str:
    """Equal tags, equal answers: what is asked, of which document, by which code."""
    return sha256(f"{address} {sha} {version_of(ROOMS)}{sorted(query.items())}".encode()).hexdigest()


_FIELDS = {"from": "source", "to": "target", "without": "failure"}


def refused(problem: Misasked) -> Invalid:
    return Invalid([Fault("", _FIELDS.get(problem.field, problem.field), str(problem))])


# --- reach -------------------------------------------------------------------------------------------------------


def _asked(graph: Graph, query: Data) -> answers.Question:
    if not (query["source"] or query["target"]):
        raise Invalid([Fault("", "target", "Name a source, a target, or both.")])
    try:
        return answers.question(graph, query["source"], query["target"], query["port"])
    except Misasked as problem:
        raise refused(problem) from None


def _answered(one: Answered) -> Data:
    return {"port": one.port, "protocol": one.protocol, "classes": [_class(row) for row in one.classes]}


def _class(row: Class) -> Data:
    return {"members": row.members, **_answer(row.answer), "through": [_answer(step) for step in row.through]}


def _answer(answer: Answer) -> Data:
    block = answer.blocked_by
    return {
        "flow": asdict(answer.flow),
        "verdict": answer.verdict,
        "hops": [asdict(hop) for hop in answer.hops],
        "blocked_by": block and {"layer": block.layer, "elements": block.elements, "text": block.text},
        "needs": answer.needs,
        "missing": answer.missing,
    }


# --- failures ----------------------------------------------------------------------------------------------------


def _failures(sha: str, query: Data) -> Data:
    rows = drills.drills_of(sha, query.get("kind"))
    wanted = query.get("verdict")
    return {"failures": [_drill(row) for row in rows if wanted in (None, row.verdict)]}


def _drill(row: Drill) -> Data:
    return asdict(row) | {"rto": figure(row.rto), "rpo": figure(row.rpo)}


def figure(one: Figure) -> Data:
    """Seconds (null = not known, or `endless`), the bounds that are known, and the facts that are missing."""
    least, most = (None if value == float("inf") else value for value in (one.least, one.most))
    endless = one.seconds == float("inf")
    return {
        "seconds": None if endless else one.seconds,
        "least": least,
        "most": most,
        "endless": endless,
        "missing": one.missing,
    }


def _scenario(sha: str, slug: str) -> Data:
    try:
        row = drills.scenario_of(sha, slug)
    except Misasked as problem:
        raise refused(problem) from None
    shown = _drill(drills.drill(graph_of(sha), row))
    return shown | {
        "gone": row.lost,
        "perhaps": row.perhaps,
        "services": [_outcome(one) for one in row.outcomes],
    }


def _outcome(one: Outcome) -> Data:
    recoveries = [_recovery(row) for row in one.recoveries]
    return asdict(one) | {"rto": figure(one.rto), "rpo": figure(one.rpo), "recoveries": recoveries}


def _recovery(one: Recovery) -> Data:
    return {
        "lost": one.lost,
        "how": one.how,
        "by": one.by,
        "automatic": one.automatic,
        "parts": [{"what": part.what, **figure(part.figure)} for part in one.parts],
        "duration": figure(one.duration),
        "loss": figure(one.loss),
    }


# --- cost --------------------------------------------------------------------------------------------------------


def _cost(graph: Graph) -> Data:
    found, stated = costs(graph), graph.header.stated
    return {
        "low": found.low if found.prices else None,
        "high": found.high if found.prices else None,
        "stated_low": stated.monthly_cost_usd,
        "stated_high": stated.monthly_cost_high_usd,
        "budget": graph.header.objectives.monthly_budget_usd,
        "zones": [_share(share) for share in by_zone(graph, found)],
        "concerns": [_share(share) for share in by_concern(graph, found)],
        "elements": [{"key": row.element.key, "low": row.low, "high": row.high} for row in found.prices],
        "unpriced": [node.key for node in unpriced(graph)],
    }


def _share(share: Share) -> Data:
    return asdict(share)
