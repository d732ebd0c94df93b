"""Accepting what a proposal would bring."""

from datetime import date

from django.contrib.auth.models import User
from django.db import transaction

from topologies.models import Proposal, Waiver
from topologies.reviews.errors import OwnProposal
from topologies.reviews.gate import judgement_of
from topologies.reviews.policies import policy_of
from topologies.reviews.proposals import locked_proposal, record
from topologies.reviews.standing import may_approve
from topologies.services.permissions import Action, require
from topologies.services.waivers import waiver_grant


@transaction.atomic
def finding_waive(
    *,
    proposal: Proposal,
    actor: User,
    fingerprint: str,
    reason: str,
    expires: date,
    today: date,
    owner: User | None = None,
) -> Waiver:
    """Accept a finding of what a merge of the proposal would make, until `expires`.

    Raises:
        OwnProposal: they had a hand in it, and the topology is not solo.
        Faults: there is no such finding, no reason, or no day within bounds.
        NotFound, PermissionDenied
    """
    proposal = locked_proposal(proposal)
    require(actor, Action.VOTE, proposal.topology.system)
    if may_approve(proposal, actor) and not policy_of(proposal.topology).solo:
        raise OwnProposal("You made this change or a part of it; somebody else has to accept what it brings.")
    waiver = waiver_grant(
        topology=proposal.topology,
        actor=actor,
        fingerprint=fingerprint,
        reason=reason,
        expires=expires,
        today=today,
        owner=owner,
        among=judgement_of(proposal, today).after,
        proposal=proposal,
    )
    record(actor, "waive finding", proposal, rule=waiver.rule, reason=waiver.reason)
    return waiver
