from collections.abc import Iterator

from topologies.graph import Graph, Port, Replication
from topologies.kinds import Trait
from topologies.reachability import Answer, Flow
from topologies.validation.context import Context
from topologies.validation.encryption import encrypted
from topologies.validation.fixes import Fix, update
from topologies.validation.fixes.opening import opened
from topologies.validation.model import Blocked, Violation
from topologies.validation.registry import rule


@rule(
    "REP04",
    severity="high",
    title="Replication is blocked or travels in plain text",
    sources=(
        "AWS Well-Architected SEC09-BP02",
        "AWS Security Hub RDS.38, RDS.39",
        "PostgreSQL: streaming replication",
    ),
)
def replication_path(context: Context) -> Iterator[Violation]:
    """Two databases copy to each other over a way that does not exist, or that anybody on it can read.

    **What it means.** Neither end can open a connection to a port of the other: no route leads there, or a filter is in the
    way. Or the replication is said to be unencrypted and leaves its host.

    **Why it matters.** A blocked copy falls behind from its first minute and is empty when it is needed. One in plain text
    shows every row to whoever stands on the way, passwords of users included.

    **What to do.** Open the port between the two ends, and no more; the evidence says what is needed. Require TLS, with
    certificates that are checked.

    **Limits.** Where one provider runs both ends, the way between them is the provider's matter. Snapshots are files, and not
    judged. What nobody stated makes the verdict unknown, for encryption only where the copy leaves its network.
    """
    for row in context.graph.replications.values():
        if row.mode != "snapshot" and (row.encrypted is False or not _same_provider(context.graph, row)):
            yield from _judged(context, row)


def _same_provider(graph: Graph, row: Replication) -> bool:
    one, other = graph.kind(graph.nodes[row.source]), graph.kind(graph.nodes[row.target])
    return bool(one.provider) and one.provider == other.provider


def _judged(context: Context, row: Replication) -> Iterator[Violation]:
    provided = _same_provider(context.graph, row)
    answers = [] if provided else [context.engine.reach(flow) for flow in _flows(context.graph, row)]
    open_ways = [answer for answer in answers if answer.verdict == "allowed"]
    unknown = [answer for answer in answers if answer.verdict == "unknown"]
    if answers and not open_ways and not unknown:
        yield _blocked(context, row, answers)
        return
    secret = encrypted(context.graph, row) if _leaves_host(context.graph, row) else True
    if secret is False:
        yield _plain(context.graph, row)
        return
    missing = [fact for answer in unknown if not open_ways for fact in answer.missing]
    if secret is None and not _same_network(context.graph, row):
        missing.append(f"{row.key}.encrypted")
    if missing:
        yield _unsure(context.graph, row, tuple(dict.fromkeys(missing)))


def _flows(graph: Graph, row: Replication) -> Iterator[Flow]:
    """Either end may open the connection: to the port that is named, else to any of the other's."""
    if row.port is not None:
        port = graph.ports[row.port]
        yield _flow(row.target if port.node == row.source else row.source, port)
        return
    for opener, owner in ((row.target, row.source), (row.source, row.target)):
        for port in graph.ports_of.get(owner, ()):
            yield _flow(opener, port)


def _flow(opener: str, port: Port) -> Flow:
    return Flow(opener, port.node, port.protocol, port.number)


def _leaves_host(graph: Graph, row: Replication) -> bool:
    hosts = {graph.enclosing(graph.nodes[key], Trait.HOST) for key in (row.source, row.target)}
    return len(hosts) > 1 or None in hosts


def _same_network(graph: Graph, row: Replication) -> bool:
    networks = {graph.enclosing(graph.nodes[key], Trait.NETWORK) for key in (row.source, row.target)}
    return len(networks) == 1 and None not in networks


def _names(graph: Graph, row: Replication) -> str:
    return f"{graph.nodes[row.source].name} to {graph.nodes[row.target].name}"


def _blocked(context: Context, row: Replication, answers: list[Answer]) -> Violation:
    easiest = min(answers, key=lambda answer: (len(answer.needs), str(answer.flow)))
    reasons = (easiest.blocked_by.text,) if easiest.blocked_by else ()
    causes = (row.key, *(easiest.blocked_by.elements if easiest.blocked_by else ()))
    message = (
        f"The replication from {_names(context.graph, row)} has no way: neither end can open a connection."
    )
    fixes = opened(context, easiest.changes, easiest.flow.target)
    return Violation((row.key,), message, Blocked(reasons, easiest.needs), causes, fixes=fixes)


def _plain(graph: Graph, row: Replication) -> Violation:
    message = f"The replication from {_names(graph, row)} travels unencrypted."
    evidence = Blocked(("it is stated to be unencrypted",), (f"encrypt {row.key}",))
    fix = Fix(f"Encrypt {row.key}.", (update(row.key, encrypted=True),))
    return Violation((row.key,), message, evidence, (row.key,), fixes=(fix,))


def _unsure(graph: Graph, row: Replication, missing: tuple[str, ...]) -> Violation:
    message = f"Whether the replication from {_names(graph, row)} is possible and encrypted depends on facts nobody stated."
    return Violation((row.key,), message, Blocked(()), (), missing)
