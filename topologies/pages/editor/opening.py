"""The draft that somebody works on, as every panel needs it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from topologies import judged, live, selectors, services
from topologies.graph import Graph
from topologies.models import Draft, Proposal, Topology
from topologies.pages.frame import PageRequest
from topologies.pages.words import topology_href
from topologies.services import Action
from topologies.snapshots import State
from topologies.validation import Finding

Context = dict[str, Any]


@dataclass(frozen=True)
class Desk:
    """An open draft, its content and how far it has come."""

    draft: Draft

    @cached_property
    def state(self) -> State:
        """Read when it is first asked for: the page itself shows none of it."""
        return live.state_of(self.draft)

    @property
    def version(self) -> int:
        return self.state.version

    @property
    def graph(self) -> Graph:
        return self.state.graph

    @property
    def topology(self) -> Topology:
        return self.draft.topology

    @property
    def proposal(self) -> Proposal | None:
        """The one whose draft it is."""
        return getattr(self.draft, "proposal", None)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules say of the content as it is."""
        return judged.findings_of(self.draft, self.state)

    def href(self, panel: str = "") -> str:
        """The address of the editor, or of one of its panels."""
        name = f"editor-{panel}" if panel else "editor"
        return reverse(name, args=[self.topology.system.slug, self.topology.slug, self.draft.pk])


def seated(request: PageRequest, system: str, topology: str, draft: int) -> Desk:
    """The open draft of this address, for whoever may edit in its system.

    Raises:
        NotFound (404), PermissionDenied (403)
    """
    found = selectors.draft_at(user=request.user, system_slug=system, topology_slug=topology, number=draft)
    services.require(request.user, Action.EDIT, found.topology.system)
    return Desk(found)


def panel(
    request: PageRequest, desk: Desk, title: str, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """The fragment alone for htmx; else a whole page around it."""
    whole = {"desk": desk, "title": title, "panel_template": template, "section": "systems", **context}
    alone = bool(request.htmx)
    page = {**whole, "crumbs": _crumbs(desk, title), "paged": True}
    response = render(
        request,
        template if alone else "topologies/editor/panel.html",
        whole if alone else page,
        status=status,
    )
    patch_vary_headers(response, ["HX-Request"])
    response["Cache-Control"] = "no-store"
    return response


def _crumbs(desk: Desk, title: str) -> list[Context]:
    return [
        {"label": "Systems", "href": reverse("home")},
        {"label": str(desk.topology.system), "href": f"{reverse('home')}#{desk.topology.system.slug}"},
        {"label": str(desk.topology), "href": topology_href(desk.topology)},
        {"label": "Draft", "href": desk.href()},
        {"label": title},
    ]
