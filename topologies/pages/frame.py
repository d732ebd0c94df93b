"""The frame of a topology: heading, title block, diagram, and a panel with tabs beside it.

Every tab has an address of its own. Asked for by htmx, it answers the panel alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.safestring import mark_safe
from django_htmx.middleware import HtmxDetails

from topologies import selectors
from topologies.computed import (
    Digest,
    Picture,
    count_by_severity,
    digest_of,
    findings_of,
    picture_of,
    views_of,
)
from topologies.graph import Graph
from topologies.models import Topology
from topologies.pages import words
from topologies.rendering import Overlay
from topologies.rendering.overlays import NOTHING
from topologies.services.permissions import Action, allowed
from topologies.validation import Finding
from topologies.validation.waivers import Acceptance, Waived, in_force

TABS = (
    ("topology", "Findings"),
    ("waivers", "Waivers"),
    ("elements", "Elements"),
    ("reach", "Reach"),
    ("resilience", "Failures"),
    ("cost", "Cost"),
    ("exports", "Exports"),
    ("revisions", "Revisions"),
    ("notes", "Notes"),
)
WHOLE = {"reach", "resilience", "cost"}  # tabs that change more than the panel: never swapped alone
Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OnTop:
    """What a page says on top of the drawing, and the query with which the picture's own address says it too."""

    overlay: Overlay = NOTHING
    query: Mapping[str, str] = field(default_factory=dict)


PLAIN = OnTop()


class PageRequest(HttpRequest):
    """A request of somebody who has signed in, which htmx may have made."""

    htmx: HtmxDetails
    user: User


@dataclass(frozen=True, slots=True)
class Opened:
    """A topology that somebody looks at: its newest revision's content, or nothing yet."""

    topology: Topology
    graph: Graph
    findings: tuple[Finding, ...]
    acceptances: tuple[Acceptance, ...]
    waived: Waived
    digest: Digest | None

    @property
    def address(self) -> tuple[str, str]:
        return self.topology.system.slug, self.topology.slug


def opened(request: PageRequest, system: str, topology: str) -> Opened:
    """The topology of this address. Raises NotFound (404) for whoever may not know of it."""
    found = selectors.topology_get(user=request.user, system_slug=system, topology_slug=topology)
    sha256 = found.latest_sha256
    if not sha256:
        return Opened(found, selectors.approved_graph(found), (), (), {}, None)
    acceptances = selectors.acceptances_of(found)
    return Opened(
        found,
        selectors.graph_of(sha256),
        findings_of(sha256),
        acceptances,
        in_force(acceptances, timezone.localdate()),
        digest_of(sha256),
    )


def framed(
    request: PageRequest,
    sheet: Opened,
    tab: str,
    template: str,
    context: Mapping[str, Any],
    on_top: OnTop = PLAIN,
) -> HttpResponse:
    """The whole page with this panel, or the panel alone. `below` in the context names a template under the drawing."""
    panel = {
        "tabs": _tabs(sheet, tab),
        "panel_template": template,
        "opened": sheet,
        "swaps": tab not in WHOLE,
        **context,
    }
    alone = request.htmx and tab not in WHOLE and not request.htmx.history_restore_request
    whole = "topologies/parts/panel.html" if alone else "topologies/topology.html"
    response = render(request, whole, panel if alone else panel | _frame(request, sheet, tab, on_top))
    patch_vary_headers(response, ["HX-Request"])
    return response


def _tabs(sheet: Opened, current: str) -> list[Context]:
    counts = {
        "topology": len(sheet.findings),
        "waivers": len(sheet.acceptances),
        "elements": len(sheet.graph.by_key),
    }
    counts["revisions"] = sheet.topology.latest_number or 0
    counts["notes"] = len(sheet.graph.header.notes)
    return [
        {
            "id": f"tab-{name}",
            "label": label,
            "href": reverse(name, args=sheet.address),
            "count": counts.get(name),
            "current": name == current,
            "whole": name in WHOLE,
        }
        for name, label in TABS
    ]


def _frame(request: PageRequest, sheet: Opened, tab: str, on_top: OnTop) -> Context:
    topology = sheet.topology
    crumbs: list[Context] = [
        {"label": "Systems", "href": reverse("home")},
        {"label": str(topology.system), "href": reverse("system", args=[topology.system.slug])},
        {"label": str(topology)},
    ]
    return {
        "section": "systems",
        "crumbs": crumbs,
        "system": str(topology.system),
        "title": str(topology),
        "summary": sheet.graph.header.summary,
        "stated_in": sheet.graph.header.stated_in,
        "cells": _cells(sheet),
        "counts": count_by_severity(sheet.findings, sheet.waived),
        **_drafts(request, sheet),
        "proposals_href": reverse("proposals", args=sheet.address),
        "proposals_open": sheet.topology.proposals.filter(state__in=("draft", "submitted")).count(),
        "tab_label": dict(TABS)[tab],
        **_diagram(request, sheet, on_top),
    }


def _drafts(request: PageRequest, sheet: Opened) -> Context:
    """The way into the editor for whoever may edit: one's own draft, and those of others to join."""
    topology = sheet.topology
    if Action.EDIT not in allowed(request.user, topology.system):
        return {}
    drafts = list(selectors.drafts_of(topology).filter(proposal=None))
    mine = next((draft for draft in drafts if draft.owner_id == request.user.pk and draft.version), None)
    return {
        "edit_href": reverse("edit", args=sheet.address),
        "mine": mine,
        "others": [
            {
                "owner": draft.owner,
                "changes": draft.version,
                "changed": draft.changed,
                "href": reverse("editor", args=[*sheet.address, draft.pk]),
            }
            for draft in drafts
            if draft.owner_id != request.user.pk
        ],
    }


def _cells(sheet: Opened) -> list[Context]:
    """The title block: identity, money, objectives."""
    topology, digest = sheet.topology, sheet.digest
    cells: list[Context] = [{"label": "Environment", "environment": topology.environment}]
    if digest is None:
        return cells
    cells.append({"label": "Revision", "value": f"r{topology.latest_number}", "mono": True})
    stated = words.stated_cost(digest.stated)
    sums = words.cost(digest.cost)
    cells.extend(
        {"label": label, "value": value}
        for label, value in (("Cost, summed", sums), ("Cost, stated", stated))
        if value
    )
    return [*cells, *words.objectives(digest.objectives)]


def _diagram(request: PageRequest, sheet: Opened, on_top: OnTop) -> Context:
    """The inline drawing in the wanted view, and links to the other views and forms."""
    sha256 = sheet.topology.latest_sha256
    if not sha256:
        return {"svg": ""}
    views = views_of(sheet.graph)
    wanted = request.GET.get("view", "")
    view = wanted if wanted in views else ""
    picture = picture_of(sha256, Picture(view=view, overlay=on_top.overlay))
    pictures = [("", "Everything"), *((key, row.name) for key, row in views.items())]
    return {
        "svg": mark_safe(picture.decode()),  # noqa: S308 - the renderer escapes every label
        "views": [
            {"label": label, "href": _view_href(request, key), "current": key == view}
            for key, label in pictures
        ],
        "downloads": [
            {"label": form.upper(), "href": _picture_href(sheet, form, view, on_top)}
            for form in ("svg", "png", "pdf")
        ],
        "focus": request.GET.get("focus", ""),
        "elements_href": reverse("elements", args=sheet.address),
    }


def _view_href(request: PageRequest, view: str) -> str:
    """This page in another view, with everything else that was asked."""
    query = request.GET.copy()
    query.pop("view", None)
    if view:
        query["view"] = view
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _picture_href(sheet: Opened, form: str, view: str, on_top: OnTop) -> str:
    query = {"download": "1", **({"view": view} if view else {}), **on_top.query}
    return f"{reverse('diagram', args=[*sheet.address, form])}?{urlencode(query)}"
