"""Who may do what in a system: one table."""

from collections.abc import Mapping
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from topologies.models import Draft, Membership, Role, System
from topologies.services.errors import NotFound

Person = User | AnonymousUser


class Action(StrEnum):
    READ = "read"
    EDIT = "edit"
    PUBLISH = "publish"
    VOTE = "vote"
    EXPORT = "export"
    ADMINISTER = "administer"


ALLOWED: Mapping[str, frozenset[Action]] = {
    Role.VIEWER: frozenset({Action.READ}),
    Role.ARCHITECT: frozenset({Action.READ, Action.EDIT, Action.PUBLISH, Action.EXPORT}),
    Role.REVIEWER: frozenset({Action.READ, Action.VOTE, Action.EXPORT}),
    Role.ADMINISTRATOR: frozenset(Action),
}


def visible_systems(actor: Person) -> QuerySet[System]:
    """The systems that exist for this person: those of their memberships, and all for a superuser."""
    if not actor.is_active:
        return System.objects.none()
    return (
        System.objects.all() if actor.is_superuser else System.objects.filter(memberships__user_id=actor.pk)
    )


def allowed(actor: Person, system: System) -> frozenset[Action]:
    """Everything this person may do in the system; nothing for an outsider."""
    if not actor.is_active:
        return frozenset()
    if actor.is_superuser:
        return frozenset(Action)
    role = Membership.objects.filter(user_id=actor.pk, system=system).values_list("role", flat=True).first()
    return ALLOWED[role] if role else frozenset()


def people_who(action: Action, system: System) -> set[int]:
    """The ids of everybody whose role in the system allows this, superusers left out unless they have one."""
    roles = [role for role, actions in ALLOWED.items() if action in actions]
    members = Membership.objects.filter(system=system, role__in=roles, user__is_active=True)
    return set(members.values_list("user", flat=True))


def require(actor: Person, action: Action, system: System) -> None:
    """Refuse unless the person may do this.

    Raises:
        NotFound: for an outsider the system does not exist.
        PermissionDenied: the role does not allow it.
    """
    actions = allowed(actor, system)
    if not actions:
        raise NotFound(f"There is no system {system.slug!r}.")
    if action not in actions:
        raise PermissionDenied(f"Your role in {system} does not allow you to {action}.")


def require_draft(actor: Person, action: Action, draft: Draft) -> None:
    """Refuse unless the person may end this draft: its owner, or an administrator of the system. Whoever may edit in
    the system may edit it."""
    system = draft.topology.system
    require(actor, action, system)
    if draft.owner_id != actor.pk and Action.ADMINISTER not in allowed(actor, system):
        raise PermissionDenied("Only its owner may publish or discard this draft.")
