"""Taking back what a revision changed, by a proposal that is reviewed like any other."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from topologies import reviews, selectors
from topologies.pages.frame import PageRequest


@require_POST
def revert(request: PageRequest, system: str, topology: str, number: int) -> HttpResponse:
    """Open the proposal and show it."""
    found = selectors.topology_get(user=request.user, system_slug=system, topology_slug=topology)
    revision = selectors.revision_get(found, number)
    proposal = reviews.proposal_revert(revision=revision, actor=request.user)
    messages.success(request, f"Proposal {proposal.number} takes back revision {number}. Ask for its review.")
    return redirect("proposal", system, topology, proposal.number)


urlpatterns = [path("revisions/<int:number>/revert/", revert, name="revision-revert")]
