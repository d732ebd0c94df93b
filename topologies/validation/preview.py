"""What a change would do to the findings, before anybody makes it."""

from collections.abc import Sequence
from dataclasses import dataclass

from topologies.graph import Graph
from topologies.operations import Operation, apply
from topologies.validation.check import check
from topologies.validation.model import Finding


@dataclass(frozen=True, slots=True)
class Preview:
    """Findings that go and that come, worst first, and the graph as it would be."""

    removed: tuple[Finding, ...]
    added: tuple[Finding, ...]
    graph: Graph


def preview(
    graph: Graph, operations: Sequence[Operation], before: Sequence[Finding] | None = None
) -> Preview:
    """Applies the operations to a copy and runs every rule again. `before` = the findings of the graph, where known.

    Raises:
        Faults: an operation cannot be done.
    """
    changed = apply(graph, operations).graph
    old = check(graph).findings if before is None else before
    new = check(changed).findings
    was, will = ({finding.fingerprint for finding in rows} for rows in (old, new))
    return Preview(
        tuple(finding for finding in old if finding.fingerprint not in will),
        tuple(finding for finding in new if finding.fingerprint not in was),
        changed,
    )
