from collections.abc import Iterator

from topologies.graph import Node, Port
from topologies.kinds import Trait
from topologies.reachability import Answer, Exposed, Flow
from topologies.validation.context import Context
from topologies.validation.model import Path, Violation
from topologies.validation.registry import rule


@rule(
    "NET05",
    severity="high",
    title="One exposed part away from the data",
    sources=("AWS Well-Architected SEC05-BP01", "NIST SP 800-41, demilitarized zones"),
)
def pivot_to_data(context: Context) -> Iterator[Violation]:
    """The internet opens a part directly, and that part can open the port of a data store.

    **What it means.** Anybody on the internet can connect to a program, proxy or machine of the team itself, with no balancer
    in front of it; and routes and filters let that same part open a database, cache, queue or search engine over the network.
    Nothing depends on whether a link is drawn. The evidence is both connections.

    **Why it matters.** Whoever takes over the exposed part stands before the data, with the part's own address and rights. A
    tier in between, that the internet cannot open, is what makes one flaw survivable.

    **What to do.** Put the program into a private tier behind a load balancer; or, where the exposed part need not talk to
    the data, admit to the data only the security group of those that do.

    **Limits.** Balancers and services that a provider runs are not pivots: nobody logs in to them. What shares one host is not
    judged; there are no tiers on one machine. Longer ways, over a second program, are the normal tiers and no finding. Of a
    machine outside every network only the stores that it is drawn to call are judged.
    """
    pivots: dict[str, Exposed] = {}
    for row in context.exposure:
        if row.direct and _is_pivot(context, context.graph.nodes[row.node]):
            best = pivots.setdefault(row.node, row)
            if row.certain and not best.certain:
                pivots[row.node] = row
    for row in pivots.values():
        yield from _beyond(context, row)


def _is_pivot(context: Context, node: Node) -> bool:
    traits = context.graph.kind(node).traits
    own = context.engine.sites.of(node.key).place in ("network", "machine")
    return own and bool(traits & {Trait.COMPUTE, Trait.PROXY}) and Trait.BALANCER not in traits


def _beyond(context: Context, row: Exposed) -> Iterator[Violation]:
    site = context.engine.sites.of(row.node)
    for node in _stores(context, row.node, site.network):
        there = context.engine.sites.of(node.key)
        if not (site.host and there.host == site.host):
            answers = list(_answers(context, row.node, node))
            if answers:
                yield _violation(context, row, node, answers[0])


def _stores(context: Context, pivot: str, network: str) -> list[Node]:
    """The stores of its network; of a machine outside networks those that it is drawn to call."""
    if network:
        return context.data_by_network.get(network, [])
    called = {link.target: None for link in context.graph.links_from.get(pivot, ())}
    nodes = [context.graph.nodes[key] for key in called]
    return [node for node in nodes if context.graph.kind(node).has(Trait.DATA)]


def _answers(context: Context, source: str, node: Node) -> list[Answer]:
    """What the pivot can do to the ports of a store: what is certain first, nothing that is blocked."""

    def ask(port: Port) -> Answer:
        return context.engine.reach(Flow(source, node.key, port.protocol, port.number))

    found = [ask(port) for port in context.graph.ports_of.get(node.key, ())]
    return sorted(
        (one for one in found if one.verdict != "blocked"), key=lambda one: one.verdict != "allowed"
    )


def _violation(context: Context, row: Exposed, node: Node, answer: Answer) -> Violation:
    pivot = context.graph.nodes[row.node]
    missing = (*row.path[0].missing, *answer.missing)
    text = f"The internet opens {pivot.name} directly, and {pivot.name} can open {node.name}."
    if missing:
        text = (
            f"Whether {pivot.name} is a way from the internet to {node.name} depends on facts nobody stated."
        )
    return Violation(
        subjects=(pivot.key, node.key),
        message=text,
        evidence=Path((row.path[0], answer)),
        causes=(pivot.key, node.key),
        missing=tuple(dict.fromkeys(missing)),
    )
