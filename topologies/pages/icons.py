"""Every icon of the project in one file, which a browser keeps for good: each content has an address of its own."""

import hashlib
from collections.abc import Iterable
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from topologies.rendering.icons import STROKES, available, shapes
from topologies.rendering.markup import Tag, tag, write

KEPT_SECONDS = 365 * 24 * 60 * 60


@login_not_required
@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS, immutable=True)
def icons(request: HttpRequest) -> HttpResponse:
    """A symbol for each icon, under the icon's name."""
    return HttpResponse(sprite(), content_type="image/svg+xml")


@cache
def sprite() -> bytes:
    return write(
        tag("svg", {"xmlns": "http://www.w3.org/2000/svg"}, *map(_symbol, sorted(available())))
    ).encode()


def drawn(names: Iterable[str]) -> SafeString:
    """These icons for a page that is seen before any file is fetched: it refers to them by their names alone."""
    return SafeString(write(tag("svg", {"hidden": ""}, *map(_symbol, sorted(names)))))


def _symbol(name: str) -> Tag:
    return tag("symbol", {"id": name, "viewBox": "0 0 24 24", **STROKES}, *shapes(name))


@cache
def address() -> str:
    """Where this version of the icons is."""
    return f"{reverse('icons')}?{hashlib.sha256(sprite()).hexdigest()[:12]}"


urlpatterns = [path("icons.svg", icons, name="icons")]
