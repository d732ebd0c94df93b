"""The first page: every system that its reader may see, with a card for each topology."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from topologies import selectors
from topologies.computed import digest_of
from topologies.models import System, Topology
from topologies.pages import words

Card = dict[str, Any]


def home(request: HttpRequest) -> HttpResponse:
    """Systems with their topologies."""
    systems = [_system(system) for system in selectors.systems_for(request.user)]
    context = {"section": "systems", "systems": systems, "total": sum(len(row["cards"]) for row in systems)}
    return render(request, "topologies/home.html", context)


def _system(system: System) -> Card:
    cards = [_card(system, topology) for topology in system.topologies.all()]
    return {"slug": system.slug, "label": str(system), "summary": system.summary, "cards": cards}


def _card(system: System, topology: Topology) -> Card:
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
        "counts": found.counts,
        "cost": words.cost(found.cost),
        "stated": words.stated_cost(found.stated),
        "budget": words.dollars(budget) if budget is not None else "",
        "size": f"{found.nodes} nodes in {found.zones} zones",
        "changed": topology.latest_created,
        "author": topology.latest_author,
    }


urlpatterns = [path("", home, name="home")]
