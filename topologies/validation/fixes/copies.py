"""Data sets with one writer again, and backups that outlive their database."""

from collections.abc import Iterator, Sequence

from topologies.graph import Graph, Node
from topologies.kinds import Trait
from topologies.kinds.properties import Backup
from topologies.operations import Operation
from topologies.operations.wire import Remove
from topologies.validation.fixes.fix import Fix, update
from topologies.validation.live_copies import DataSet, is_writer

DAY = 86_400


def one_writer(found: DataSet) -> Iterator[Fix]:
    """One database keeps writing and the others copy it: whatever leads back into it, or into what it feeds, goes."""
    for keeper in found.writers or found.members:
        tree = _fed_by(keeper.key, found)
        if set(tree) == {node.key for node in found.members} - {keeper.key}:
            kept = set(tree.values())
            steps: list[Operation] = [
                Remove(key=row.key, cascade=False) for row in found.copies if row.key not in kept
            ]
            steps += [
                update(node.key, properties={"role": "replica"})
                for node in found.members
                if _changes(node, keeper)
            ]
            if not is_writer(keeper):
                steps.append(update(keeper.key, properties={"role": "primary"}))
            yield Fix(f"Let {keeper.key} alone take writes, and the others copy it.", tuple(steps))


def _changes(node: Node, keeper: Node) -> bool:
    return node.key != keeper.key and is_writer(node)


def _fed_by(start: str, found: DataSet) -> dict[str, str]:
    """Member -> the replication by which it is reached first from `start`."""
    by: dict[str, str] = {}
    waiting = [start]
    for key in waiting:
        for row in found.copies:
            if row.source == key and row.target != start and row.target not in by:
                by[row.target] = row.key
                waiting.append(row.target)
    return by


def saved_elsewhere(graph: Graph, node: Node) -> tuple[Fix, ...]:
    """A daily snapshot that is copied to another region, for what has a region to leave.

    Where residency is stated somebody has to choose the region.
    """
    backups: Sequence[Backup] | None = getattr(node.properties, "backups", None)
    if backups is None or graph.header.objectives.residency_regions:
        return ()
    rows = [row.model_dump(mode="json", exclude_defaults=True) for row in backups]
    added = {"method": "snapshot", "interval_seconds": DAY, "retention_days": 7, "cross_region": True}
    operation = update(node.key, properties={"backups": [*rows, added]})
    return (Fix(f"Keep a daily snapshot of {node.key} in another region.", (operation,)),)


def in_other_zone(graph: Graph, node: Node) -> Fix | None:
    """A managed store kept in two availability zones; machines cannot be."""
    if graph.enclosing(node, Trait.HOST) or not graph.kind(node).provider:
        return None
    names = ("multi_az", "high_availability")
    known = type(node.properties).model_fields
    name = next((name for name in names if name in known), "")
    if not name:
        return None
    return Fix(f"Keep {node.key} in two availability zones.", (update(node.key, properties={name: True}),))
