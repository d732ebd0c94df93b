"""The proposals of a topology, by state."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from topologies import selectors
from topologies.models import Policy, Proposal, Topology
from topologies.pages.frame import PageRequest
from topologies.pages.proposals.heading import OPEN, TONES, crumbs
from topologies.reviews import Tally, policy_of, tallies_of
from topologies.reviews.selectors import proposals_by_state, proposals_of
from topologies.services.permissions import Action, allowed

SHOWN = 20  # at once
# What a reader asks for -> its label and the states that it means.
FILTERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "open": ("Open", OPEN),
    "submitted": ("Asking for review", ("submitted",)),
    "draft": ("Drafts", ("draft",)),
    "merged": ("Merged", ("merged",)),
    "closed": ("Closed", ("closed",)),
    "all": ("All", tuple(Proposal.State.values)),
}
Row = dict[str, Any]


@require_safe
def proposals(request: PageRequest, system: str, topology: str) -> HttpResponse:
    """One filter at a time, newest first; `page` for more."""
    found = selectors.topology_get(user=request.user, system_slug=system, topology_slug=topology)
    asked = request.GET.get("state", "open")
    wanted = asked if asked in FILTERS else "open"
    counts = proposals_by_state(found)
    page = Paginator(_rows(found, wanted), SHOWN).get_page(request.GET.get("page"))
    policy = policy_of(found)
    edits = Action.EDIT in allowed(request.user, found.system)
    context = {
        "section": "systems",
        "crumbs": crumbs(found),
        "topology": found,
        "filters": [_filter(found, name, wanted, counts) for name in FILTERS],
        "wanted": wanted,
        "empty_words": _nothing(wanted, sum(counts.values()), edits=edits),
        "rows": _listed(found, policy, list(page)),
        "page": page,
        "policy": policy,
        "may_edit": edits,
    }
    return render(request, "topologies/proposals/list.html", context)


def _rows(topology: Topology, wanted: str) -> QuerySet[Proposal]:
    return proposals_of(topology).filter(state__in=FILTERS[wanted][1])


def _filter(topology: Topology, name: str, wanted: str, counts: Mapping[str, int]) -> Row:
    label, states = FILTERS[name]
    address = reverse("proposals", args=[topology.system.slug, topology.slug])
    return {
        "id": f"state-{name}",  # by which htmx gives the focus back
        "label": label,
        "href": f"{address}?state={name}",
        "count": sum(counts[state] for state in states),
        "current": name == wanted,
    }


def _nothing(wanted: str, total: int, *, edits: bool) -> Row:
    """What stands where nothing is listed, and what to do then."""
    if total:
        label = FILTERS[wanted][0].lower()
        return {
            "title": "None of these",
            "text": f"No proposal is under “{label}”; look under another heading.",
        }
    text = "Architects and administrators open one."
    if edits:
        text = "Open one: you get a draft of your own, edit it, and ask for a review."
    return {"title": "Nobody has proposed a change yet", "text": text}


def _listed(topology: Topology, policy: Policy, proposals: Sequence[Proposal]) -> list[Row]:
    asking = [one for one in proposals if one.state == Proposal.State.SUBMITTED]
    tallies = tallies_of(topology, asking)
    return [_row(topology, policy, one, tallies.get(one.pk)) for one in proposals]


def _row(topology: Topology, policy: Policy, proposal: Proposal, tally: Tally | None) -> Row:
    word = _word(proposal, tally)
    return {
        "number": proposal.number,
        "title": proposal.title,
        "author": proposal.author,
        "href": reverse("proposal", args=[topology.system.slug, topology.slug, proposal.number]),
        "word": word,
        "tone": TONES.get(word, ""),
        "approvals": tally.approvals if tally else None,
        "enough": bool(tally and tally.approvals >= policy.minimum_approvals),
        "since": proposal.ended or proposal.submitted or proposal.created,
        "base": proposal.draft.base,
        "merged": proposal.merged,
        "changes": proposal.draft.version,
    }


def _word(proposal: Proposal, tally: Tally | None) -> str:
    if tally is None:
        return str(proposal.state)
    if tally.objections:
        return "changes requested"
    return "approved" if tally.approved else "in review"


urlpatterns = [path("proposals/", proposals, name="proposals")]
