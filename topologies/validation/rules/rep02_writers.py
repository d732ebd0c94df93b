from collections import defaultdict
from collections.abc import Iterator

from topologies.graph import Graph, Node
from topologies.kinds import Trait
from topologies.validation.context import Context
from topologies.validation.fixes.copies import one_writer
from topologies.validation.live_copies import DataSet, cycles, data_sets, is_writer
from topologies.validation.model import Conflict, Violation
from topologies.validation.registry import rule

Pair = tuple[str, str]


@rule(
    "REP02",
    severity="critical",
    title="A data set has no writer or several",
    sources=("PostgreSQL: comparison of replication solutions", "AWS Well-Architected REL09-BP01"),
)
def writers(context: Context) -> Iterator[Violation]:
    """Databases that hold the same data do not have exactly one that takes writes.

    **What it means.** Databases that sync or async replication joins are one data set, and one of them must be the primary.
    This rule fails where none is, where several are, and where two data sets are used as if they were one: each has its own
    primary, each copies to where the other's users are, and the same services read from one and write to the other.

    **Why it matters.** Without a writer nothing can be stored. With two, users of one side do not see what the other side
    wrote, and there is no moment at which both are right: after a failover one half of the writes is lost or must be merged
    by hand.

    **What to do.** Let one database be primary and the others its replicas, and send writes to it from everywhere. Where
    both sides must write, use a database made for it, or give each region data that only it writes (users by home region),
    and state the conflict policy of each replication.

    **Limits.** A database is taken to write unless its role says otherwise. Services do one job when they are of one kind
    behind one proxy. Circles are the matter of another rule. A replica that nothing copies to is unknown.
    """
    circles = {node.key for circle in cycles(context.graph) for node in circle.members}
    sets = list(data_sets(context.graph))
    for found in sets:
        if not circles & {node.key for node in found.members}:
            yield from _counted(found)
    yield from _split(context, sets)
    yield from _orphans(context.graph, sets)


def _counted(found: DataSet) -> Iterator[Violation]:
    names = ", ".join(node.name for node in found.members)
    if not found.writers:
        keys = tuple(node.key for node in found.members)
        yield _violation(keys, f"None of {names} takes writes: all are copies.", found)
    elif len(found.writers) > 1 and not all(row.conflict_policy for row in found.copies):
        several = ", ".join(node.name for node in found.writers)
        keys = tuple(node.key for node in found.writers)
        yield _violation(keys, f"{several} hold one data set and all take writes.", found)


def _violation(keys: tuple[str, ...], message: str, found: DataSet) -> Violation:
    text = f"Joined by {', '.join(found.causes)}; writers must be exactly one."
    evidence = Conflict((*keys, *found.causes), text)
    return Violation(keys, message, evidence, found.causes, fixes=tuple(one_writer(found)))


def _split(context: Context, sets: list[DataSet]) -> Iterator[Violation]:
    """Two data sets, each written at home and read abroad by services that write the other."""
    graph, home = (
        context.graph,
        {node.key: number for number, found in enumerate(sets) for node in found.members},
    )
    crossed: dict[Pair, list[str]] = defaultdict(list)
    for services in context.peers:
        used = [graph.nodes[key] for key in _databases(graph, services, home)]
        for written in (node for node in used if is_writer(node)):
            for read in (node for node in used if not is_writer(node)):
                if home[written.key] != home[read.key]:
                    crossed[_primary(sets, home, written), _primary(sets, home, read)].append(read.key)
    for (one, other), copies in sorted(crossed.items()):
        if one < other and (other, one) in crossed:
            yield _both(graph, one, other, tuple(dict.fromkeys((*copies, *crossed[other, one]))))


def _databases(graph: Graph, services: tuple[Node, ...], home: dict[str, int]) -> tuple[str, ...]:
    links = (
        link for node in services for link in graph.links_from.get(node.key, ()) if link.role == "traffic"
    )
    return tuple(dict.fromkeys(link.target for link in links if link.target in home))


def _primary(sets: list[DataSet], home: dict[str, int], node: Node) -> str:
    """What names a data set: its first writer."""
    found = sets[home[node.key]]
    return next((one.key for one in found.writers), found.members[0].key)


def _both(graph: Graph, one: str, other: str, copies: tuple[str, ...]) -> Violation:
    first, second = graph.nodes[one].name, graph.nodes[other].name
    text = (
        f"The same services write to one of {one} and {other} and read a copy of the other ({', '.join(copies)}); "
        f"nothing is copied between the two primaries."
    )
    message = f"{first} and {second} both take writes, and neither gets what the other one stores."
    return Violation((one, other), message, Conflict((one, other, *copies), text), copies)


def _orphans(graph: Graph, sets: list[DataSet]) -> Iterator[Violation]:
    joined = {node.key for found in sets for node in found.members}
    fed = {row.target for row in graph.replications.values()}
    for node in graph.nodes_with(Trait.DATABASE):
        if not is_writer(node) and node.key not in joined and node.key not in fed:
            message = f"{node.name} is a {_role(node)}, and nobody says what it copies."
            yield Violation(
                (node.key,),
                message,
                Conflict((node.key,), "No replication leads to it."),
                (),
                (f"{node.key}: what it copies",),
            )


def _role(node: Node) -> str:
    return str(getattr(node.properties, "role", "copy"))
