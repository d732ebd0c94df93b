"""A new proposal: from the topology, or with the draft that somebody has open in the editor."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from topologies import reviews, selectors
from topologies.graph import Faults
from topologies.models import Draft, Proposal, Topology
from topologies.pages.frame import PageRequest
from topologies.pages.proposals.heading import crumbs
from topologies.pages.proposals.refusals import refusal_of
from topologies.reviews import policy_of
from topologies.services import Refused, require
from topologies.services.permissions import Action

Said = dict[str, Any]
START = "0"  # instead of the number of a draft: begin with a new one


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_new(request: PageRequest, system: str, topology: str) -> HttpResponse:
    """The form: a title, why, and which draft; `draft` chooses one."""
    found = selectors.topology_get(user=request.user, system_slug=system, topology_slug=topology)
    require(request.user, Action.EDIT, found.system)
    if request.method == "POST":
        return _opened(request, found)
    return _page(request, found, {"draft": request.GET.get("draft", "")})


def _page(request: PageRequest, topology: Topology, said: Said, status: int = 200) -> HttpResponse:
    drafts = list(_own(request, topology))
    numbers = [str(draft.pk) for draft in drafts]
    chosen = said["draft"] if said.get("draft") in (*numbers, START) else (numbers or [START])[0]
    context = {
        "section": "systems",
        "crumbs": crumbs(topology, {"label": "New"}),
        "topology": topology,
        "drafts": drafts,
        "said": {**said, "draft": chosen},
        "policy": policy_of(topology),
    }
    return render(request, "topologies/proposals/new.html", context, status=status)


def _own(request: PageRequest, topology: Topology) -> Any:
    """The person's open drafts with changes that no proposal has yet."""
    return (
        selectors.drafts_of(topology)
        .filter(owner=request.user, proposal=None, version__gt=0)
        .order_by("-changed")
    )


def _opened(request: PageRequest, topology: Topology) -> HttpResponse:
    """Open it. With a draft that is ready it is shown, and can be submitted; with a new one the editor is."""
    said = {name: request.POST.get(name, "") for name in ("title", "why", "draft")}
    try:
        proposal = _made(request, topology, said)
    except (Faults, Refused) as error:
        refusal = refusal_of(error)
        return _page(request, topology, {**said, "errors": refusal.sentences}, status=refusal.status)
    address = [topology.system.slug, topology.slug]
    messages.success(request, f"Proposal {proposal.number} is open.")
    if said["draft"] == START:
        return redirect("editor", *address, proposal.draft_id)
    return redirect("proposal", *address, proposal.number)


@transaction.atomic
def _made(request: PageRequest, topology: Topology, said: Said) -> Proposal:
    """Opened, and submitted where that is asked for; or neither."""
    draft = _draft(topology, said["draft"])
    proposal = reviews.proposal_open(
        topology=topology, actor=request.user, title=said["title"], why=said["why"], draft=draft
    )
    if "submit" in request.POST:
        reviews.proposal_submit(proposal=proposal, actor=request.user)
    return proposal


def _draft(topology: Topology, number: str) -> Draft | None:
    """The draft that was chosen; None for a new one. Raises NotFound."""
    if number in ("", START):
        return None
    known = number.isascii() and number.isdecimal() and len(number) < 16
    return selectors.draft_get(topology, int(number) if known else 0)


urlpatterns = [path("proposals/new/", proposal_new, name="proposal-new")]
