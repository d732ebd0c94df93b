"""Takes the rows that a change depends on, topology before draft, so that two changes never wait for each other.

PostgreSQL locks the row, but not its key: who only refers to it, as every foreign key does at the end of its
transaction, need not wait. SQLite's transactions, which begin with the write lock, make one writer wait for the other.
"""

from topologies.models import Draft, Proposal, Topology
from topologies.services.errors import DraftClosed


def locked_topology(topology_id: int) -> Topology:
    return (
        Topology.objects.select_for_update(of=("self",), no_key=True)
        .select_related("system")
        .get(pk=topology_id)
    )


def locked_draft(draft_id: int) -> Draft:
    """A working draft that is open, as it is now.

    Raises:
        DraftClosed: it is closed, or is the approved state, or that of a closed proposal.
    """
    rows = Draft.objects.select_for_update(of=("self",), no_key=True).select_related(
        "topology__system", "proposal"
    )
    draft = rows.get(pk=draft_id)
    if draft.purpose == Draft.Purpose.APPROVED:
        raise DraftClosed("The approved state is not edited; open a draft.")
    if draft.closed:
        raise DraftClosed("The draft was published or discarded; open another.")
    if hasattr(draft, "proposal") and draft.proposal.state == Proposal.State.CLOSED:
        raise DraftClosed("The proposal is closed; open it again.")
    return draft
