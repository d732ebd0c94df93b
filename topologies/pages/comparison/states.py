"""Which two states each page compares."""

from topologies import selectors
from topologies.documents import loads
from topologies.graph import Graph
from topologies.models import Proposal, Revision, Vote
from topologies.pages.comparison.pairs import Pair, Sides
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
    if judged.open or proposal.state == Proposal.State.CLOSED:
        return _from_base(case)
    newest = judged.newest
    return Pair(
        case.topology,
        (_name(newest), f"proposal {proposal.number}"),
        f"{_sha(proposal.draft.base)}:{_sha(newest)}:{judged.content.digest}",
        lambda: (judged.theirs, judged.merged or judged.content.graph, judged.changes),
    )


def _merged(case: Case, revision: Revision) -> Pair:
    before = case.topology.revisions.filter(number=revision.number - 1).first()
    names = (_name(before), _name(revision))

    def read() -> Sides:
        return (_graph(case, before), graph_of(revision.sha256), None)

    return Pair(case.topology, names, f"{_sha(before)}:{revision.sha256}", read)


def _from_base(case: Case) -> Pair:
    base, content = case.proposal.draft.base, case.judged.content
    names = (_name(base), f"proposal {case.proposal.number}")

    def read() -> Sides:
        return (_graph(case, base), content.graph, None)

    return Pair(case.topology, names, f"base:{_sha(base)}:{content.digest}", read)


def _graph(case: Case, revision: Revision | None) -> Graph:
    return graph_of(revision.sha256) if revision else blank(case.topology)


def since_vote(case: Case, vote: Vote) -> Pair:
    """What the reviewer saw beside the proposal as it is."""
    content = case.judged.content
    names = (f"what {vote.reviewer} saw", f"proposal {case.proposal.number}")

    def read() -> Sides:
        return (loads(vote.document), content.graph, None)

    return Pair(case.topology, names, f"{vote.digest}:{content.digest}", read)


def between_revisions(request: PageRequest, system: str, topology: str, older: int, newer: int) -> Pair:
    """Raises NotFound (404) where there is no such revision, or none that this person may know of."""
    found = selectors.topology_get(user=request.user, system_slug=system, topology_slug=topology)
    one, other = (selectors.revision_get(found, number) for number in (older, newer))

    def read() -> Sides:
        return (graph_of(one.sha256), graph_of(other.sha256), None)

    return Pair(found, (_name(one), _name(other)), f"{one.sha256}:{other.sha256}", read)


def _name(revision: Revision | None) -> str:
    return f"r{revision.number}" if revision else "nothing"


def _sha(revision: Revision | None) -> str:
    return revision.sha256 if revision else "nothing"
