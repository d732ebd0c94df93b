"""How many approve each of many proposals: what a list shows, without merging any."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from topologies.models import DraftOperation, Proposal, Topology, Vote
from topologies.reviews.content import digest_now
from topologies.reviews.standing import last_words, weighty_votes

Verdict = Vote.Verdict


@dataclass(frozen=True, slots=True)
class Tally:
    """How many approve a proposal as it is now, and how many ask for changes."""

    approvals: int = 0
    objections: int = 0


def tallies_of(topology: Topology, proposals: Collection[Proposal]) -> dict[int, Tally]:
    """Of these proposals of the topology, by their ids. Three queries, and the content of those that somebody voted on
    where its digest is not known yet."""
    votes, hands = _votes(topology, proposals), _hands(proposals)
    return {one.pk: _tally(one, last_words(votes[one.pk], hands[one.draft_id])) for one in proposals}


def _votes(topology: Topology, proposals: Collection[Proposal]) -> dict[int, list[Vote]]:
    found: dict[int, list[Vote]] = defaultdict(list)
    for vote in weighty_votes(topology).filter(proposal__in=proposals):
        found[vote.proposal_id].append(vote)
    return found


def _hands(proposals: Collection[Proposal]) -> dict[int, set[int]]:
    """Draft id -> who made the change: as `contributors` says it of one."""
    found = {one.draft_id: {one.author_id} for one in proposals}
    edits = DraftOperation.objects.filter(draft__in=found).order_by()
    for draft, actor in edits.values_list("draft", "actor").distinct():
        found[draft].add(actor)
    return found


def _tally(proposal: Proposal, votes: Collection[Vote]) -> Tally:
    if not votes:
        return Tally()
    digest = digest_now(proposal)
    approvals = sum(vote.verdict == Verdict.APPROVE and vote.digest == digest for vote in votes)
    return Tally(approvals, sum(vote.verdict == Verdict.REQUEST_CHANGES for vote in votes))
