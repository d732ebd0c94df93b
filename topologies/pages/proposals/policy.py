"""What a topology asks of a change: approvals, the gate, owners, or nothing of the kind."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from topologies import reviews, selectors
from topologies.graph import SECTIONS, Fault, Faults
from topologies.kinds import node_kinds, zone_kinds
from topologies.models import Topology
from topologies.models.reviews import MOST_APPROVALS
from topologies.pages.frame import PageRequest
from topologies.pages.proposals.heading import crumbs
from topologies.pages.proposals.refusals import refusal_of
from topologies.pages.words import SECTION_LABELS
from topologies.reviews.selectors import ownerships_of
from topologies.services.permissions import Action, allowed
from topologies.validation.model import SEVERITIES

Said = dict[str, Any]


@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: PageRequest, system: str, topology: str) -> HttpResponse:
    """Everybody reads it; administrators set it."""
    found = selectors.topology_get(user=request.user, system_slug=system, topology_slug=topology)
    if request.method != "POST":
        return _page(request, found, {})
    said = {name: request.POST.get(name, "") for name in ("minimum_approvals", "gate", "mode")}
    try:
        reviews.policy_set(
            topology=found,
            actor=request.user,
            minimum_approvals=_whole(said["minimum_approvals"]),
            gate=said["gate"],
            solo=said["mode"] == "solo",
        )
    except Faults as faults:
        return _page(request, found, {**said, "form": "policy", "errors": refusal_of(faults).sentences}, 422)
    messages.success(request, "The policy is set.")
    return redirect("policy", system, topology)


def _whole(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) < 6:
        return int(text)
    raise Faults([Fault("", "minimum_approvals", f"must be between 1 and {MOST_APPROVALS}")])


def _page(request: PageRequest, topology: Topology, said: Said, status: int = 200) -> HttpResponse:
    current = reviews.policy_of(topology)
    shown = {
        "minimum_approvals": current.minimum_approvals,
        "gate": current.gate,
        "mode": "solo" if current.solo else "review",
        **said,
    }
    context = {
        "section": "systems",
        "crumbs": crumbs(topology, {"label": "Policy"}),
        "topology": topology,
        "policy": current,
        "said": shown,
        "most": MOST_APPROVALS,
        "severities": SEVERITIES,
        "owners": ownerships_of(topology),
        "administers": Action.ADMINISTER in allowed(request.user, topology.system),
        "choices": _choices(topology),
    }
    return render(request, "topologies/proposals/policy.html", context, status=status)


def _choices(topology: Topology) -> Said:
    """What an owner can be of, and who can be one."""
    kinds = sorted({**node_kinds(), **zone_kinds()}.items(), key=lambda row: row[1].label.casefold())
    return {
        "groups": list(Group.objects.order_by("name").values_list("name", flat=True)),
        "sections": [(name, SECTION_LABELS[name]) for name in SECTIONS],
        "kinds": [(slug, kind.label) for slug, kind in kinds],
        "zones": sorted((key, zone.name) for key, zone in selectors.approved_graph(topology).zones.items()),
    }


@require_POST
def ownership_add(request: PageRequest, system: str, topology: str) -> HttpResponse:
    """Name a group that answers for a section, a kind or a zone."""
    found = selectors.topology_get(user=request.user, system_slug=system, topology_slug=topology)
    said = {name: request.POST.get(name, "").strip() for name in ("group", "section", "kind", "zone")}
    try:
        reviews.ownership_add(topology=found, actor=request.user, **said)
    except Faults as faults:
        return _page(request, found, {**said, "form": "owner", "errors": refusal_of(faults).sentences}, 422)
    messages.success(request, f"{said['group']} must approve what changes these.")
    return redirect(f"{reverse('policy', args=[system, topology])}#owners")


@require_POST
def ownership_remove(request: PageRequest, system: str, topology: str, number: int) -> HttpResponse:
    """Nobody in particular answers for them any longer."""
    found = selectors.topology_get(user=request.user, system_slug=system, topology_slug=topology)
    reviews.ownership_remove(topology=found, number=number, actor=request.user)
    messages.success(request, "Removed.")
    return redirect(f"{reverse('policy', args=[system, topology])}#owners")


urlpatterns = [
    path("policy/", policy, name="policy"),
    path("policy/owners/", ownership_add, name="ownership-add"),
    path("policy/owners/<int:number>/remove/", ownership_remove, name="ownership-remove"),
]
