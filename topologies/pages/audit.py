"""The audit log of a system, for its administrators: filtered, in pages, and as a file."""

import re
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from topologies import auditing, selectors
from topologies.api.audit import lines_answer
from topologies.graph import Faults
from topologies.models import AuditEntry, System
from topologies.pages.frame import PageRequest
from topologies.pages.paging import paged
from topologies.services import Action, require

SHORT = 12
DIGEST = re.compile("[0-9a-f]{64}")
LABELS = {"actor": "Who", "action": "What", "topology": "Topology"}


@require_safe
def audit(request: PageRequest, system: str) -> HttpResponse:
    """Newest first; `actor`, `action`, `topology`, `since` and `until` choose some."""
    found = _system(request, system)
    asked = {name: request.GET.get(name, "").strip() for name in auditing.ASKED}
    errors: dict[str, str] = {}
    try:
        entries = auditing.entries_of(system=found, actor=request.user, asked=asked)
    except Faults as faults:
        errors = {fault.field: fault.message for fault in faults.faults}
        entries = AuditEntry.objects.none()
    listed = paged(request, entries)
    context = {
        **listed,
        **_frame(found, "Audit log"),
        "asked": asked,
        "errors": errors,
        "choices": [_choice(found, name, asked[name]) for name in auditing.EXACT],
        "rows": [_row(entry) for entry in listed["page"]],
        "lines_href": f"{reverse('audit-lines', args=[system])}?{urlencode(asked)}",
    }
    return render(request, "topologies/audit.html", context, status=422 if errors else 200)


def _system(request: PageRequest, slug: str) -> System:
    """The system, for its administrators. Raises NotFound, PermissionDenied."""
    found = selectors.system_get(user=request.user, slug=slug)
    require(request.user, Action.ADMINISTER, found)
    return found


def _frame(system: System, label: str) -> dict[str, Any]:
    href = reverse("system", args=[system.slug])
    crumbs = [{"label": "Systems", "href": reverse("home")}, {"label": str(system), "href": href}]
    return {"section": "systems", "system": system, "crumbs": [*crumbs, {"label": label}]}


def _choice(system: System, name: str, chosen: str) -> dict[str, Any]:
    """A list to choose from; what was asked for stands in it even where nothing has it."""
    words = auditing.words_of(system, name)
    known = words if not chosen or chosen in words else [chosen, *words]
    return {"name": name, "label": LABELS[name], "words": known, "chosen": chosen}


def _row(entry: AuditEntry) -> dict[str, Any]:
    details = [{"name": name, "value": _plain(value)} for name, value in sorted(entry.details.items())]
    return {"entry": entry, "before": entry.before[:SHORT], "after": entry.after[:SHORT], "details": details}


def _plain(value: Any) -> str:
    """In short: digests by their beginning, and long text, too."""
    if isinstance(value, str) and DIGEST.fullmatch(value):
        return value[:SHORT]
    text = value if isinstance(value, str) else auditing.compact(value)
    return text if len(text) <= 200 else f"{text[:200]}…"


@require_safe
def lines(request: PageRequest, system: str) -> StreamingHttpResponse | HttpResponse:
    """What was asked for as lines of JSON."""
    asked = {name: request.GET.get(name, "").strip() for name in auditing.ASKED}
    try:
        entries = auditing.entries_of(system=_system(request, system), actor=request.user, asked=asked)
    except Faults as faults:
        return HttpResponse(str(faults), status=422, content_type="text/plain; charset=utf-8")
    return lines_answer(entries, system)


urlpatterns = [
    path("", audit, name="audit-log"),
    path("entries.jsonl", lines, name="audit-lines"),
]
