"""The problems of the draft as it is, worst first."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from topologies.computed import count_by_severity
from topologies.pages.editor.opening import Desk, panel, seated
from topologies.pages.editor.remedies import remedy
from topologies.pages.findings import finding_row
from topologies.pages.frame import PageRequest
from topologies.validation import Finding
from topologies.validation.model import SEVERITIES

MOST = 60  # of one severity at a time: a longer list is for the filter
Context = dict[str, Any]


@require_safe
def problems(request: PageRequest, system: str, topology: str, draft: int) -> HttpResponse:
    """Every finding by severity; `q` keeps those whose words hold all of its words."""
    desk = seated(request, system, topology, draft)
    query = request.GET.get("q", "").strip()
    wanted = [row for row in desk.findings if _matches(row, desk, query.casefold().split())]
    context = {
        "groups": [group for group in _groups(desk, wanted) if group["total"]],
        "query": query,
        "total": len(desk.findings),
        "counts": count_by_severity(desk.findings),
    }
    return panel(request, desk, "Problems", "topologies/editor/problems.html", context)


def _matches(finding: Finding, desk: Desk, words: list[str]) -> bool:
    names = " ".join(desk.graph.by_key[key].name for key in finding.subjects if key in desk.graph.by_key)
    line = f"{finding.code} {finding.title} {finding.message} {' '.join(finding.subjects)} {names}".casefold()
    return all(word in line for word in words)


def _groups(desk: Desk, findings: list[Finding]) -> list[Context]:
    unknown = [row for row in findings if row.verdict == "unknown"]
    failed = [row for row in findings if row.verdict == "fail"]
    parts = [
        (slug, slug.capitalize(), [row for row in failed if row.severity == slug]) for slug in SEVERITIES
    ]
    return [_group(desk, *part) for part in (*parts, ("unknown", "Cannot be judged", unknown))]


def _group(desk: Desk, slug: str, label: str, rows: list[Finding]) -> Context:
    shown = [_row(desk, row) for row in rows[:MOST]]
    return {"slug": slug, "label": label, "rows": shown, "total": len(rows), "more": max(len(rows) - MOST, 0)}


def _row(desk: Desk, finding: Finding) -> Context:
    row = finding_row(finding, desk.topology, desk.graph)
    subjects = [desk.graph.by_key[subject["key"]] for subject in row["subjects"]]
    return {**row, "subjects": subjects, "remedy": remedy(finding.code)}


urlpatterns = [path("drafts/<int:draft>/problems/", problems, name="editor-problems")]
