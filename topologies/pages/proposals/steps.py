"""What people do to a proposal: bring it on, vote, amend it, accept what it brings."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from topologies import reviews
from topologies.pages.fixing import day
from topologies.pages.frame import PageRequest
from topologies.pages.proposals.conversation import conversation_page
from topologies.pages.proposals.heading import Case, case_of
from topologies.pages.proposals.refusals import attempted
from topologies.services.permissions import Action, require

Act = Callable[..., Any]
# What is done -> how, and what is said then.
STEPS: Mapping[str, tuple[Act, str]] = {
    "submit": (reviews.proposal_submit, "The proposal asks for review."),
    "withdraw": (reviews.proposal_withdraw, "The proposal is a draft again."),
    "close": (
        reviews.proposal_close,
        "The proposal is closed. It keeps its changes and can be opened again.",
    ),
    "reopen": (reviews.proposal_reopen, "The proposal is open again, as a draft."),
}
DATED: Mapping[str, tuple[Act, str]] = {
    "update": (
        reviews.proposal_update,
        "The newest revision is in the proposal; approvals of what was before no longer count.",
    ),
    "merge": (reviews.proposal_merge, "Merged. Its exports are made now."),
}
VOTED: Mapping[str, str] = {
    "approve": "You approved the proposal as it is now.",
    "request changes": "You asked for changes.",
    "comment": "Your comment is here.",
}


@require_POST
def step(request: PageRequest, system: str, topology: str, number: int, what: str) -> HttpResponse:
    """Bring the proposal into another state."""
    case = case_of(request, system, topology, number)
    act, done = STEPS.get(what) or DATED[what]
    more = _more(request, what)
    return answered(
        request, case, lambda: act(proposal=case.proposal, actor=request.user, **more), done, {"form": "step"}
    )


def _more(request: PageRequest, what: str) -> dict[str, Any]:
    """What else a step wants to know: the day, and what stood on the screen of whoever merges."""
    if what == "merge":
        return {"today": timezone.localdate(), "digest": request.POST.get("digest", "")}
    return {"today": timezone.localdate()} if what in DATED else {}


def answered(
    request: PageRequest, case: Case, act: Callable[[], Any], done: str, said: Mapping[str, Any]
) -> HttpResponse:
    """Back to the conversation; with what was written and what is wrong with it, where it was refused."""
    refused = attempted(request, act, done)
    if refused is None:
        return redirect(case.href())
    return conversation_page(
        request, case_of(request, *case.address), {**said, "errors": refused.sentences}, refused.status
    )


@require_POST
def vote(request: PageRequest, system: str, topology: str, number: int) -> HttpResponse:
    """Say what one thinks of the proposal as it was on the screen."""
    case = case_of(request, system, topology, number)
    said = {name: request.POST.get(name, "") for name in ("verdict", "text", "digest")}
    done = VOTED.get(said["verdict"], "")
    return answered(
        request,
        case,
        lambda: reviews.vote_cast(proposal=case.proposal, actor=request.user, **said),
        done,
        {"form": "vote", "text": said["text"]},
    )


@require_POST
def amend(request: PageRequest, system: str, topology: str, number: int) -> HttpResponse:
    """Another title or reason."""
    case = case_of(request, system, topology, number)
    said = {name: request.POST.get(name, "") for name in ("title", "why")}
    return answered(
        request,
        case,
        lambda: reviews.proposal_amend(proposal=case.proposal, actor=request.user, **said),
        "Saved.",
        {"form": "amend", **said},
    )


@require_POST
def waive(request: PageRequest, system: str, topology: str, number: int, fingerprint: str) -> HttpResponse:
    """Accept a finding that stops the merge, until a day."""
    case = case_of(request, system, topology, number)
    require(request.user, Action.VOTE, case.topology.system)

    def act() -> None:
        reviews.finding_waive(
            proposal=case.proposal,
            actor=request.user,
            fingerprint=fingerprint,
            reason=request.POST.get("reason", ""),
            expires=day(request.POST.get("expires", "")),
            today=timezone.localdate(),
        )

    return answered(
        request, case, act, "Waived. It no longer stops the merge until that day.", {"form": "waive"}
    )


urlpatterns = [
    *(
        path(f"proposals/<int:number>/{what}/", step, {"what": what}, name=f"proposal-{what}")
        for what in (*STEPS, *DATED)
    ),
    path("proposals/<int:number>/vote/", vote, name="proposal-vote"),
    path("proposals/<int:number>/amend/", amend, name="proposal-amend"),
    path("proposals/<int:number>/findings/<slug:fingerprint>/waive/", waive, name="proposal-waive"),
]
