"""How a topology came to be as it is: revisions, why, and who approved what."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from topologies import selectors
from topologies.models import Revision, Topology
from topologies.pages.frame import PageRequest
from topologies.pages.paging import paged
from topologies.pages.words import topology_href
from topologies.reviews.history import revisions_reviewed, step_of
from topologies.services.permissions import Action, allowed

SHORT = 12


@require_safe
def history(request: PageRequest, system: str, topology: str) -> HttpResponse:
    """Newest first. `older` and `newer` (two revisions) lead to what differs between them."""
    found = selectors.topology_get(user=request.user, system_slug=system, topology_slug=topology)
    if "older" in request.GET or "newer" in request.GET:
        return _compared(request, found)
    listed = paged(request, revisions_reviewed(found))
    rows = [_row(found, revision) for revision in listed["page"]]
    context = {
        **listed,
        "section": "systems",
        "crumbs": _crumbs(found),
        "system": found.system,
        "topology": found,
        "rows": rows,
        "may_edit": Action.EDIT in allowed(request.user, found.system),
    }
    return render(request, "topologies/history.html", context)


def _compared(request: PageRequest, topology: Topology) -> HttpResponse:
    """On to the comparison of the two, whichever of them is the older one."""
    address = [topology.system.slug, topology.slug]
    said = [request.GET.get(name, "") for name in ("older", "newer")]
    numbers = sorted(int(text) for text in said if text.isascii() and text.isdecimal() and len(text) < 10)
    if len(set(numbers)) == 2:
        return redirect("revision-diff", *address, *numbers)
    messages.error(request, "Choose two different revisions.")
    return redirect("history", *address)


def _row(topology: Topology, revision: Revision) -> dict[str, Any]:
    step = step_of(revision)
    title, _, rest = revision.comment.partition("\n")
    return {
        "revision": revision,
        "title": title,
        "rest": rest.strip(),
        "proposal": step.proposal,
        "proposal_href": _proposal_href(topology, step.proposal.number) if step.proposal else "",
        "approvals": [
            {"name": vote.reviewer.get_username(), "digest": vote.digest, "short": vote.digest[:SHORT]}
            for vote in step.approvals
        ],
    }


def _proposal_href(topology: Topology, number: int) -> str:
    return reverse("proposal", args=[topology.system.slug, topology.slug, number])


def _crumbs(topology: Topology) -> list[dict[str, str]]:
    return [
        {"label": "Systems", "href": reverse("home")},
        {"label": str(topology.system), "href": reverse("system", args=[topology.system.slug])},
        {"label": str(topology), "href": topology_href(topology)},
        {"label": "History"},
    ]


urlpatterns = [path("history/", history, name="history")]
