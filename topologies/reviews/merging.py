"""Settling clashes, following newer revisions, and merging."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from topologies.graph import Fault, Faults
from topologies.models import Proposal, Revision
from topologies.operations import diff
from topologies.operations.merging import parse_decisions
from topologies.reviews import notices
from topologies.reviews.content import content_of
from topologies.reviews.errors import ClashesOpen, GateClosed, NotApproved, WrongState
from topologies.reviews.gate import judgement_of
from topologies.reviews.proposals import locked_proposal, record
from topologies.reviews.states import move
from topologies.services.drafts import draft_close
from topologies.services.editing import draft_rewrite
from topologies.services.errors import NothingToPublish
from topologies.services.permissions import Action, require
from topologies.services.publishing import revision_create


@transaction.atomic
def proposal_decide(
    *, proposal: Proposal, actor: User, decisions: Mapping[str, Any], today: date
) -> Proposal:
    """Settle clashes with the newest revision; null takes a decision back. Approvals of what was before end with it.

    Raises:
        Faults: a decision is not one, or is about a clash that there is not.
        NotFound, PermissionDenied
    """
    proposal = locked_proposal(proposal)
    require(actor, Action.EDIT, proposal.topology.system)
    taken = {name: one.wire() for name, one in parse_decisions(_given(decisions)).items()}
    judged = judgement_of(proposal, today)
    known = {one.id: one for one in judged.clashes}
    faults = [Fault("", f"decisions.{name}", "there is no such clash") for name in taken if name not in known]
    faults += [
        Fault("", f"decisions.{name}.take", f"must be {' or '.join(known[name].options)}")
        for name, one in taken.items()
        if name in known and one["take"] not in known[name].options
    ]
    if faults:
        raise Faults(faults)
    kept = {name: one for name, one in proposal.decisions.items() if name not in decisions}
    proposal.decisions = kept | taken
    proposal.save(update_fields=["decisions"])
    after = content_of(proposal).digest
    record(
        actor,
        "decide clashes",
        proposal,
        before=judged.content.digest,
        after=after,
        decisions=dict(decisions),
    )
    return proposal


def _given(decisions: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: one for name, one in decisions.items() if one is not None}


@transaction.atomic
def proposal_update(*, proposal: Proposal, actor: User, today: date) -> Proposal:
    """Bring the newest revision into the proposal, so that it grows out of that one.

    Raises:
        ClashesOpen: somebody has to decide first.
        NotFound, PermissionDenied
    """
    proposal = locked_proposal(proposal)
    require(actor, Action.EDIT, proposal.topology.system)
    judged = judgement_of(proposal, today)
    if judged.merged is None:
        raise ClashesOpen(judged.open)
    changes = diff(judged.content.graph, judged.merged)
    draft_rewrite(draft=proposal.draft, actor=actor, changes=changes, base=judged.newest)
    proposal.decisions = {}
    proposal.save(update_fields=["decisions"])
    proposal, before = locked_proposal(proposal), judged.content.digest
    onto = judged.newest.number if judged.newest else 0
    record(actor, "update proposal", proposal, before=before, after=content_of(proposal).digest, onto=onto)
    return proposal


@transaction.atomic
def proposal_merge(*, proposal: Proposal, actor: User, today: date, digest: str = "") -> Revision:
    """Make the proposal the next revision, together with whatever was merged since it was begun. `digest` is the
    content that is meant, for who says so.

    Raises:
        WrongState: it is not submitted, or is no longer what is meant.
        NotApproved: the policy asks for more, or the content is no longer what was approved.
        ClashesOpen, GateClosed, NothingToPublish, Faults, NotFound, PermissionDenied
    """
    proposal = locked_proposal(proposal)
    require(actor, Action.PUBLISH, proposal.topology.system)
    move(proposal, "merge")
    judged = judgement_of(proposal, today)
    if digest and digest != judged.content.digest:
        raise WrongState("The proposal was changed since you looked at it; look again.")
    if judged.merged is None:
        raise ClashesOpen(judged.open)
    if not judged.standing.approved:
        raise NotApproved(judged.standing.missing)
    if judged.blocking:
        raise GateClosed(judged.blocking)
    if not judged.changes:
        raise NothingToPublish("The newest revision has all of this already.")
    comment = f"{proposal.title}\n\n{proposal.why}".strip()[:4000]
    revision = revision_create(
        topology=proposal.topology, graph=judged.merged, author=proposal.author, comment=comment
    )
    _end(proposal, revision, judged.content.digest)
    record(
        actor,
        "merge proposal",
        proposal,
        revision=revision.number,
        before=_sha(judged.newest),
        after=revision.sha256,
    )
    became = {"revision": revision.number, "sha256": revision.sha256}
    text = f"is merged as revision {revision.number}"
    notices.told(proposal, actor, text, event="proposal.merged", **became)
    return revision


def _end(proposal: Proposal, revision: Revision, digest: str) -> None:
    draft_close(proposal.draft)
    proposal.merged, proposal.digest, proposal.ended = revision, digest, timezone.now()
    proposal.save(update_fields=["state", "merged", "digest", "ended"])


def _sha(revision: Revision | None) -> str:
    return revision.sha256 if revision else ""
