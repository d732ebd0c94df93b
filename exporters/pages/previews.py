"""What would be generated from a draft, and what differs between two revisions."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from exporters.comparing import Difference, Files, differences, previewed
from exporters.registry import Target, UnsupportedError, targets, targets_for
from topologies import selectors
from topologies.documents import loads
from topologies.graph import Graph
from topologies.models import Revision
from topologies.pages.editor.opening import seated
from topologies.pages.frame import PageRequest, opened
from topologies.pages.words import topology_href

Context = dict[str, Any]


@require_safe
def draft_preview(request: PageRequest, system: str, topology: str, draft: int) -> HttpResponse:
    """The files of one target as the draft would have them, beside those of the revision that it grew out of."""
    desk = seated(request, system, topology, draft)
    base = loads(desk.draft.base.document) if desk.draft.base else None
    chosen = _chosen(request, targets_for(desk.graph))
    back = {"label": "Back to the draft", "href": desk.href()}
    title = "What the draft would generate"
    name = f"r{desk.draft.base.number}" if desk.draft.base else "nothing"
    return _page(
        request, desk.topology, chosen, base, desk.graph, title=title, names=(name, "draft"), back=back
    )


@require_safe
def compare(request: PageRequest, system: str, topology: str) -> HttpResponse:
    """What one target made of two revisions; the newest and the one before it unless others are named."""
    sheet = opened(request, system, topology)
    newer = _revision(request, sheet.topology, "to", None)
    number = newer.number - 1 if newer.number > 1 else newer.number
    older = _revision(request, sheet.topology, "from", number)
    graphs = loads(older.document), loads(newer.document)
    chosen = _chosen(request, targets_for(graphs[1]))
    back = {"label": "Revisions", "href": reverse("revisions", args=sheet.address)}
    context = {"revisions": selectors.revisions_of(sheet.topology), "older": older, "newer": newer}
    names = (f"r{older.number}", f"r{newer.number}")
    title = "Generated files of two revisions"
    return _page(request, sheet.topology, chosen, *graphs, title=title, names=names, back=back, extra=context)


def _revision(request: PageRequest, topology: Any, field: str, default: int | None) -> Revision:
    said = request.GET.get(field, "")
    if said and not (said.isascii() and said.isdecimal() and len(said) < 10):
        raise Http404(f"{field} is not the number of a revision")
    return selectors.revision_get(topology, int(said) if said else default)


def _chosen(request: PageRequest, fit: tuple[Target, ...]) -> Target | None:
    slug = request.GET.get("target") or (fit[0].slug if fit else "")
    if slug and slug not in targets():
        raise Http404(f"there is no target {slug!r}")
    return targets().get(slug)


def _page(
    request: PageRequest,
    topology: Any,
    target: Target | None,
    before: Graph | None,
    after: Graph,
    *,
    title: str,
    names: tuple[str, str],
    back: Mapping[str, str],
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    refusal, old, files = _both(target, before, after)
    found = differences(old, files)
    context = {
        "title": title,
        "topology": topology,
        "target": target,
        "targets": targets_for(after),
        "before": names[0],
        "after": names[1],
        "refusal": refusal,
        "differences": [_shown(one) for one in found],
        "same": len(files) - sum(one.state != "removed" for one in found),
        "back": back,
        "section": "systems",
        "crumbs": [
            {"label": "Systems", "href": reverse("home")},
            {"label": str(topology), "href": topology_href(topology)},
            {"label": title},
        ],
        **(extra or {}),
    }
    return render(request, "exporters/compare.html", context)


def _both(target: Target | None, before: Graph | None, after: Graph) -> tuple[str, Files, Files]:
    """Why there is nothing to show, and what the target makes of both; nothing of one for which it makes no sense."""
    if target is None:
        return "No target makes sense for this topology yet.", {}, {}
    try:
        fits = before is not None and target.supports(before) is None
        return "", previewed(target, before) if before is not None and fits else {}, previewed(target, after)
    except UnsupportedError as error:
        return str(error), {}, {}


def _shown(one: Difference) -> Context:
    signs = {"+": "added", "-": "removed", "@": "place"}
    lines = [{"text": line, "tone": signs.get(line[:1], "")} for line in one.lines]
    return {"path": one.path, "state": one.state, "added": one.added, "removed": one.removed, "lines": lines}


urlpatterns = [
    path("compare/", compare, name="export-compare"),
    path("drafts/<int:draft>/", draft_preview, name="export-preview"),
]
