"""How many approve each of many proposals, and whether that is enough: what a list shows."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from topologies.computed import kept
from topologies.models import DraftOperation, Ownership, Proposal, Topology, Vote
from topologies.reviews.content import digest_now
from topologies.reviews.gate import judgement_of
from topologies.reviews.policies import policy_of
from topologies.reviews.standing import contributors, groups_of, last_words, owned, weighty_votes

Verdict = Vote.Verdict


@dataclass(frozen=True, slots=True)
class Tally:
    """How many approve a proposal as it is now, how many ask for changes, and whether the policy asks for no more."""

    approvals: int = 0
    objections: int = 0
    approved: bool = False


def tallies_of(topology: Topology, proposals: Collection[Proposal]) -> dict[int, Tally]:
    """Of these proposals of the topology, by their ids. A few queries, and the content of those that somebody voted on
    where its digest is not known yet; where groups own elements, the changes of those that have approvals enough."""
    votes, hands = _votes(topology, proposals), _hands(proposals)
    asked = _Asked(topology)
    return {one.pk: asked.tally(one, last_words(votes[one.pk], hands[one.draft_id])) for one in proposals}


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


class _Asked:
    """What the topology asks for, read once for a whole list."""

    def __init__(self, topology: Topology) -> None:
        self._policy = policy_of(topology)
        self._rules = list(topology.ownerships.select_related("group").order_by("id"))
        self._topology = topology

    def tally(self, proposal: Proposal, votes: Sequence[Vote]) -> Tally:
        digest = digest_now(proposal) if votes else ""
        approvals = [vote for vote in votes if vote.verdict == Verdict.APPROVE and vote.digest == digest]
        objections = sum(vote.verdict == Verdict.REQUEST_CHANGES for vote in votes)
        enough = self._policy.solo or len(approvals) >= self._policy.minimum_approvals
        approved = enough and not objections and self._owners_agree(proposal, digest, approvals)
        return Tally(len(approvals), objections, approved)

    def _owners_agree(self, proposal: Proposal, digest: str, approvals: Iterable[Vote]) -> bool:
        if self._policy.solo or not self._rules:
            return True
        newest = self._topology.revisions.values_list("sha256", flat=True).order_by("-number").first()
        parts = (digest, newest or "", *(f"{rule.group_id} {rule}" for rule in self._rules))
        key = f"owners:{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()}"
        return kept(key, lambda: _owners(proposal, self._rules)) <= groups_of(approvals)


def _owners(proposal: Proposal, rules: Iterable[Ownership]) -> frozenset[int]:
    """The groups that own something of what the proposal changes."""
    judged = judgement_of(proposal, timezone.localdate())
    after = judged.merged or judged.content.graph
    return frozenset(
        rule.group_id
        for rule in rules
        if any(owned(rule, one, judged.theirs, after) for one in judged.changes)
    )


def approving(proposal: Proposal) -> list[str]:
    """Who approves the proposal as it is: those whose approvals its next change ends."""
    votes = weighty_votes(proposal.topology).filter(proposal=proposal)
    approvals = [
        vote for vote in last_words(votes, contributors(proposal)) if vote.verdict == Verdict.APPROVE
    ]
    digest = digest_now(proposal) if approvals else ""
    return [str(vote.reviewer) for vote in approvals if vote.digest == digest]
