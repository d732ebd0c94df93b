"""The editor's page, and how a draft begins and ends."""

import logging
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from topologies import reviews, selectors, services
from topologies.api.kinds import catalogue_tag
from topologies.graph import Faults
from topologies.models import Draft, Proposal
from topologies.pages.editor.opening import Desk, seated
from topologies.pages.editor.palette import palette_html
from topologies.pages.frame import PageRequest
from topologies.pages.words import topology_href
from topologies.services.errors import NotFound
from topologies.services.permissions import Action, allowed

log = logging.getLogger(__name__)
Context = dict[str, Any]
ENDED = (Proposal.State.CLOSED, Proposal.State.MERGED)
API = ("state", "operations", "events", "presence", "findings", "layout")
PANELS = ("inspector", "outline", "problems", "views", "start", "reach", "overlay")


@require_POST
def edit(request: PageRequest, system: str, topology: str) -> HttpResponse:
    """Open one's own draft, or go on with it."""
    found = selectors.topology_get(user=request.user, system_slug=system, topology_slug=topology)
    draft = services.draft_open(topology=found, actor=request.user)
    return redirect("editor", system, topology, draft.pk)


@require_safe
@never_cache
@ensure_csrf_cookie
def editor(request: PageRequest, system: str, topology: str, draft: int) -> HttpResponseBase:
    """The workspace. Its panels are fetched by themselves. Of a proposal that has ended, the way back to it."""
    try:
        desk = seated(request, system, topology, draft)
    except (NotFound, PermissionDenied):
        if ended := _ended(request, system, topology, draft):
            return _way_back(request, ended)
        raise
    if desk.proposal and desk.proposal.state in ENDED:
        return _way_back(request, desk.proposal)
    # What the sign-in and the address decide is decided by now; messages count as read before the answer begins.
    named = {"title": str(desk.topology), "system": str(desk.topology.system)}
    told = {**named, "messages": list(messages.get_messages(request))}
    head = render_to_string("topologies/editor/head.html", named, request)
    return StreamingHttpResponse(_parts(request, desk, head, told))


def _ended(request: PageRequest, system: str, topology: str, draft: int) -> Proposal | None:
    """The proposal that the draft was for, where it is no longer edited.

    Raises:
        NotFound: this person may not know of the topology.
    """
    found = selectors.topology_get(user=request.user, system_slug=system, topology_slug=topology)
    return found.proposals.filter(draft=draft, state__in=ENDED).first()


def _way_back(request: PageRequest, ended: Proposal) -> HttpResponse:
    messages.warning(request, _why_ended(ended))
    return redirect("proposal", ended.topology.system.slug, ended.topology.slug, ended.number)


def _parts(request: PageRequest, desk: Desk, head: str, told: Context) -> Iterator[str]:
    """The head first: a browser takes as long to get ready for a page as we take to make the rest."""
    yield head
    yield _body(request, desk, told)


def _body(request: PageRequest, desk: Desk, told: Context) -> str:
    try:
        context = {**told, **_context(request, desk)}
        return render_to_string("topologies/editor/editor.html", context, request)
    except Exception:  # the answer has begun: all that is left is to say it where the page would stand
        log.exception("the editor of draft %s broke after its head", desk.draft.pk)
        return render_to_string("topologies/editor/broken.html", request=request)


def _why_ended(proposal: Proposal) -> str:
    if proposal.state == Proposal.State.MERGED:
        return "The proposal is merged: its draft is no longer edited."
    return "The proposal is closed: open it again to edit its draft."


def _context(request: PageRequest, desk: Desk) -> Context:
    addresses = _addresses(desk)
    return {
        "desk": desk,
        "early": _early(desk, addresses),
        "topology_href": topology_href(desk.topology),
        "addresses": addresses,
        "palette": palette_html(),
        "drawn_here": set(),
        "empty": not desk.draft.keys.exists(),
        **_ending(request, desk),
        "base": desk.draft.base,
        "mine": desk.draft.owner_id == request.user.pk,
    }


def _ending(request: PageRequest, desk: Desk) -> Context:
    """How this draft can end: in its proposal, in a new one, or published, where the topology is solo."""
    proposal = desk.proposal
    mine, alone = desk.draft.owner_id == request.user.pk, services.publishes_alone(desk.topology)
    closes = proposal is None and may_close(request, desk.draft)
    return {
        "proposal": proposal,
        "at_stake": _at_stake(proposal) if proposal else "",
        "may_close": closes,
        "may_publish": closes and alone,
        "may_propose": proposal is None and mine and not alone,
    }


def _at_stake(proposal: Proposal) -> str:
    """Whose approvals the next change ends; empty where nobody approves what the draft holds."""
    names = reviews.approving(proposal) if proposal.state == Proposal.State.SUBMITTED else []
    if len(names) < 2:
        return f"The approval of {names[0]} ends with the next change." if names else ""
    return f"The approvals of {', '.join(names[:-1])} and {names[-1]} end with the next change."


def may_close(request: PageRequest, draft: Draft) -> bool:
    """May this person publish or discard the draft: its owner, or an administrator?"""
    return draft.owner_id == request.user.pk or Action.ADMINISTER in allowed(
        request.user, draft.topology.system
    )


def _addresses(desk: Desk) -> dict[str, str]:
    """Where the browser's modules ask and post."""
    where = [desk.topology.system.slug, desk.topology.slug, desk.draft.pk]
    root = reverse("api:draft", args=where)
    panels = {name: desk.href(name) for name in PANELS}
    return {
        **{name: f"{root}{name}/" for name in API},
        "kinds": f"{reverse('api:kinds')}?v={catalogue_tag()}",
        "picture": f"{desk.href()}diagram.",
        **panels,
    }


def _early(desk: Desk, addresses: Mapping[str, str]) -> list[str]:
    """What the script will ask for as soon as it runs; the browser asks while it still loads that."""
    view = quote(selectors.first_view(desk.draft), safe="")
    return [addresses["state"], addresses["kinds"], f"{addresses['layout']}?view={view}"]


@require_POST
def publish(request: PageRequest, system: str, topology: str, draft: int) -> HttpResponse:
    """Make the draft the next revision."""
    desk = seated(request, system, topology, draft)
    comment = request.POST.get("comment", "").strip()
    try:
        revision = services.draft_publish(draft=desk.draft, actor=request.user, comment=comment)
    except (services.Refused, Faults) as error:
        messages.error(request, str(error))
        return redirect(desk.href())
    messages.success(request, f"Revision {revision.number} is published.")
    return redirect(topology_href(desk.topology))


@require_POST
def discard(request: PageRequest, system: str, topology: str, draft: int) -> HttpResponse:
    """End the draft without publishing it."""
    desk = seated(request, system, topology, draft)
    services.draft_discard(draft=desk.draft, actor=request.user)
    messages.success(request, "The draft is discarded.")
    return redirect(topology_href(desk.topology))


urlpatterns = [
    path("edit/", edit, name="edit"),
    path("drafts/<int:draft>/", editor, name="editor"),
    path("drafts/<int:draft>/publish/", publish, name="editor-publish"),
    path("drafts/<int:draft>/discard/", discard, name="editor-discard"),
]
