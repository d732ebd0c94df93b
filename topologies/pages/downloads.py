"""What a topology gives away as files: its picture and its documents."""

from dataclasses import replace
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe

from topologies import answers, drills, selectors
from topologies.answers import Misasked
from topologies.computed import Picture, picture_of, picture_tag, views_of
from topologies.models import Revision
from topologies.rendering import Overlay, TooLargeError
from topologies.rendering.overlays import NOTHING
from topologies.rendering.palette import Theme

FORMS = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
THEMES = ("light", "dark")
SANDBOX = "default-src 'none'; sandbox"  # a file that is opened by itself may do nothing at all


@require_safe
def diagram(request: HttpRequest, system: str, topology: str, form: str) -> HttpResponse:
    """The drawing: ?theme=light|dark, ?view=..., ?thumbnail=1, ?download=1; on top of it the way of ?path=... or what the
    failure ?without=... leaves, both as the pages of reach and failures write them."""
    found = selectors.topology_get(user=request.user, system_slug=system, topology_slug=topology)
    if not found.latest_sha256:
        raise Http404("there is no revision to draw")
    picture = replace(_picture(request, form), overlay=_overlay(request, found.latest_sha256))
    if picture.view and picture.view not in views_of(selectors.graph_of(found.latest_sha256)):
        raise Http404(f"there is no view {picture.view!r}")
    tag = quote_etag(picture_tag(found.latest_sha256, picture))
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return _tagged(HttpResponse(status=304), tag)
    try:
        body = picture_of(found.latest_sha256, picture)
    except TooLargeError as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    name = f"{system}-{topology}{f'-{picture.view}' if picture.view else ''}.{form}"
    place = "attachment" if "download" in request.GET else "inline"
    return _tagged(as_file(body, FORMS[form], f'{place}; filename="{name}"'), tag)


def _picture(request: HttpRequest, form: str) -> Picture:
    theme = request.GET.get("theme", "light")
    if theme not in THEMES:
        raise Http404(f"there is no theme {theme!r}; choose one of {', '.join(THEMES)}")
    view, small = request.GET.get("view", ""), "thumbnail" in request.GET
    return Picture(view=view, theme=cast("Theme", theme), thumbnail=small, form=form)


def _overlay(request: HttpRequest, sha256: str) -> Overlay:
    path, without = request.GET.get("path", ""), request.GET.get("without", "")
    try:
        if path:
            return answers.path_overlay(sha256, answers.parse_flow(selectors.graph_of(sha256), path))
        return drills.failure_overlay(sha256, without) if without else NOTHING
    except Misasked as problem:
        raise Http404(str(problem)) from None


@require_safe
def document(request: HttpRequest, system: str, topology: str, number: int | None = None) -> HttpResponse:
    """The canonical document of a revision, of the newest where none is named."""
    found = selectors.topology_get(user=request.user, system_slug=system, topology_slug=topology)
    revision = selectors.revision_get(found, number)
    tag = quote_etag(revision.sha256)
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return _tagged(HttpResponse(status=304), tag)
    return _tagged(_document(revision, f"{system}-{topology}-r{revision.number}.json"), tag)


def _document(revision: Revision, name: str) -> HttpResponse:
    return as_file(revision.document.encode(), "application/json", f'attachment; filename="{name}"')


def as_file(body: bytes, content_type: str, disposition: str) -> HttpResponse:
    """Bytes to keep; a file that a browser opens by itself may do nothing."""
    headers = {"Content-Disposition": disposition, "Content-Security-Policy": SANDBOX}
    return HttpResponse(body, content_type=content_type, headers=headers)


def _tagged(response: HttpResponse, tag: str) -> HttpResponse:
    """Kept by the reader's own browser, and asked about every time: rights may end."""
    response["ETag"] = tag
    patch_cache_control(response, private=True, no_cache=True)
    return response


urlpatterns = [
    re_path(r"^diagram\.(?P<form>svg|png|pdf)$", diagram, name="diagram"),
    path("document.json", document, name="document"),
    path("revisions/<int:number>/document.json", document, name="revision-document"),
]
