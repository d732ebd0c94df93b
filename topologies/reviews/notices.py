"""Telling people what became of a proposal that concerns them."""

from django.contrib.auth.models import User
from django.db.models import Q

from topologies.models import Membership, Notice, Proposal
from topologies.services.permissions import Action, people_who


def told(proposal: Proposal, actor: User, text: str) -> None:
    """Note it for its author, everybody who said something about it, and those whose review it waits for; never for
    the one who did it."""
    for_review = text == ASKS
    people = people_who(Action.VOTE, proposal.topology.system) if for_review else _involved(proposal)
    rows = [
        Notice(user_id=one, proposal=proposal, actor_name=actor.get_username(), text=text)
        for one in sorted(people - {actor.pk})
    ]
    Notice.objects.bulk_create(rows)


ASKS = "asks for review"


def _involved(proposal: Proposal) -> set[int]:
    """Those of them who still have a role in the system."""
    said = Q(votes__proposal=proposal) | Q(pk=proposal.author_id)
    commented = User.objects.filter(pk__in=proposal.threads.values("comments__author"))
    known = {*User.objects.filter(said).values_list("pk", flat=True), *commented.values_list("pk", flat=True)}
    members = Membership.objects.filter(
        system=proposal.topology.system_id, user__in=known, user__is_active=True
    )
    return set(members.values_list("user", flat=True))
