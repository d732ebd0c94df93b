"""Reads of proposals for pages and API, each in a fixed number of queries."""

from django.db.models import Count, Prefetch, Q, QuerySet

from topologies.models import AuditEntry, Comment, Ownership, Proposal, Thread, Topology, Vote
from topologies.services.errors import NotFound


def proposals_of(topology: Topology) -> QuerySet[Proposal]:
    """Newest first, with their authors, drafts and the revisions that they became, without documents. One query."""
    rows = topology.proposals.select_related("topology__system", "author", "draft__base", "merged")
    return rows.defer("draft__base__document", "merged__document").order_by("-number")


def proposal_get(topology: Topology, number: int) -> Proposal:
    """One proposal.

    Raises:
        NotFound: there is none of this number.
    """
    rows = topology.proposals.select_related(
        "topology__system", "author", "draft__base", "draft__owner", "merged"
    )
    found = rows.select_related("reverts").filter(number=number).first()
    if found is None:
        raise NotFound(f"There is no proposal {number} of {topology.slug}.")
    return found


def proposals_by_state(topology: Topology) -> dict[str, int]:
    """How many there are in each state, states without any included. One query."""
    states = Proposal.State.values
    return topology.proposals.aggregate(**{state: Count("pk", filter=Q(state=state)) for state in states})


def threads_of(proposal: Proposal) -> QuerySet[Thread]:
    """Oldest first, each with its comments, their authors, and who settled it. Two queries."""
    comments = Prefetch("comments", Comment.objects.select_related("author").order_by("id"))
    return proposal.threads.select_related("resolved_by").prefetch_related(comments).order_by("id")


def thread_get(proposal: Proposal, number: int) -> Thread:
    """One conversation. Raises NotFound."""
    found = proposal.threads.select_related("proposal__topology__system").filter(pk=number).first()
    if found is None:
        raise NotFound("There is no such conversation.")
    return found


def entries_of(proposal: Proposal) -> QuerySet[AuditEntry]:
    """What was done to the proposal, oldest first. One query."""
    topology = proposal.topology
    rows = AuditEntry.objects.filter(
        system=topology.system_id, topology=topology.slug, created__gte=proposal.created
    )
    return rows.filter(details__proposal=proposal.number).order_by("id")


def ownerships_of(topology: Topology) -> QuerySet[Ownership]:
    """Who answers for what, by group. One query."""
    return topology.ownerships.select_related("group").order_by("group__name", "id")


def votes_of(proposal: Proposal) -> QuerySet[Vote]:
    """Oldest first, with who gave them, without what they saw. One query."""
    return proposal.votes.select_related("reviewer").defer("document").order_by("id")
