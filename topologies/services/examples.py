"""Loading the example systems."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from topologies.examples import ExampleSystem, examples, systems
from topologies.models import Revision, Role, System, Topology
from topologies.services.errors import NothingToPublish
from topologies.services.publishing import revision_create
from topologies.services.systems import membership_grant

LOADED = "Loaded from the examples."
# Demonstration user -> role in every example system.
PEOPLE: Mapping[str, str] = {
    "architect": Role.ARCHITECT,
    "reviewer": Role.REVIEWER,
    "viewer": Role.VIEWER,
    "administrator": Role.ADMINISTRATOR,
}


def examples_load(*, actor: User) -> list[Revision]:
    """Publish every example whose content is new; the revisions that were made. What people made of an example since is
    theirs and stays.

    One transaction a topology, so that a damaged example leaves the good ones in place.

    Raises:
        PermissionDenied: the actor is no superuser.
        Faults: an example is damaged; a note says which.
    """
    if not actor.is_superuser:
        raise PermissionDenied("Only a superuser loads the examples.")
    homes = {example.slug: _system(example) for example in systems()}
    made = []
    for example in examples():
        try:
            topology, _ = Topology.objects.get_or_create(system=homes[example.system], slug=example.slug)
            if topology.revisions.exclude(comment=LOADED).exists():
                continue
            made.append(
                revision_create(
                    topology=topology,
                    graph=example.graph(),
                    author=actor,
                    comment=LOADED,
                )
            )
        except NothingToPublish:
            continue
    return made


def _system(example: ExampleSystem) -> System:
    said = {"label": example.label, "summary": example.summary}
    system, _ = System.objects.update_or_create(slug=example.slug, defaults=said)
    return system


@transaction.atomic
def examples_grant(*, actor: User) -> None:
    """Give the demonstration users, as far as they exist, their roles in every example system."""
    users = User.objects.in_bulk(PEOPLE, field_name="username")
    for system in System.objects.filter(slug__in=[example.slug for example in systems()]):
        for name, user in users.items():
            membership_grant(actor=actor, system=system, user=user, role=PEOPLE[name])
