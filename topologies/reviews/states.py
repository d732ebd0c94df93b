"""The one guard of what may become of a proposal."""

from collections.abc import Mapping

from topologies.models import Proposal
from topologies.reviews.errors import WrongState

State = Proposal.State

# What is done -> from which states, and to which.
MOVES: Mapping[str, tuple[frozenset[str], str]] = {
    "submit": (frozenset({State.DRAFT}), State.SUBMITTED),
    "withdraw": (frozenset({State.SUBMITTED}), State.DRAFT),
    "close": (frozenset({State.DRAFT, State.SUBMITTED}), State.CLOSED),
    "reopen": (frozenset({State.CLOSED}), State.DRAFT),
    "merge": (frozenset({State.SUBMITTED}), State.MERGED),
}


def move(proposal: Proposal, what: str) -> None:
    """Bring the (locked) proposal into the state that this leads to; the caller saves it.

    Raises:
        WrongState: nothing leads there from where it is.
    """
    sources, target = MOVES[what]
    if proposal.state not in sources:
        raise WrongState(
            f"{proposal} is {proposal.state}; only what is {' or '.join(sorted(sources))} can {what}."
        )
    proposal.state = target
