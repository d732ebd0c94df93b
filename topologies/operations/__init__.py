"""Small edits of a topology: what they look like on the wire, what they do, and what undoes them. Pure."""

from topologies.operations.apply import Applied, apply
from topologies.operations.changes import Change, after_told, diff, inverse_of, leading_through, patched
from topologies.operations.wire import Configure, Operation, parse_operations
from topologies.operations.working import cascade

__all__ = [
    "Applied",
    "Change",
    "Configure",
    "Operation",
    "after_told",
    "apply",
    "cascade",
    "diff",
    "inverse_of",
    "leading_through",
    "parse_operations",
    "patched",
]
