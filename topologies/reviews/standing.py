"""How a proposal stands: who approves it as it is now, and what its topology's policy still asks for."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from topologies.graph import Element, Graph, Node, Zone
from topologies.models import Ownership, Policy, Proposal, Topology, Vote
from topologies.operations import Change
from topologies.reviews.policies import policy_of
from topologies.services.permissions import Action, people_who

Verdict = Vote.Verdict
Differing = tuple[Sequence[Change], Graph, Graph]  # the changes, and both states
NAMED = 5  # elements of one section, before the rest is left to the list of changes


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest word of each reviewer, told apart by whether it is about the proposal as it is now."""

    approvals: tuple[Vote, ...]
    outdated: tuple[Vote, ...]
    objections: tuple[Vote, ...]
    missing: tuple[str, ...]
    solo: bool

    @property
    def approved(self) -> bool:
        return not self.missing

    @property
    def word(self) -> str:
        """What people call it: changes requested, approved or waiting for review."""
        if self.objections:
            return "changes requested"
        return "approved" if self.approved else "in review"


def standing_of(proposal: Proposal, digest: str, differing: Callable[[], Differing]) -> Standing:
    """The standing of the proposal while its content has this digest and this is what it changes, which is asked where
    somebody owns something."""
    policy = policy_of(proposal.topology)
    newest = _newest(proposal)
    objections = tuple(vote for vote in newest if vote.verdict == Verdict.REQUEST_CHANGES)
    approving = [vote for vote in newest if vote.verdict == Verdict.APPROVE]
    valid = tuple(vote for vote in approving if vote.digest == digest)
    outdated = tuple(vote for vote in approving if vote.digest != digest)
    missing = () if policy.solo else tuple(_missing(proposal, policy, valid, objections, differing))
    return Standing(valid, outdated, objections, missing, policy.solo)


def _newest(proposal: Proposal) -> Sequence[Vote]:
    rows = weighty_votes(proposal.topology).filter(proposal=proposal).prefetch_related("reviewer__groups")
    return last_words(rows, contributors(proposal))


def weighty_votes(topology: Topology) -> QuerySet[Vote]:
    """The votes on its proposals of those who may still vote, oldest first. Whoever only comments leaves their word as
    it was."""
    voters = people_who(Action.VOTE, topology.system)
    votes = Vote.objects.filter(proposal__topology=topology).exclude(verdict=Verdict.COMMENT)
    kept = votes.filter(Q(reviewer__in=voters) | Q(reviewer__is_superuser=True, reviewer__is_active=True))
    return kept.select_related("reviewer").defer("document").order_by("id")


def last_words(votes: Iterable[Vote], hands: Container[int]) -> Sequence[Vote]:
    """The newest of each person; an approval only of who had no hand in the change."""
    newest = {vote.reviewer_id: vote for vote in votes}.values()
    return [vote for vote in newest if vote.verdict != Verdict.APPROVE or vote.reviewer_id not in hands]


def _missing(
    proposal: Proposal,
    policy: Policy,
    valid: Sequence[Vote],
    objections: Sequence[Vote],
    differing: Callable[[], Differing],
) -> Iterable[str]:
    short = policy.minimum_approvals - len(valid)
    if short > 0:
        yield f"{short} more approval{'s are' if short > 1 else ' is'} needed."
    for vote in objections:
        yield f"{vote.reviewer} asks for changes."
    rules, present = list(proposal.topology.ownerships.select_related("group")), groups_of(valid)
    if not rules:
        return
    changes, before, after = differing()
    for rule in rules:
        touched = [one for one in changes if owned(rule, one, before, after)]
        if touched and rule.group_id not in present:
            yield f"An approval of {rule.group} is needed: it changes {counted(touched)}."


def groups_of(votes: Iterable[Vote]) -> set[int]:
    """The groups that those who gave these votes are in."""
    return {group.pk for vote in votes for group in vote.reviewer.groups.all()}


def counted(changes: Iterable[Change]) -> str:
    """2 security groups (db-sg, web-sg) and 1 rule (hole)"""
    found: dict[str, list[str]] = {}
    for one in changes:
        found.setdefault(one.section, []).append(one.key)
    parts = [
        f"{_many(len(keys), section)} ({', '.join(keys[:NAMED])}{', …' if len(keys) > NAMED else ''})"
        for section, keys in found.items()
    ]
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _many(count: int, section: str) -> str:
    name = section.replace("_", " ").replace("acl", "ACL")
    singular = f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")
    return f"{count} {singular if count == 1 else name}"


def owned(rule: Ownership, change: Change, before: Graph, after: Graph) -> bool:
    """Whether the element was or is one that the rule is about. A port or a rule counts where its node or group does."""
    pairs = ((change.before, before), (change.after, after))
    return any(isinstance(one, Element) and _matches(rule, one, graph) for one, graph in pairs)


def _matches(rule: Ownership, element: Element, graph: Graph) -> bool:
    around = [element, *(found for key in element.targets() if (found := graph.find(key)))]
    return (
        (
            not rule.section
            or any(one.section in _PARTS.get(rule.section, (rule.section,)) for one in around[:1])
        )
        and (not rule.kind or any(getattr(one, "kind", "") == rule.kind for one in around))
        and (not rule.zone or any(rule.zone in _zones(one, graph) for one in around))
    )


# Who answers for the one answers for what it is made of.
_PARTS = {
    "security_groups": ("security_groups", "rules", "attachments"),
    "network_acls": ("network_acls", "acl_entries"),
    "nodes": ("nodes", "ports"),
}


def _zones(element: Element, graph: Graph) -> set[str]:
    """The zones that a node or zone stands in, itself included."""
    return {zone.key for zone in graph.path(element)} if isinstance(element, Node | Zone) else set()


def contributors(proposal: Proposal) -> set[int]:
    """Who made the change: its author, and whoever edited its draft."""
    return {proposal.author_id, *proposal.draft.log.values_list("actor", flat=True).distinct()}


def may_approve(proposal: Proposal, person: User) -> str:
    """Why this person cannot approve the proposal; empty where they can."""
    if person.pk in contributors(proposal):
        return "You made this change or a part of it; somebody else has to approve it."
    return ""
