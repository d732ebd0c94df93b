"""What can be done about a finding: see what a fix would do, apply it in a draft, accept the finding, take that back."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, re_path, reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from topologies import selectors, services
from topologies.computed import account_of
from topologies.graph import Element, Fault, Faults
from topologies.operations import apply
from topologies.pages.downloads import as_file
from topologies.pages.findings import finding_row, waiver_groups
from topologies.pages.frame import Opened, PageRequest, framed, opened
from topologies.pages.words import topology_href
from topologies.services import Action, allowed
from topologies.validation import Finding, Fix, preview
from topologies.validation.reports import FORMS


@require_http_methods(["GET", "HEAD", "POST"])
def fix(request: PageRequest, system: str, topology: str, fingerprint: str, number: int) -> HttpResponse:
    """What the fix would do to the findings; a POST applies it in the reader's draft."""
    sheet = opened(request, system, topology)
    finding, wanted = _found(sheet, fingerprint, number)
    if request.method == "POST":
        return _applied(request, sheet, finding, number)
    return _preview(request, sheet, finding, wanted)


def _found(sheet: Opened, fingerprint: str, number: int) -> tuple[Finding, Fix]:
    finding = next((one for one in sheet.findings if one.fingerprint == fingerprint), None)
    if finding is None or number >= len(finding.fixes):
        raise Http404("there is no such finding, or no such fix")
    return finding, finding.fixes[number]


def _preview(request: PageRequest, sheet: Opened, finding: Finding, wanted: Fix) -> HttpResponse:
    found = preview(sheet.graph, wanted.operations, sheet.findings)
    may = allowed(request.user, sheet.topology.system)
    context = {
        "section": "systems",
        "crumbs": [
            {"label": str(sheet.topology), "href": topology_href(sheet.topology)},
            {"label": f"Fix {finding.code}"},
        ],
        "finding": finding,
        "fix": wanted,
        "changes": [
            _change(row.key, row.before, row.after) for row in apply(sheet.graph, wanted.operations).changes
        ],
        "removed": [finding_row(one, sheet.topology, sheet.graph) for one in found.removed],
        "added": [finding_row(one, sheet.topology, found.graph) for one in found.added],
        "may_edit": Action.EDIT in may,
        "href": request.path,
        "back": f"{topology_href(sheet.topology)}#finding-{finding.fingerprint}",
    }
    alone = request.htmx and not request.htmx.history_restore_request
    page = "topologies/parts/fix.html" if alone else "topologies/fix.html"
    response = render(request, page, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _change(key: str, before: object, after: object) -> dict[str, str]:
    what = "changed" if before and after else "added" if after else "removed"
    element = after or before
    section = element.section.replace("_", " ") if isinstance(element, Element) else "the topology itself"
    return {"key": key, "what": what, "section": section}


def _applied(request: PageRequest, sheet: Opened, finding: Finding, number: int) -> HttpResponse:
    try:
        draft = services.fix_apply(
            topology=sheet.topology,
            actor=request.user,
            code=finding.code,
            fingerprint=finding.fingerprint,
            number=number,
        )
    except (Faults, services.Refused) as error:
        messages.error(request, str(error))
        return redirect(topology_href(sheet.topology))
    messages.success(request, f"Applied in your draft: {finding.fixes[number].text}")
    return redirect("editor", *sheet.address, draft.pk)


# --- waivers -----------------------------------------------------------------------------------------------------


@require_safe
def waivers(request: PageRequest, system: str, topology: str) -> HttpResponse:
    """Every waiver that nobody withdrew, and what has become of it."""
    sheet = opened(request, system, topology)
    context = {
        "groups": waiver_groups(sheet.acceptances, sheet.findings, sheet.topology),
        "may_vote": Action.VOTE in allowed(request.user, sheet.topology.system),
    }
    return framed(request, sheet, "waivers", "topologies/parts/waivers.html", context)


@require_POST
def waive(request: PageRequest, system: str, topology: str, fingerprint: str) -> HttpResponse:
    """Accept a finding until a day."""
    sheet = opened(request, system, topology)
    services.require(request.user, Action.VOTE, sheet.topology.system)
    try:
        services.waiver_grant(
            topology=sheet.topology,
            actor=request.user,
            fingerprint=fingerprint,
            reason=request.POST.get("reason", ""),
            expires=day(request.POST.get("expires", "")),
            today=timezone.localdate(),
        )
    except Faults as error:
        said = "; ".join(f"{fault.field} {fault.message}" for fault in error.faults)
        messages.error(request, f"Not waived: {said}.")
    else:
        messages.success(request, "Waived. It is listed until somebody withdraws it.")
    return redirect(f"{topology_href(sheet.topology)}#finding-{fingerprint}")


def day(text: str) -> date:
    """The day that a form names. Raises Faults."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Faults([Fault("", "expires", "must be a day, as in 2030-12-31")]) from None


@require_POST
def waiver_withdraw(request: PageRequest, system: str, topology: str, number: int) -> HttpResponse:
    """End a waiver."""
    found = selectors.topology_get(user=request.user, system_slug=system, topology_slug=topology)
    services.waiver_withdraw(topology=found, number=number, actor=request.user)
    messages.success(request, "Withdrawn: the finding fails again.")
    return redirect(reverse("waivers", args=[system, topology]))


# --- files -------------------------------------------------------------------------------------------------------


@require_safe
def findings_file(request: PageRequest, system: str, topology: str, ending: str) -> HttpResponse:
    """The findings as a file: JSON, SARIF, JUnit XML or text."""
    found = selectors.topology_get(user=request.user, system_slug=system, topology_slug=topology)
    form = next((form for form in FORMS.values() if form.ending == ending), None)
    if form is None or not found.latest_sha256:
        raise Http404("there is no such report")
    site = request.build_absolute_uri("/").rstrip("/")
    account = account_of(found, found.latest_sha256, timezone.localdate(), site)
    name = f'attachment; filename="{system}-{topology}-findings.{ending}"'
    return as_file(form.write(account).encode(), form.content_type, name)


urlpatterns = [
    path("waivers/", waivers, name="waivers"),
    path("waivers/<int:number>/withdraw/", waiver_withdraw, name="waiver-withdraw"),
    path("findings/<slug:fingerprint>/waive/", waive, name="waive"),
    path("findings/<slug:fingerprint>/fixes/<int:number>/", fix, name="fix"),
    re_path(r"^findings\.(?P<ending>json|sarif|xml|txt)$", findings_file, name="findings-file"),
]
