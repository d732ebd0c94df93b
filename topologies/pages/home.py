"""The first page: every system that its reader may see, with a card for each topology."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from topologies import selectors
from topologies.computed import count_levels, digest_of
from topologies.models import System, Topology
from topologies.pages import words

Card = dict[str, Any]


def home(request: HttpRequest) -> HttpResponse:
    """Systems with their topologies."""
    visible = list(selectors.systems_for(request.user))
    topologies = [topology for system in visible for topology in system.topologies.all()]
    waived = selectors.waived_fingerprints(topologies, timezone.localdate())
    systems = [_system(system, waived) for system in visible]
    context = {"section": "systems", "systems": systems, "total": sum(len(row["cards"]) for row in systems)}
    return render(request, "topologies/home.html", context)


def _system(system: System, waived: Mapping[int, frozenset[str]]) -> Card:
    cards = [
        _card(system, topology, waived.get(topology.pk, frozenset())) for topology in system.topologies.all()
    ]
    return {"slug": system.slug, "label": str(system), "summary": system.summary, "cards": cards}


def _card(system: System, topology: Topology, waived: frozenset[str]) -> Card:
    address = [system.slug, topology.slug]
    card = {
        "href": reverse("topology", args=address),
        "title": str(topology),
        "environment": topology.environment,
        "revision": topology.latest_number,
    }
    if not topology.latest_sha256:
        return card
    found = digest_of(topology.latest_sha256)
    budget = found.objectives.monthly_budget_usd
    return card | {
        "thumbnail": f"{reverse('diagram', args=[*address, 'svg'])}?thumbnail=1&of={topology.latest_sha256[:12]}",
        "summary": found.summary,
        "counts": count_levels(found.levels, waived),
        "cost": words.cost(found.cost),
        "stated": words.stated_cost(found.stated),
        "budget": words.dollars(budget) if budget is not None else "",
        "size": f"{found.nodes} nodes in {found.zones} zones",
        "changed": topology.latest_created,
        "author": topology.latest_author,
    }


urlpatterns = [path("", home, name="home")]
