"""Telling people what became of a proposal that concerns them."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone

from topologies.models import Membership, Notice, Proposal
from topologies.notifying import outbox
from topologies.services.permissions import Action, people_who


def told(proposal: Proposal, actor: User, text: str, event: str = "", **details: Any) -> None:
    """Note it for its author, everybody who said something about it, and those whose review it waits for; never for
    the one who did it. An `event` is told to the system's webhooks, too, with these details."""
    for_review = text == ASKS
    people = people_who(Action.VOTE, proposal.topology.system) if for_review else _involved(proposal)
    wanting = outbox.wanting_mail(people - {actor.pk})
    rows = [
        Notice(
            user_id=one,
            proposal=proposal,
            actor_name=actor.get_username(),
            text=text,
            mail_after=timezone.now() if one in wanting else None,
        )
        for one in sorted(people - {actor.pk})
    ]
    outbox.nudge_mail(Notice.objects.bulk_create(rows))
    if event:
        about = {"topology": proposal.topology.slug, "proposal": proposal.number, "title": proposal.title}
        actor_name = actor.get_username()
        outbox.announce(proposal.topology.system, event, {**about, "actor": actor_name, **details})


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
