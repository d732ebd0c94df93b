"""Which two states each page compares."""

from topologies import selectors
from topologies.documents import loads
from topologies.models import Proposal, Revision, Vote
from topologies.pages.comparison.pairs import Pair
from topologies.pages.frame import PageRequest
from topologies.pages.proposals.heading import Case
from topologies.selectors import graph_of
from topologies.services.drafts import blank


def of_proposal(case: Case) -> Pair:
    """The newest revision beside what the merge would make of it; while clashes are open, the base beside the proposal.

    A merged proposal is shown as it was merged.
    """
    proposal = case.proposal
    if proposal.merged:
        return _merged(case, proposal.merged)
    judged = case.judged
    if judged.merged is None or proposal.state == Proposal.State.CLOSED:
        return _from_base(case)
    newest = judged.newest
    return Pair(
        case.topology,
        judged.theirs,
        judged.merged,
        (_name(newest), f"proposal {proposal.number}"),
        f"{_sha(proposal.draft.base)}:{_sha(newest)}:{judged.content.digest}",
        judged.changes,
    )


def _merged(case: Case, revision: Revision) -> Pair:
    before = case.topology.revisions.filter(number=revision.number - 1).first()
    names = (_name(before), _name(revision))
    graph = graph_of(before.sha256) if before else blank(case.topology)
    return Pair(case.topology, graph, graph_of(revision.sha256), names, f"{_sha(before)}:{revision.sha256}")


def _from_base(case: Case) -> Pair:
    base, content = case.proposal.draft.base, case.judged.content
    graph = graph_of(base.sha256) if base else blank(case.topology)
    names = (_name(base), f"proposal {case.proposal.number}")
    return Pair(case.topology, graph, content.graph, names, f"base:{_sha(base)}:{content.digest}")


def since_vote(case: Case, vote: Vote) -> Pair:
    """What the reviewer saw beside the proposal as it is."""
    content = case.judged.content
    names = (f"what {vote.reviewer} saw", f"proposal {case.proposal.number}")
    return Pair(case.topology, loads(vote.document), content.graph, names, f"{vote.digest}:{content.digest}")


def between_revisions(request: PageRequest, system: str, topology: str, older: int, newer: int) -> Pair:
    """Raises NotFound (404) where there is no such revision, or none that this person may know of."""
    found = selectors.topology_get(user=request.user, system_slug=system, topology_slug=topology)
    one, other = (selectors.revision_get(found, number) for number in (older, newer))
    names = (_name(one), _name(other))
    return Pair(found, graph_of(one.sha256), graph_of(other.sha256), names, f"{one.sha256}:{other.sha256}")


def _name(revision: Revision | None) -> str:
    return f"r{revision.number}" if revision else "nothing"


def _sha(revision: Revision | None) -> str:
    return revision.sha256 if revision else "nothing"
