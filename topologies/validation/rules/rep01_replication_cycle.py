from collections.abc import Iterator

from topologies.validation.context import Context
from topologies.validation.fixes.copies import one_writer
from topologies.validation.live_copies import DataSet, cycles
from topologies.validation.model import Conflict, Violation
from topologies.validation.registry import rule


@rule(
    "REP01",
    severity="critical",
    title="Databases replicate in a circle",
    sources=(
        "PostgreSQL: high availability, load balancing and replication",
        "PostgreSQL: logical replication conflicts",
    ),
)
def replication_cycle(context: Context) -> Iterator[Violation]:
    """Databases with one writer copy to each other in a circle.

    **What it means.** Following the replications from a database leads back to it. With sync or async replication the
    engine copies one writer's log, and a database cannot be behind and ahead of another at once. With logical replication
    both ends can write, if somebody says what happens when both change one row.

    **Why it matters.** Either the engine refuses, or changes overwrite each other, depending on which arrives last. Nobody
    sees it happen; it is found weeks later in figures that do not add up.

    **What to do.** Let one database write and all others copy from it, directly or in a chain. Where both ends must write,
    state the conflict policy of each direction, and choose an engine that has one.

    **Limits.** A circle of which every replication states a conflict policy passes; whether the engine can keep it is not
    judged. A circle of logical replication without one is unknown. Buckets and snapshots are not judged.
    """
    for circle in cycles(context.graph):
        silent = [row for row in circle.copies if not row.conflict_policy]
        if silent:
            logical = all(row.mode == "logical" for row in circle.copies)
            yield _violation(circle, tuple(f"{row.key}.conflict_policy" for row in silent) if logical else ())


def _violation(circle: DataSet, missing: tuple[str, ...]) -> Violation:
    names = ", ".join(node.name for node in circle.members)
    message = f"{names} replicate to each other in a circle."
    if missing:
        message = f"{names} copy to each other; what happens when both change one row is not stated."
    ways = "; ".join(f"{row.source} to {row.target} ({row.mode})" for row in circle.copies)
    return Violation(
        subjects=tuple(node.key for node in circle.members),
        message=message,
        evidence=Conflict(circle.causes, f"{ways}."),
        causes=circle.causes,
        missing=missing,
        fixes=() if missing else tuple(one_writer(circle)),
    )
