"""Changes that ask to be reviewed: proposals, votes, threads and merges. The only writers of these rows, as
`services` is of the others: keyword-only functions that check permissions, hold transactions and write the audit log.
"""

from topologies.reviews.content import Content, content_of
from topologies.reviews.errors import ClashesOpen, GateClosed, NotApproved, OwnProposal, WrongState
from topologies.reviews.gate import Judgement, judgement_of
from topologies.reviews.merging import proposal_decide, proposal_merge, proposal_update
from topologies.reviews.policies import ownership_add, ownership_remove, policy_of, policy_set
from topologies.reviews.proposals import (
    proposal_amend,
    proposal_close,
    proposal_open,
    proposal_reopen,
    proposal_revert,
    proposal_submit,
    proposal_withdraw,
)
from topologies.reviews.standing import Standing, standing_of
from topologies.reviews.tallies import Tally, approving, tallies_of
from topologies.reviews.threads import comment_add, thread_resolve, thread_start
from topologies.reviews.voting import vote_cast
from topologies.reviews.waiving import finding_waive

__all__ = [
    "ClashesOpen",
    "Content",
    "GateClosed",
    "Judgement",
    "NotApproved",
    "OwnProposal",
    "Standing",
    "Tally",
    "WrongState",
    "approving",
    "comment_add",
    "content_of",
    "finding_waive",
    "judgement_of",
    "ownership_add",
    "ownership_remove",
    "policy_of",
    "policy_set",
    "proposal_amend",
    "proposal_close",
    "proposal_decide",
    "proposal_merge",
    "proposal_open",
    "proposal_reopen",
    "proposal_revert",
    "proposal_submit",
    "proposal_update",
    "proposal_withdraw",
    "standing_of",
    "tallies_of",
    "thread_resolve",
    "thread_start",
    "vote_cast",
]
