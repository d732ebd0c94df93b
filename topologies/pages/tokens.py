"""The API tokens of whoever is signed in: made, shown once, listed, revoked."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from knox.models import AuthToken

MOST = 20


@require_GET
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens there are, by their first letters."""
    return _page(request)


@require_POST
@never_cache
def token_create(request: HttpRequest) -> HttpResponse:
    """Make one and show it: the database keeps only its hash."""
    if _living(request).count() >= MOST:
        messages.error(request, f"You have {MOST} tokens; revoke one first.")
        return redirect("tokens")
    _, token = AuthToken.objects.create(user=request.user)
    return _page(request, fresh=token)


@require_POST
def token_revoke(request: HttpRequest, key: str) -> HttpResponse:
    """Make a token useless at once."""
    gone, _ = AuthToken.objects.filter(user=request.user, token_key=key).delete()
    if not gone:
        raise Http404("no such token")
    messages.success(request, f"The token {key}… is revoked.")
    return redirect("tokens")


def _living(request: HttpRequest) -> Any:
    return AuthToken.objects.filter(user=request.user, expiry__gt=timezone.now()).order_by("-created")


def _page(request: HttpRequest, fresh: str = "") -> HttpResponse:
    example = f"curl -H 'Authorization: Token {fresh or 'TOKEN'}' {request.build_absolute_uri('/api/v1/')}topologies/"
    context = {
        "crumbs": [{"label": "Account"}, {"label": "API tokens"}],
        "tokens": _living(request),
        "fresh": fresh,
        "example": example,
    }
    return render(request, "topologies/tokens.html", context)


urlpatterns = [
    path("", tokens, name="tokens"),
    path("new/", token_create, name="token-create"),
    path("<str:key>/revoke/", token_revoke, name="token-revoke"),
]
