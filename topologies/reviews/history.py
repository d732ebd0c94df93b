"""How a topology came to be as it is: its revisions, and who approved what of each."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from topologies.models import Proposal, Revision, Topology, Vote


@dataclass(frozen=True, slots=True)
class Step:
    """A revision, the proposal that became it, and the approvals that it was merged with; none where it was published
    without review."""

    revision: Revision
    proposal: Proposal | None
    approvals: tuple[Vote, ...]


def revisions_reviewed(topology: Topology) -> QuerySet[Revision]:
    """Newest first, with authors, proposals and their votes, without documents. Two queries."""
    votes = Vote.objects.filter(verdict=Vote.Verdict.APPROVE).select_related("reviewer").defer("document")
    rows = topology.revisions.select_related("author", "proposal").defer("document")
    return rows.prefetch_related(Prefetch("proposal__votes", votes.order_by("id"))).order_by("-number")


def step_of(revision: Revision) -> Step:
    """The step of a revision as `revisions_reviewed` gives it."""
    proposal: Proposal | None = getattr(revision, "proposal", None)
    if proposal is None:
        return Step(revision, None, ())
    newest = {vote.reviewer_id: vote for vote in proposal.votes.all() if vote.digest == proposal.digest}
    return Step(revision, proposal, tuple(newest.values()))
