"""The first page: every system that its reader may see, with a card for each topology."""

from collections.abc import Mapping
from typing import Any, cast, get_args

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from topologies import selectors, services
from topologies.computed import count_levels, digest_of
from topologies.graph import Environment, Fault, Faults
from topologies.models import System, Topology
from topologies.pages import words
from topologies.pages.frame import PageRequest
from topologies.scalars import KEY_LENGTH

Card = dict[str, Any]


@require_http_methods(["GET", "HEAD", "POST"])
def home(request: PageRequest) -> HttpResponse:
    """Systems with their topologies, and the forms that make new ones."""
    if request.method == "POST":
        return _made(request)
    return _page(request, {"making": request.GET.get("new", "")})


def _page(request: PageRequest, form: Card, status: int = 200) -> HttpResponse:
    visible = list(selectors.systems_for(request.user))
    topologies = [topology for system in visible for topology in system.topologies.all()]
    waived = selectors.waived_fingerprints(topologies, timezone.localdate())
    systems = [_system(system, waived) for system in visible]
    context = {
        "section": "systems",
        "systems": systems,
        "total": sum(len(row["cards"]) for row in systems),
        "editable": list(selectors.systems_editable(request.user)),
        "may_add_system": request.user.is_staff and request.user.has_perm("topologies.add_system"),
        "environments": get_args(Environment),
        "form": form,
    }
    return render(request, "topologies/home.html", context, status=status)


def _made(request: PageRequest) -> HttpResponse:
    """Make what the form asks for and go there; or show what is wrong with it, beside the field."""
    said = {
        name: request.POST.get(name, "").strip()
        for name in ("making", "system", "label", "slug", "environment", "review")
    }
    try:
        return _new_system(request, said) if said["making"] == "system" else _new_topology(request, said)
    except Faults as faults:
        errors = {fault.field or "slug": fault.message for fault in faults.faults}
        return _page(request, {**said, "errors": errors}, status=422)


def _new_system(request: PageRequest, said: Card) -> HttpResponse:
    slug = said["slug"] or key_of(said["label"])
    system = services.system_create(actor=request.user, slug=slug, label=said["label"])
    return redirect(f"{reverse('home')}#{system.slug}")


def _new_topology(request: PageRequest, said: Card) -> HttpResponse:
    system = selectors.systems_for(request.user).filter(slug=said["system"]).first()
    if system is None:
        raise Faults([Fault("", "system", "Choose one of your systems.")])
    topology = services.topology_create(
        actor=request.user,
        system=system,
        slug=said["slug"] or key_of(said["label"]),
        label=said["label"],
        environment=cast("Environment", said["environment"] or "other"),
        solo=said["review"] == "solo",
    )
    draft = services.draft_open(topology=topology, actor=request.user)
    return redirect("editor", system.slug, topology.slug, draft.pk)


def key_of(label: str) -> str:
    """A label as a slug: what of it can be spelled in one."""
    return slugify(label).replace("_", "-").lstrip("-0123456789")[:KEY_LENGTH].strip("-")


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
        "size": f"{_counted(found.nodes, 'node')} in {_counted(found.zones, 'zone')}",
        "changed": topology.latest_created,
        "author": topology.latest_author,
    }


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


urlpatterns = [path("", home, name="home")]
