"""The exports of a topology: what can be generated, asking for it, its progress, its files."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from exporters import selectors, services
from exporters.models import BundleFile, Export
from exporters.registry import Target, UnsupportedError, targets
from topologies.pages.frame import Opened, PageRequest, framed, opened
from topologies.pages.markdown import rendered
from topologies.selectors import revision_get
from topologies.services import Action, allowed

PLAIN = "text/plain; charset=utf-8"
ARCHIVE_TYPES = {"zip": "application/zip", "tar.gz": "application/gzip"}
Row = dict[str, Any]


def exports(request: PageRequest, system: str, topology: str) -> HttpResponse:
    """Every target: whether it makes sense here, and what became of the last request."""
    sheet = opened(request, system, topology)
    latest = _latest(sheet)
    may = _may_request(request, sheet)
    rows = [_row(sheet, target, latest.get(target.slug), may) for target in targets().values()]
    context = {"rows": rows, "published": sheet.digest is not None}
    return framed(request, sheet, "exports", "exporters/panel.html", context)


@require_POST
def export_request(request: PageRequest, system: str, topology: str, target: str) -> HttpResponse:
    """Ask for the newest revision's bundle; again where the last one failed or was cancelled."""
    sheet, found = _sheet_and_target(request, system, topology, target)
    revision = revision_get(sheet.topology)
    try:
        export = services.export_request(revision=revision, target=found.slug, actor=request.user)
    except UnsupportedError as refused:
        messages.error(request, str(refused))
        export = None
    return _answer(request, sheet, found, export)


@require_POST
def export_cancel(request: PageRequest, system: str, topology: str, target: str) -> HttpResponse:
    """Stop the newest request of this target."""
    sheet, found = _sheet_and_target(request, system, topology, target)
    export = _latest(sheet).get(found.slug)
    if export is None:
        raise Http404("there is nothing to cancel")
    return _answer(request, sheet, found, services.export_cancel(export=export, actor=request.user))


@require_safe
def export_row(request: PageRequest, system: str, topology: str, target: str) -> HttpResponse:
    """The row of one target as it stands now: what a page asks for while work is under way."""
    sheet, found = _sheet_and_target(request, system, topology, target)
    return _answer(request, sheet, found, _latest(sheet).get(found.slug))


def _answer(request: PageRequest, sheet: Opened, target: Target, export: Export | None) -> HttpResponse:
    """The row for htmx; for a plain form, back to the page."""
    if not request.htmx:
        return redirect(f"{reverse('exports', args=sheet.address)}#target-{target.slug}")
    row = _row(sheet, target, export, _may_request(request, sheet))
    return render(request, "exporters/row.html", {"row": row})


def _may_request(request: PageRequest, sheet: Opened) -> bool:
    return Action.EXPORT in allowed(request.user, sheet.topology.system)


def _sheet_and_target(request: PageRequest, system: str, topology: str, slug: str) -> tuple[Opened, Target]:
    sheet = opened(request, system, topology)
    found = targets().get(slug)
    if found is None:
        raise Http404(f"there is no target {slug!r}")
    return sheet, found


def _latest(sheet: Opened) -> dict[str, Export]:
    """The newest revision's exports by target, each of its newest generator, in two queries."""
    number = sheet.topology.latest_number
    if number is None:
        return {}
    found = selectors.exports_of(sheet.topology).filter(revision__number=number)
    rows = found.order_by("generator_version", "pk").prefetch_related("files")
    return {row.target: row for row in rows}


def _row(sheet: Opened, target: Target, export: Export | None, may_request: bool) -> Row:
    address = [*sheet.address, target.slug]
    return {
        "target": target,
        "summary": rendered(target.summary),
        "reason": target.supports(sheet.graph) if sheet.digest else None,
        "export": export,
        "state": export.state if export else "",
        "stale": bool(export and export.generator_version != target.version),
        "files": _files(sheet, export) if export and export.state == Export.State.SUCCEEDED else [],
        "may_request": may_request,
        "request_href": reverse("export-request", args=address),
        "cancel_href": reverse("export-cancel", args=address),
        "row_href": reverse("export-row", args=address),
        "archive_href": reverse("export-archive", args=[*sheet.address, export.pk, "zip"]) if export else "",
        "tar_href": reverse("export-archive", args=[*sheet.address, export.pk, "tar.gz"]) if export else "",
    }


def _files(sheet: Opened, export: Export) -> list[Row]:
    return [
        {
            "path": file.path,
            "size": file.size,
            "sha256": file.sha256,
            "href": reverse("export-file", args=[*sheet.address, export.pk, file.path]),
        }
        for file in export.files.all()
    ]


@require_safe
def export_file(request: PageRequest, system: str, topology: str, number: int, path: str) -> HttpResponse:
    """One file of a bundle, exactly as it was generated."""
    export = _export(request, system, topology, number)
    file = selectors.bundle_file(export, path)
    if file is None:
        raise Http404(f"the bundle has no file {path!r}")
    return _attached(_bytes(file), PLAIN, path.rpartition("/")[2], file.sha256)


@require_safe
def export_archive(request: PageRequest, system: str, topology: str, number: int, form: str) -> HttpResponse:
    """The whole bundle with its manifest."""
    export = _export(request, system, topology, number)
    try:
        body = selectors.archive(export, form)
    except (ValueError, OSError) as error:
        raise Http404(str(error)) from error
    name = f"{system}-{topology}-r{export.revision.number}-{export.target}.{form}"
    return _attached(body, ARCHIVE_TYPES[form], name, "")


def _export(request: PageRequest, system: str, topology: str, number: int) -> Export:
    sheet = opened(request, system, topology)
    export = selectors.exports_of(sheet.topology).filter(pk=number).defer(None).first()
    if export is None:
        raise Http404("there is no such export")
    return export


def _bytes(file: BundleFile) -> bytes:
    try:
        return file.read()
    except OSError as error:
        raise Http404(str(error)) from error


def _attached(body: bytes, content_type: str, name: str, digest: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-cache"
    if digest:
        response.headers["ETag"] = f'"{digest}"'
    return response


urlpatterns = [
    path("", exports, name="exports"),
    path("<slug:target>/request/", export_request, name="export-request"),
    path("<slug:target>/cancel/", export_cancel, name="export-cancel"),
    path("<slug:target>/row/", export_row, name="export-row"),
    path("<int:number>/files/<path:path>", export_file, name="export-file"),
    path("<int:number>/bundle.<str:form>", export_archive, name="export-archive"),
]
