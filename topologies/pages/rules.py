"""The rules reference, from the rules themselves."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from topologies.pages.markdown import rendered
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
    }
    return render(request, "topologies/rule.html", context)


urlpatterns = [path("", rules, name="rules"), path("<slug:code>/", rule, name="rule")]
