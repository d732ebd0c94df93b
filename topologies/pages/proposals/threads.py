"""Conversations about a proposal, an element or a field: begun, gone on with, settled."""

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from topologies import reviews
from topologies.pages.frame import PageRequest
from topologies.pages.proposals.heading import case_of
from topologies.pages.proposals.steps import answered
from topologies.reviews.selectors import thread_get


@require_POST
def thread_start(request: PageRequest, system: str, topology: str, number: int) -> HttpResponse:
    """Begin one about `key` and its `field`, or about the whole."""
    case = case_of(request, system, topology, number)
    key, field, text = (request.POST.get(name, "").strip() for name in ("key", "field", "text"))

    def act() -> None:
        reviews.thread_start(proposal=case.proposal, actor=request.user, text=text, element=key, field=field)

    said = {"form": "thread", "key": key, "field": field, "text": text}
    return answered(request, case, act, "The conversation is open.", said)


@require_POST
def thread_reply(request: PageRequest, system: str, topology: str, number: int, thread: int) -> HttpResponse:
    """Say something in a conversation; one that was settled is open again."""
    case = case_of(request, system, topology, number)
    found, text = thread_get(case.proposal, thread), request.POST.get("text", "")

    def act() -> None:
        reviews.comment_add(thread=found, actor=request.user, text=text)

    return answered(request, case, act, "Your answer is here.", {"form": f"reply-{thread}", "text": text})


@require_POST
def thread_resolve(
    request: PageRequest, system: str, topology: str, number: int, thread: int
) -> HttpResponse:
    """Settle a conversation, or with `open` begin it again."""
    case = case_of(request, system, topology, number)
    found, resolved = thread_get(case.proposal, thread), "open" not in request.POST

    def act() -> None:
        reviews.thread_resolve(thread=found, actor=request.user, resolved=resolved)

    done = "The conversation is settled." if resolved else "The conversation is open again."
    return answered(request, case, act, done, {"form": "step"})


urlpatterns = [
    path("proposals/<int:number>/threads/", thread_start, name="thread-start"),
    path("proposals/<int:number>/threads/<int:thread>/", thread_reply, name="thread-reply"),
    path("proposals/<int:number>/threads/<int:thread>/resolve/", thread_resolve, name="thread-resolve"),
]
