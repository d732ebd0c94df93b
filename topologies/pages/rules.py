"""The rules reference, from the rules themselves."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from topologies import selectors
from topologies.computed import count_by_severity, findings_of
from topologies.models import Topology
from topologies.pages.markdown import rendered
from topologies.pages.words import topology_href
from topologies.validation import rules as every_rule
from topologies.validation.model import SEVERITIES


def rules(request: HttpRequest) -> HttpResponse:
    """Every rule, worst first."""
    found = sorted(every_rule().values(), key=lambda rule: (SEVERITIES.index(rule.severity), rule.code))
    return render(request, "topologies/rules.html", {"section": "rules", "rules": found})


def rule(request: HttpRequest, code: str) -> HttpResponse:
    """One rule: what it means, why it matters, what to do."""
    found = every_rule().get(code)
    if found is None:
        raise Http404(f"there is no rule {code!r}")
    context = {
        "section": "rules",
        "crumbs": [{"label": "Rules", "href": reverse("rules")}, {"label": found.code}],
        "rule": found,
        "page": rendered(found.page),
        "places": _places(request, found.code),
    }
    return render(request, "topologies/rule.html", context)


def _places(request: HttpRequest, code: str) -> list[dict[str, Any]]:
    """The topologies in which it finds something, of those that the reader may see."""
    found = list(selectors.topologies_for(request.user))
    waived = selectors.waived_fingerprints(found, timezone.localdate())
    rows = ((row, _counts(row, code, waived.get(row.pk, frozenset()))) for row in found)
    return [
        {"label": f"{row.system}: {row}", "href": f"{topology_href(row)}?q={code}", "counts": counts}
        for row, counts in rows
        if any(counts.values())
    ]


def _counts(topology: Topology, code: str, waived: frozenset[str]) -> dict[str, int]:
    findings = findings_of(topology.latest_sha256) if topology.latest_sha256 else ()
    return count_by_severity((one for one in findings if one.code == code), waived)


urlpatterns = [path("", rules, name="rules"), path("<slug:code>/", rule, name="rule")]
