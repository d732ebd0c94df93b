"""New findings that stop a merge. On a large topology finding them takes seconds: then the page comes without them, and
they follow as a fragment, or behind a link."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from topologies.graph import Graph
from topologies.pages.findings import finding_row
from topologies.pages.frame import PageRequest
from topologies.pages.proposals.heading import Case, case_of
from topologies.reviews.policies import policy_of
from topologies.reviews.standing import may_approve
from topologies.services.permissions import Action
from topologies.validation import Finding

Row = dict[str, Any]


@require_safe
def gate(request: PageRequest, system: str, topology: str, number: int) -> HttpResponse:
    """What stops the merge, found out now; without htmx, the conversation, which knows it then."""
    case = case_of(request, system, topology, number)
    context = {"policy": policy_of(case.topology), "blocking": blocking(case)}
    if not request.htmx:
        return redirect(f"{case.href()}#gate")
    response = render(request, "topologies/proposals/gate.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def gate_context(case: Case) -> Row:
    """What templates/topologies/proposals/gate.html shows: the findings, or where to ask for them."""
    if not judges(case) or case.judged.checked:
        return {"blocking": blocking(case), "gate_href": ""}
    return {"blocking": (), "gate_href": case.href("proposal-gate")}


def judges(case: Case) -> bool:
    """Is there something that would be merged, and that the gate may stop?"""
    return case.open and not case.judged.open


def blocking(case: Case) -> list[Row]:
    """New findings that stop the merge, each with the form that accepts it for whoever may."""
    if not judges(case):
        return []
    graph = case.judged.merged or case.judged.content.graph
    waives = Action.VOTE in case.may and (
        not may_approve(case.proposal, case.reader) or policy_of(case.topology).solo
    )
    return [_blocker(case, finding, graph, waives=waives) for finding in case.judged.blocking]


def _blocker(case: Case, finding: Finding, graph: Graph, *, waives: bool) -> Row:
    row = finding_row(finding, case.topology, graph)
    known = case.judged.theirs.by_key
    today = timezone.localdate()
    form = {
        "href": reverse("proposal-waive", args=[*case.address, finding.fingerprint]),
        "first": today + timedelta(days=1),
        "last": today + timedelta(days=settings.WAIVER_DAYS),
        "usual": today + timedelta(days=min(90, settings.WAIVER_DAYS)),
    }
    subjects = [one if one["key"] in known else {**one, "href": case.href()} for one in row["subjects"]]
    return {**row, "subjects": subjects, "fixes": [], "waive": form if waives else None}


urlpatterns = [path("proposals/<int:number>/gate/", gate, name="proposal-gate")]
