"""A proposal: why, how it stands, what was said of it, and what may become of it."""

from collections.abc import Container, Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from topologies.graph import Graph
from topologies.models import Vote
from topologies.pages.frame import PageRequest
from topologies.pages.proposals.actions import actions, vote_form
from topologies.pages.proposals.anchors import thread_rows
from topologies.pages.proposals.gate import gate_context
from topologies.pages.proposals.heading import Case, case_of, headed
from topologies.pages.proposals.timeline import timeline
from topologies.reviews.policies import policy_of
from topologies.reviews.selectors import threads_of, votes_of

Row = dict[str, Any]
MOST_SUGGESTED = 200


@require_safe
def proposal(request: PageRequest, system: str, topology: str, number: int) -> HttpResponse:
    """The conversation; `key` and `field` prepare a new thread about that place."""
    said = {name: request.GET.get(name, "") for name in ("key", "field")}
    return conversation_page(request, case_of(request, system, topology, number), said)


def conversation_page(request: PageRequest, case: Case, said: Row, status: int = 200) -> HttpResponse:
    """The page. `said` is what somebody wrote that was not taken, with `form` and `errors`."""
    votes, threads = list(votes_of(case.proposal)), list(threads_of(case.proposal))
    graph, digest = case.judged.content.graph, _digest(case)
    rows = thread_rows(case, threads, graph)
    context = {
        **headed(case, "proposal"),
        "case": case,
        "said": said,
        "voices": _voices(case, votes, digest),
        "own_since": _own_since(case, votes, digest),
        "missing": case.judged.standing.missing if case.open else (),
        "policy": policy_of(case.topology),
        "events": timeline(case.proposal, votes, rows, digest),
        "unsettled": sum(row["thread"].resolved_by_id is None for row in rows),
        "actions": actions(case),
        "vote": vote_form(case),
        **gate_context(case),
        "suggested": _suggested(case, graph),
        "may_amend": case.manages and case.open,
    }
    return render(request, "topologies/proposals/conversation.html", context, status=status)


def _digest(case: Case) -> str:
    """What approvals have to be of to count: the content as it is, or as it was merged."""
    return case.proposal.digest or case.judged.content.digest


# --- who said what -----------------------------------------------------------------------------------------------


def _voices(case: Case, votes: Iterable[Vote], digest: str) -> list[Row]:
    """The newest word of each reviewer, and what it is worth: approves, earlier (of another content), objects or void."""
    newest = {vote.reviewer_id: vote for vote in votes if vote.verdict != Vote.Verdict.COMMENT}
    counting = _counting(case, digest, newest.values())
    return [
        {"vote": vote, "who": str(vote.reviewer), "worth": _worth(vote, digest, counting)}
        for vote in newest.values()
    ]


def _counting(case: Case, digest: str, votes: Iterable[Vote]) -> set[int]:
    """The votes that count now; of what is merged, those that were of what was merged."""
    if case.proposal.merged:
        return {vote.pk for vote in votes if vote.digest == digest}
    standing = case.judged.standing
    return {vote.pk for vote in (*standing.approvals, *standing.objections)}


def _worth(vote: Vote, digest: str, counting: Container[int]) -> str:
    if vote.verdict == Vote.Verdict.APPROVE and vote.digest != digest:
        return "earlier"
    if vote.pk not in counting:
        return "void"
    return "approves" if vote.verdict == Vote.Verdict.APPROVE else "objects"


def _own_since(case: Case, votes: Iterable[Vote], digest: str) -> Vote | None:
    """The reader's newest vote, where the content is another one since."""
    own = [vote for vote in votes if vote.reviewer_id == case.reader.pk]
    return own[-1] if own and own[-1].digest != digest and case.open else None


def _suggested(case: Case, graph: Graph) -> list[str]:
    """Elements that somebody may want to talk about: what the proposal changes."""
    keys = [one.key for one in case.judged.changes if one.key] if case.open else sorted(graph.nodes)
    return keys[:MOST_SUGGESTED]


urlpatterns = [path("proposals/<int:number>/", proposal, name="proposal")]
