"""The picture of a draft as it is: what the model holds in a view, drawn where the view has it."""

from django.http import Http404, HttpResponse
from django.urls import re_path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from topologies.computed import views_of
from topologies.pages.downloads import FORMS, SANDBOX, THEMES
from topologies.pages.editor.opening import Desk, seated
from topologies.pages.frame import PageRequest
from topologies.rendering import Drawing, TooLargeError, draw
from topologies.rendering.palette import Theme

_THEMES: dict[str, Theme] = {"light": "light", "dark": "dark"}


@require_safe
@never_cache
def picture(request: PageRequest, system: str, topology: str, draft: int, form: str) -> HttpResponse:
    """The drawing as a file: ?view=..., ?theme=light|dark."""
    desk = seated(request, system, topology, draft)
    drawing = _drawing(desk, request.GET.get("view", ""), request.GET.get("theme", "light"))
    try:
        body = _written(drawing, form)
    except TooLargeError as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    name = f"{system}-{topology}-draft.{form}"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Content-Security-Policy": SANDBOX}
    return HttpResponse(body, content_type=FORMS[form], headers=headers)


def _drawing(desk: Desk, view: str, theme: str) -> Drawing:
    views = views_of(desk.graph)
    if view and view not in views:
        raise Http404(f"there is no view {view!r}")
    if theme not in _THEMES:
        raise Http404(f"there is no theme {theme!r}; choose one of {', '.join(THEMES)}")
    return draw(desk.graph, view=views.get(view), findings=desk.findings, theme=_THEMES[theme])


def _written(drawing: Drawing, form: str) -> bytes:
    if form == "png":
        return drawing.png()
    return drawing.pdf() if form == "pdf" else drawing.svg().encode()


urlpatterns = [
    re_path(r"^drafts/(?P<draft>[0-9]+)/diagram\.(?P<form>svg|png|pdf)$", picture, name="editor-picture")
]
