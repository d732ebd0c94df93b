from collections.abc import Iterator

from topologies.graph import Graph, Node
from topologies.kinds import Trait
from topologies.validation.context import Context
from topologies.validation.model import Table, Violation
from topologies.validation.registry import rule


@rule(
    "CAP03",
    severity="high",
    title="Connection pools exceed what the database allows",
    sources=("PostgreSQL: connections and authentication", "PgBouncer: configuration"),
)
def connections(context: Context) -> Iterator[Violation]:
    """All clients of a database together may open more connections than it accepts.

    **What it means.** The pools of all nodes that link to the database, times the instances that may run, add up to more
    than its limit. A pooler counts with its pool and its reserve, and its clients are its own matter; a worker that
    handles one request at a time counts as one connection.

    **Why it matters.** It fails while scaling out, at the worst moment: each new instance asks for connections that the
    others hold, and instances that worked begin to fail too.

    **What to do.** Put a pooler between them, make pools smaller, or limit the instances. Leave some connections for
    administration and for the moment of a deployment, when old and new instances run at once.

    **Limits.** A client without a stated pool counts as nothing, and a pooler with one pool: it holds one for each pair of
    user and database. A pool is taken to be held towards each database of its node that is not optional. Where pools are stated and the database's limit is not, the verdict is unknown.
    """
    for node in context.graph.nodes_with(Trait.DATABASE):
        rows = [(client, need) for client in _clients(context.graph, node) if (need := _need(client))]
        if rows and not node.optional:
            yield from _judged(node, rows)


def _clients(graph: Graph, node: Node) -> Iterator[Node]:
    sources = {link.source for link in graph.links_to.get(node.key, ()) if link.role == "traffic"}
    return (graph.nodes[key] for key in sorted(sources))


def _need(client: Node) -> int:
    """The connections that all its instances may open at once; 0 = it does not say."""
    said = client.properties
    pooled = getattr(said, "default_pool_size", None)
    if pooled is not None:
        each = pooled + (getattr(said, "reserve_pool_size", None) or 0)
    else:
        each = (
            getattr(getattr(said, "pool", None), "max_connections", None)
            or getattr(said, "workers", None)
            or 0
        )
    return int(each * client.max_instances)


def _judged(node: Node, rows: list[tuple[Node, int]]) -> Iterator[Violation]:
    allowed: int | None = getattr(node.properties, "max_connections", None)
    wanted = sum(need for _, need in rows)
    lines = tuple((client.key, str(client.max_instances), str(need)) for client, need in rows)
    limit = "not stated" if allowed is None else str(allowed)
    table = Table(
        ("client", "instances", "connections"), (*lines, ("sum", "", str(wanted)), (node.key, "", limit))
    )
    causes = tuple(client.key for client, _ in rows)
    if allowed is None:
        message = (
            f"Whether {node.name} accepts the {wanted} connections that its clients may open is not stated."
        )
        yield Violation((node.key,), message, table, (), (f"{node.key}.max_connections",))
    elif wanted > allowed:
        message = f"Clients of {node.name} may open {wanted} connections; it accepts {allowed}."
        yield Violation((node.key,), message, table, causes)
