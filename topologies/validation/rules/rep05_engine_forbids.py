import re
from collections import defaultdict
from collections.abc import Iterator

from topologies.graph import Graph, Node, Replication
from topologies.validation.context import Context
from topologies.validation.live_copies import cycles, live
from topologies.validation.model import Conflict, Violation
from topologies.validation.registry import rule

Physical = dict[str, list[Replication]]  # node key -> copies of whole databases


@rule(
    "REP05",
    severity="medium",
    title="The database engine does not replicate like that",
    sources=(
        "AWS: Amazon RDS read replicas, limits",
        "AWS: Amazon ElastiCache quotas",
        "PostgreSQL: log-shipping standby servers",
    ),
)
def engine_forbids(context: Context) -> Iterator[Violation]:
    """Copies are drawn in a shape that the database cannot make.

    **What it means.** A copy of the whole database comes from two sources at once, or from a database of another engine; a
    source has more copies than its service allows; or copies are made of copies deeper than it allows.

    **Why it matters.** The design looks redundant and cannot be built. It is found out when the second replica is refused,
    often after the first depends on it.

    **What to do.** Let all copies follow one source, in a star; make deeper copies only as far as the service goes; join
    data of two sources by logical replication, table by table.

    **Limits.** Known are the limits of Amazon RDS for PostgreSQL (15 replicas of a source, three levels, from version 14.1)
    and ElastiCache for Redis (five replicas of a source, one level). Logical replication and snapshots are not judged.
    Circles are REP01's matter. A chain whose engine states no version gives an unknown.
    """
    graph = context.graph
    copies = [row for row in live(graph) if row.mode in ("sync", "async")]
    into, out = _by(copies, "target"), _by(copies, "source")
    for target, rows in into.items():
        yield from _two_sources(graph, target, rows)
        yield from _other_engines(graph, rows)
    for source, rows in out.items():
        yield from _too_many(graph.nodes[source], rows)
    yield from _chains(graph, into)


def _by(copies: list[Replication], end: str) -> Physical:
    found: Physical = defaultdict(list)
    for row in copies:
        found[getattr(row, end)].append(row)
    return found


def _two_sources(graph: Graph, target: str, rows: list[Replication]) -> Iterator[Violation]:
    if len({row.source for row in rows}) > 1:
        sources = " and ".join(sorted({graph.nodes[row.source].name for row in rows}))
        yield _violation(
            (target,), rows, f"{graph.nodes[target].name} is a whole copy of {sources} at the same time."
        )


def _other_engines(graph: Graph, rows: list[Replication]) -> Iterator[Violation]:
    for row in rows:
        source, target = graph.nodes[row.source], graph.nodes[row.target]
        one, other = _engine(graph, source), _engine(graph, target)
        if one and other and one != other:
            message = f"{target.name} ({other}) cannot be a whole copy of {source.name} ({one})."
            yield _violation((row.source, row.target), [row], message)


def _engine(graph: Graph, node: Node) -> str:
    """What it speaks, as its kind says: the application of its first port."""
    ports = graph.kind(node).ports
    return ports[0].application if ports else ""


def _too_many(source: Node, rows: list[Replication]) -> Iterator[Violation]:
    limit = getattr(source.properties, "most_replicas", None)
    if limit is not None and len(rows) > limit:
        message = f"{source.name} has {len(rows)} copies; its service allows {limit}."
        yield _violation((source.key,), rows, message)


def _chains(graph: Graph, into: Physical) -> Iterator[Violation]:
    circles = {row.key for found in cycles(graph) for row in found.copies}
    for target in sorted(into):
        chain = _chain(into, target, circles)
        node = graph.nodes[target]
        limit: int | None = getattr(node.properties, "most_levels", None)
        if len(chain) < 2 or limit is None:
            continue
        if len(chain) > limit:
            message = (
                f"{node.name} is the copy of a copy, {len(chain)} levels deep; its service allows {limit}."
            )
            yield _violation((target,), chain, message)
        else:
            yield from _version(graph, node, chain)


def _chain(into: Physical, target: str, circles: set[str]) -> list[Replication]:
    """The replications that lead to it, nearest first, as long as there is one source."""
    chain: list[Replication] = []
    step = into.get(target, [])
    while len(step) == 1 and step[0].key not in circles:
        chain.append(step[0])
        step = into.get(step[0].source, [])
    return chain


def _version(graph: Graph, node: Node, chain: list[Replication]) -> Iterator[Violation]:
    """A chain needs a version that makes copies of copies."""
    needed: tuple[int, ...] = getattr(node.properties, "cascades_from", ())
    source = graph.nodes[chain[0].source]
    stated = getattr(source.properties, "engine_version", "")
    if not needed:
        return
    words = ".".join(map(str, needed))
    if not stated:
        message = f"Whether {source.name}, a copy itself, can be copied depends on its version, which nobody stated."
        yield _violation((node.key,), chain, message, (f"{source.key}.engine_version",))
    elif tuple(map(int, re.findall(r"[0-9]+", stated))) < needed:
        message = f"{source.name} is a copy of version {stated}; copies of copies need {words} or later."
        yield _violation((node.key,), chain, message)


def _violation(
    subjects: tuple[str, ...], rows: list[Replication], message: str, missing: tuple[str, ...] = ()
) -> Violation:
    keys = tuple(row.key for row in rows)
    evidence = Conflict((*subjects, *keys), f"Copies: {', '.join(keys)}.")
    return Violation(subjects, message, evidence, keys, missing)
