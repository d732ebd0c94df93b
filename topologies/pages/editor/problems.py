"""The problems of the draft as it is, worst first."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from topologies import selectors, services
from topologies.computed import findings_of, level_of
from topologies.graph import Faults
from topologies.pages.editor.opening import Desk, panel, seated
from topologies.pages.editor.remedies import fixes, remedy
from topologies.pages.findings import LEVELS, finding_row
from topologies.pages.fixing import day
from topologies.pages.frame import PageRequest
from topologies.services import Action, allowed
from topologies.validation import Finding
from topologies.validation.waivers import Waived

MOST = 30  # of one severity at a time: a longer list is for the filter
GROUPS = {**LEVELS, "waived": "Waived"}
Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reader:
    """What of the findings is accepted, and what the reader may do: `waivable` are those that can be waived now."""

    waived: Waived
    may: frozenset[Action]
    waivable: frozenset[str]

    def level(self, finding: Finding) -> str:
        return "waived" if finding.fingerprint in self.waived else level_of(finding)


@require_http_methods(["GET", "HEAD", "POST"])
def problems(request: PageRequest, system: str, topology: str, draft: int) -> HttpResponse:
    """Every finding by severity; `q` keeps those whose words hold all of its words. A POST waives one."""
    desk = seated(request, system, topology, draft)
    refused = _waive(request, desk) if request.method == "POST" else ""
    reader = _reader(request, desk)
    query = request.GET.get("q", "").strip()
    wanted = [row for row in desk.findings if _matches(row, desk, query.casefold().split())]
    context = {
        "groups": [group for group in _groups(desk, wanted, reader) if group["total"]],
        "query": query,
        "total": sum(row.fingerprint not in reader.waived for row in desk.findings),
        "refused": refused,
    }
    status = 422 if refused else 200
    return panel(request, desk, "Problems", "topologies/editor/problems.html", context, status)


def _reader(request: PageRequest, desk: Desk) -> Reader:
    may = allowed(request.user, desk.topology.system)
    base = desk.draft.base if Action.VOTE in may else None
    waivable = frozenset(row.fingerprint for row in findings_of(base.sha256)) if base else frozenset()
    return Reader(selectors.waived_in(desk.topology, timezone.localdate()), may, waivable)


def _waive(request: PageRequest, desk: Desk) -> str:
    """Accept a finding until a day; why not, where it is refused."""
    try:
        services.waiver_grant(
            topology=desk.topology,
            actor=request.user,
            fingerprint=request.POST.get("fingerprint", ""),
            reason=request.POST.get("reason", ""),
            expires=day(request.POST.get("expires", "")),
            today=timezone.localdate(),
        )
    except Faults as error:
        return "; ".join(f"{fault.field} {fault.message}" for fault in error.faults)
    return ""


def _matches(finding: Finding, desk: Desk, words: list[str]) -> bool:
    names = " ".join(desk.graph.by_key[key].name for key in finding.subjects if key in desk.graph.by_key)
    line = f"{finding.code} {finding.title} {finding.message} {' '.join(finding.subjects)} {names}".casefold()
    return all(word in line for word in words)


def _groups(desk: Desk, findings: list[Finding], reader: Reader) -> list[Context]:
    return [
        _group(desk, slug, [row for row in findings if reader.level(row) == slug], reader) for slug in GROUPS
    ]


def _group(desk: Desk, slug: str, rows: list[Finding], reader: Reader) -> Context:
    return {
        "slug": slug,
        "label": GROUPS[slug],
        "rows": [_row(desk, row, reader) for row in rows[:MOST]],
        "total": len(rows),
        "more": max(len(rows) - MOST, 0),
    }


def _row(desk: Desk, finding: Finding, reader: Reader) -> Context:
    row = finding_row(finding, desk.topology, desk.graph, reader.waived, reader.may)
    return {
        **row,
        "subjects": [desk.graph.by_key[subject["key"]] for subject in row["subjects"]],
        "remedy": remedy(finding.code),
        "fixes": fixes(finding),
        "waive": row["waive"] if finding.fingerprint in reader.waivable else None,
    }


urlpatterns = [path("drafts/<int:draft>/problems/", problems, name="editor-problems")]
