"""Systems, their people and their topologies."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from topologies.graph import Environment
from topologies.models import Membership, Policy, Role, System, Topology
from topologies.services import audit
from topologies.services.permissions import Action, require
from topologies.services.saving import saved


@transaction.atomic
def system_create(*, actor: User, slug: str, label: str, summary: str = "") -> System:
    """A new system, administered by whoever makes it. Needs Django's permission to add systems."""
    if not actor.has_perm("topologies.add_system"):
        raise PermissionDenied("You may not create systems.")
    system = saved(System(slug=slug, label=label, summary=summary))
    Membership.objects.create(user=actor, system=system, role=Role.ADMINISTRATOR)
    audit.record(actor=actor, action="create system", system=system, subject=slug)
    return system


@transaction.atomic
def topology_create(
    *,
    actor: User,
    system: System,
    slug: str,
    label: str = "",
    environment: Environment = "other",
    solo: bool = False,
) -> Topology:
    """A new topology without any revision. `solo`: whoever may publish does so without a review."""
    require(actor, Action.EDIT, system)
    topology = saved(Topology(system=system, slug=slug, label=label, environment=environment))
    if solo:
        Policy.objects.create(topology=topology, solo=True)
    audit.record(actor=actor, action="create topology", system=system, topology=slug, solo=solo)
    return topology


@transaction.atomic
def membership_grant(*, actor: User, system: System, user: User, role: str) -> Membership:
    """Give a person a role, in place of any other they had in the system."""
    require(actor, Action.ADMINISTER, system)
    current = Membership.objects.select_for_update().filter(user=user, system=system).first()
    membership = current or Membership(user=user, system=system)
    if membership.role != role:
        membership.role = role
        saved(membership)
        audit.record(
            actor=actor, action="grant role", system=system, subject=user.get_username(), role=str(role)
        )
    return membership


@transaction.atomic
def membership_revoke(*, actor: User, system: System, user: User) -> None:
    """Take a person out of the system, which then no longer exists for them."""
    require(actor, Action.ADMINISTER, system)
    gone, _ = Membership.objects.filter(user=user, system=system).delete()
    if gone:
        audit.record(actor=actor, action="revoke role", system=system, subject=user.get_username())
