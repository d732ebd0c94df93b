"""What a topology asks of a change."""

import re
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction

from topologies.graph import Fault, Faults
from topologies.kinds import node_kinds, zone_kinds
from topologies.models import Ownership, Policy, Topology
from topologies.models.reviews import MOST_APPROVALS
from topologies.scalars import KEY_LENGTH, KEY_PATTERN
from topologies.services import audit
from topologies.services.errors import NotFound
from topologies.services.locking import locked_topology
from topologies.services.permissions import Action, require
from topologies.validation.model import SEVERITIES


def policy_of(topology: Topology) -> Policy:
    """The topology's policy, or the defaults, which are no row yet."""
    return Policy.objects.filter(topology=topology).first() or Policy(topology=topology)


@transaction.atomic
def policy_set(*, topology: Topology, actor: User, minimum_approvals: int, gate: str, solo: bool) -> Policy:
    """Raises Faults for values that mean nothing; NotFound, PermissionDenied."""
    require(actor, Action.ADMINISTER, topology.system)
    topology = locked_topology(topology.pk)
    faults = []
    if not 1 <= minimum_approvals <= MOST_APPROVALS:
        faults.append(Fault("", "minimum_approvals", f"must be between 1 and {MOST_APPROVALS}"))
    if gate not in SEVERITIES:
        faults.append(Fault("", "gate", f"must be one of {', '.join(SEVERITIES)}"))
    if faults:
        raise Faults(faults)
    values: dict[str, Any] = {"minimum_approvals": minimum_approvals, "gate": gate, "solo": solo}
    policy, _ = Policy.objects.update_or_create(topology=topology, defaults=values)
    audit.record(actor=actor, action="set policy", system=topology.system, topology=topology.slug, **values)
    return policy


@transaction.atomic
def ownership_add(
    *, topology: Topology, actor: User, group: str, section: str = "", kind: str = "", zone: str = ""
) -> Ownership:
    """People of the group must approve what changes such elements.

    Raises:
        Faults: there is no such group, section, kind or zone, or none of them is named.
        NotFound, PermissionDenied
    """
    require(actor, Action.ADMINISTER, topology.system)
    named = None if "\x00" in group else Group.objects.filter(name=group).first()
    faults = list(_faults(section, kind, zone))
    if named is None:
        faults.append(Fault("", "group", f"there is no group of people called {group!r}"))
    if named is None or faults:
        raise Faults(faults)
    found, _ = Ownership.objects.get_or_create(
        topology=topology, group=named, section=section, kind=kind, zone=zone
    )
    audit.record(
        actor=actor, action="add ownership", system=topology.system, topology=topology.slug, rule=str(found)
    )
    return found


def _faults(section: str, kind: str, zone: str) -> list[Fault]:
    sections = {value for value, _ in Ownership._meta.get_field("section").choices or ()}
    faults = []
    if not (section or kind or zone):
        faults.append(Fault("", "section", "name a section, a kind or a zone"))
    if section and section not in sections:
        faults.append(Fault("", "section", f"must be one of {', '.join(sorted(sections))}"))
    if kind and kind not in {*node_kinds(), *zone_kinds()}:
        faults.append(Fault("", "kind", f"there is no kind {kind!r}"))
    if zone and (len(zone) > KEY_LENGTH or not re.fullmatch(KEY_PATTERN, zone)):
        faults.append(Fault("", "zone", "must be the key of a zone"))
    return faults


@transaction.atomic
def ownership_remove(*, topology: Topology, number: int, actor: User) -> None:
    """Raises NotFound, PermissionDenied."""
    require(actor, Action.ADMINISTER, topology.system)
    found = topology.ownerships.filter(pk=number).first()
    if found is None:
        raise NotFound("There is no such rule of ownership.")
    rule = str(found)
    found.delete()
    audit.record(
        actor=actor, action="remove ownership", system=topology.system, topology=topology.slug, rule=rule
    )
