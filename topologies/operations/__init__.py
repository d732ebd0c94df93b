"""Small edits of a topology: what they look like on the wire, what they do, and what undoes them. Pure."""

from topologies.operations.apply import Applied, apply
from topologies.operations.changes import Change, diff, inverse_of, parse_change, patched
from topologies.operations.wire import Configure, Operation, parse_operations
from topologies.operations.working import cascade

__all__ = [
    "Applied",
    "Change",
    "Configure",
    "Operation",
    "apply",
    "cascade",
    "diff",
    "inverse_of",
    "parse_change",
    "parse_operations",
    "patched",
]
