"""Conversations about a proposal, its elements and their fields."""

from django.contrib.auth.models import User
from django.db import transaction

from topologies.graph import Fault, Faults
from topologies.models import Comment, Proposal, Thread
from topologies.reviews import notices
from topologies.reviews.content import base_of, content_of
from topologies.reviews.proposals import record
from topologies.services.errors import NotFound
from topologies.services.permissions import Action, require

LONGEST = 8000


@transaction.atomic
def thread_start(*, proposal: Proposal, actor: User, text: str, element: str = "", field: str = "") -> Thread:
    """Begin a conversation about the whole, an element that is or was there, or one field of it.

    Raises:
        Faults: there is no such element, no text, or a field of nothing.
        NotFound, PermissionDenied
    """
    require(actor, Action.READ, proposal.topology.system)
    faults = _faults(text)
    if element and not _knows(proposal, element):
        faults.append(Fault(element, "element", "is not an element of the proposal"))
    if (field and not element) or len(field) > 200 or "\x00" in field:
        faults.append(Fault(element, "field", "must be a field of an element"))
    if faults:
        raise Faults(faults)
    thread = proposal.threads.create(element=element, field=field)
    _say(thread, actor, text)
    return thread


def _knows(proposal: Proposal, key: str) -> bool:
    base = base_of(proposal)
    return bool(content_of(proposal).graph.find(key) or (base and base.find(key)))


@transaction.atomic
def comment_add(*, thread: Thread, actor: User, text: str) -> Comment:
    """Raises Faults, NotFound, PermissionDenied."""
    require(actor, Action.READ, thread.proposal.topology.system)
    if faults := _faults(text):
        raise Faults(faults)
    if thread.resolved_by_id:
        Thread.objects.filter(pk=thread.pk).update(resolved_by=None)
    return _say(thread, actor, text)


def _say(thread: Thread, actor: User, text: str) -> Comment:
    comment = thread.comments.create(author=actor, text=text.strip())
    about = {"thread": thread.pk, "element": thread.element, "field": thread.field}
    record(actor, "comment", thread.proposal, **about)
    notices.told(thread.proposal, actor, "has a new comment", event="proposal.commented", **about)
    return comment


@transaction.atomic
def thread_resolve(*, thread: Thread, actor: User, resolved: bool = True) -> None:
    """Settle a conversation, or open it again: its people, the author of the proposal, and reviewers.

    Raises:
        NotFound, PermissionDenied
    """
    system = thread.proposal.topology.system
    require(actor, Action.READ, system)
    if not may_settle(thread, actor):
        require(actor, Action.VOTE, system)
    found = Thread.objects.select_for_update().filter(pk=thread.pk).first()
    if found is None:
        raise NotFound("There is no such conversation.")
    found.resolved_by = actor if resolved else None
    found.save(update_fields=["resolved_by"])
    record(actor, "resolve thread" if resolved else "reopen thread", thread.proposal, thread=thread.pk)


def may_settle(thread: Thread, actor: User) -> bool:
    """Did this person say something in it, or make the proposal that it is about?"""
    return actor.pk in {thread.proposal.author_id, *(one.author_id for one in thread.comments.all())}


def _faults(text: str) -> list[Fault]:
    if not text.strip() or len(text) > LONGEST or "\x00" in text:
        return [Fault("", "text", f"must be 1 to {LONGEST} characters, none of them NUL")]
    return []
