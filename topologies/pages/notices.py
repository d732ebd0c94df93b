"""What its reader should hear of: proposals that concern them, and the count of it in the header of every page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_POST, require_safe

from topologies.models import Notice
from topologies.notifying import inbox
from topologies.pages.frame import PageRequest
from topologies.pages.paging import paged


def unread(request: HttpRequest) -> dict[str, Any]:
    """A context processor: how many notices wait, counted only where a template shows it."""

    def count() -> int:
        user = getattr(request, "user", None)
        return inbox.unread_count(user) if user and user.is_authenticated else 0

    return {"unread_notices": SimpleLazyObject(count)}


@require_safe
def notices(request: PageRequest) -> HttpResponse:
    """Newest first; `shown=unread` leaves out what was read."""
    found, only = inbox.notices_of(request.user), request.GET.get("shown") == "unread"
    listed = paged(request, found.filter(read=None) if only else found)
    context = {
        **listed,
        "crumbs": [{"label": "Account"}, {"label": "Notices"}],
        "rows": [_row(notice) for notice in listed["page"]],
        "only_unread": only,
        "mail": inbox.wants_mail(request.user),
        "address": request.user.email,
    }
    return render(request, "topologies/notices.html", context)


def _row(notice: Notice) -> dict[str, Any]:
    topology = notice.proposal.topology
    return {
        "notice": notice,
        "proposal": notice.proposal,
        "place": f"{topology.system} {topology}",
        "href": reverse("notice-open", args=[notice.pk]),
    }


@require_POST
def notice_open(request: PageRequest, number: int) -> HttpResponse:
    """Mark it as read and go to its proposal."""
    notice = inbox.notice_read(user=request.user, number=number)
    topology = notice.proposal.topology
    return redirect("proposal", topology.system.slug, topology.slug, notice.proposal.number)


@require_POST
def notices_read(request: PageRequest) -> HttpResponse:
    """Mark all as read."""
    inbox.notices_read(user=request.user)
    return redirect("notices")


@require_POST
def notices_mail(request: PageRequest) -> HttpResponse:
    """Whether they leave as e-mail, too."""
    mail = "mail" in request.POST
    inbox.mail_choose(user=request.user, mail=mail)
    messages.success(
        request, "Notices are e-mailed to you." if mail else "Notices are no longer e-mailed to you."
    )
    return redirect("notices")


urlpatterns = [
    path("", notices, name="notices"),
    path("read/", notices_read, name="notices-read"),
    path("mail/", notices_mail, name="notices-mail"),
    path("<int:number>/", notice_open, name="notice-open"),
]
