from collections.abc import Iterator

from topologies.graph import Graph, Node, Zone
from topologies.kinds import Trait
from topologies.validation.context import Context
from topologies.validation.model import Table, Violation
from topologies.validation.registry import rule


@rule(
    "CAP02",
    severity="high",
    title="The memory of a host is promised more than once",
    sources=("Linux manual: out-of-memory handling", "PostgreSQL: Linux memory overcommit"),
)
def memory_overcommitted(context: Context) -> Iterator[Violation]:
    """The parts on one machine may use more memory than it has.

    **What it means.** The memory of every part on the host, times the instances that may run, and what is reserved for the
    operating system, add up to more than the host has.

    **Why it matters.** When memory is gone the kernel ends a process, and it picks a large one: the database. It happens at
    the highest load, when every part grows at once.

    **What to do.** Lower the limits (workers, buffers, cache), move a part elsewhere, or take a larger machine. Optional parts
    count too: they were promised their share.

    **Limits.** A part that states no memory counts as nothing, so a host that passes may still be full. Where parts state
    their memory and the host does not, the verdict is unknown.
    """
    parts: dict[str, list[tuple[Node, int]]] = {}
    for node in context.graph.nodes.values():
        host = context.graph.enclosing(node, Trait.HOST)
        if host is not None and (memory := _memory(node)):
            parts.setdefault(host.key, []).append((node, memory))
    for key, rows in parts.items():
        yield from _judged(context.graph, context.graph.zones[key], rows)


def _memory(node: Node) -> int:
    """What the node may use in MB: the limit of its process, or that of all its workers where it is more."""
    one, workers, each = (
        getattr(node.properties, name, None) or 0 for name in ("memory_mb", "workers", "worker_memory_mb")
    )
    cache = getattr(node.properties, "max_memory_mb", None) or 0
    return int(max(one, workers * each, cache) * node.max_instances)


def _judged(graph: Graph, host: Zone, rows: list[tuple[Node, int]]) -> Iterator[Violation]:
    has: int | None = getattr(host.properties, "memory_mb", None)
    reserved: int = getattr(host.properties, "reserved_memory_mb", None) or 0
    wanted = reserved + sum(memory for _, memory in rows)
    table = _table(rows, reserved, wanted, has)
    if has is None:
        message = f"Whether {host.name} has the {wanted:,} MB that its parts may use is not stated."
        yield Violation((host.key,), message, table, missing=(f"{host.key}.memory_mb",))
    elif wanted > has:
        message = f"The parts on {host.name} may use {wanted:,} MB of {has:,} MB of memory."
        yield Violation((host.key,), message, table)


def _table(rows: list[tuple[Node, int]], reserved: int, wanted: int, has: int | None) -> Table:
    ordered = sorted(rows, key=lambda row: (-row[1], row[0].key))
    lines = [(node.key, f"{memory:,} MB") for node, memory in ordered]
    ends = [("reserved", f"{reserved:,} MB"), ("sum", f"{wanted:,} MB")]
    return Table(
        ("part", "memory"), (*lines, *ends, ("host", "not stated" if has is None else f"{has:,} MB"))
    )
