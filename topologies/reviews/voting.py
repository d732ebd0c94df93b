"""What reviewers say of a proposal."""

from django.contrib.auth.models import User
from django.db import transaction

from topologies.graph import Fault, Faults
from topologies.models import Proposal, Vote
from topologies.reviews import notices
from topologies.reviews.content import content_of
from topologies.reviews.errors import OwnProposal, WrongState
from topologies.reviews.proposals import locked_proposal, record
from topologies.reviews.standing import may_approve
from topologies.services.permissions import Action, require

LONGEST = 8000
_SAID = {
    Vote.Verdict.APPROVE: "is approved",
    Vote.Verdict.REQUEST_CHANGES: "needs changes",
    Vote.Verdict.COMMENT: "has a new comment",
}


@transaction.atomic
def vote_cast(*, proposal: Proposal, actor: User, verdict: str, text: str = "", digest: str = "") -> Vote:
    """What this person says of the proposal as it is now. `digest` is what they had on the screen, where they say so.

    Raises:
        WrongState: it is not submitted, or is no longer what was on the screen.
        OwnProposal: they had a hand in it.
        Faults, NotFound, PermissionDenied
    """
    proposal = locked_proposal(proposal)
    require(actor, Action.VOTE, proposal.topology.system)
    _refuse(verdict, text)
    if proposal.state != Proposal.State.SUBMITTED:
        raise WrongState(f"{proposal} is {proposal.state}; only what is submitted is voted on.")
    content = content_of(proposal)
    if digest and digest != content.digest:
        raise WrongState("The proposal was changed since you opened this page; look at it again.")
    if verdict == Vote.Verdict.APPROVE and (why := may_approve(proposal, actor)):
        raise OwnProposal(why)
    vote = proposal.votes.create(
        reviewer=actor, verdict=verdict, text=text.strip(), digest=content.digest, document=content.document
    )
    record(actor, "vote", proposal, before=content.digest, after=content.digest, verdict=verdict)
    notices.told(proposal, actor, _SAID[Vote.Verdict(verdict)], event="proposal.voted", verdict=verdict)
    return vote


def _refuse(verdict: str, text: str) -> None:
    faults = []
    if verdict not in Vote.Verdict.values:
        faults.append(Fault("", "verdict", f"must be one of {', '.join(Vote.Verdict.values)}"))
    if len(text) > LONGEST or "\x00" in text:
        faults.append(Fault("", "text", f"must be at most {LONGEST} characters, none of them NUL"))
    if verdict != Vote.Verdict.APPROVE and not text.strip():
        faults.append(Fault("", "text", "is needed: say what should change"))
    if faults:
        raise Faults(faults)
