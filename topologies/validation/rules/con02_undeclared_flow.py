from collections.abc import Iterator

from topologies.graph import Graph, Node, Port
from topologies.kinds import Trait
from topologies.reachability.intent import Undeclared
from topologies.validation.administration import is_admin
from topologies.validation.context import Context
from topologies.validation.fixes import Fix
from topologies.validation.fixes.closing import closed
from topologies.validation.fixes.declaring import declared
from topologies.validation.links import meant
from topologies.validation.model import Path, Table, Violation
from topologies.validation.registry import rule


@rule(
    "CON02",
    severity="medium",
    title="A flow is possible that nobody declared",
    sources=("AWS Network Access Analyzer", "AWS Well-Architected SEC05-BP02"),
)
def undeclared_flow(context: Context) -> Iterator[Violation]:
    """Routes and filters let a part open a port, and no link says that it does.

    **What it means.** A program in the same network or in a peered one can open the port of a data store, or anybody on the
    internet can open the port of a part that no outside party is drawn to call. Parts of one kind that stand in one place
    with the same security groups count as one: a link of one of them declares it for all.

    **Why it matters.** Every way that is open and not needed is a way for an intruder who got hold of one part. Or it is
    needed, and the picture keeps silent about a dependency.

    **What to do.** Draw the link where the traffic is meant. Else give the caller or the target a security group of its own,
    so that only the declared callers are admitted.

    **Limits.** Judged are ports of data stores from programs and proxies in networks, and what the internet reaches directly.
    Data ports open to the internet are the matter of NET01, ports of administrators of NET03. Parts of one host or
    task can always talk to each other and are one to every filter, so they are not listed, and a balancer opens only the connections that it is set up for.
    """
    for node in context.graph.nodes_with(Trait.DATA):
        flows = [flow for flow in context.wishes.undeclared(node) if not is_admin(flow.port)]
        yield from _inside(context.graph, node, flows)
    yield from _outside(context)


# --- inside networks ---------------------------------------------------------------------------------------------


def _inside(graph: Graph, node: Node, flows: list[Undeclared]) -> Iterator[Violation]:
    for verdict in ("allowed", "unknown"):
        same = [flow for flow in flows if flow.decision.verdict == verdict]
        if same:
            yield _violation(graph, node, same)


def _violation(graph: Graph, node: Node, flows: list[Undeclared]) -> Violation:
    unknown = flows[0].decision.verdict == "unknown"
    names = ", ".join(sorted({graph.nodes[key].name for flow in flows for key in flow.sources}))
    text = f"{names} can open {node.name}, and no link says so."
    if unknown:
        text = f"Whether {names} can open {node.name}, as no link says, depends on facts nobody stated."
    return Violation(
        subjects=(node.key,),
        message=text,
        evidence=Table(("from", "port", "let through by"), tuple(_row(flow) for flow in flows)),
        causes=tuple(key for flow in flows for key in (flow.port.key, *flow.sources)),
        missing=tuple(dict.fromkeys(fact for flow in flows for fact in flow.decision.missing)),
        fixes=() if unknown else _drawn(graph, flows),
    )


def _drawn(graph: Graph, flows: list[Undeclared]) -> tuple[Fix, ...]:
    """Offered for one caller alone: that several parts were forgotten at once is less likely than that none is meant."""
    callers = {key for flow in flows for key in flow.sources}
    return declared(graph, [(flow.sources[0], flow.port) for flow in flows]) if len(callers) == 1 else ()


def _row(flow: Undeclared) -> tuple[str, str, str]:
    rules = [key for hop in flow.decision.hops for key in hop.rules]
    number = f"{flow.port.protocol} {flow.port.number}"
    return ", ".join(flow.sources), number, ", ".join(rules) or "nothing filters"


# --- from the internet -------------------------------------------------------------------------------------------


def _outside(context: Context) -> Iterator[Violation]:
    graph = context.graph
    for row in context.exposure:
        traits = graph.kind(graph.nodes[row.node]).traits
        expected = traits & {Trait.DATA, Trait.PUBLIC} or row.port.access == "public" or is_admin(row.port)
        if row.direct and row.certain and not expected and not _called_from_outside(context, row.port):
            what = f"{row.port.protocol} {row.port.number} of {graph.nodes[row.node].name}"
            yield Violation(
                subjects=(row.node,),
                message=f"Anybody on the internet can open {what}, and nobody outside is drawn to.",
                evidence=Path(row.path),
                causes=(row.port.key,),
                fixes=tuple(closed(context, graph.nodes[row.node], row.port, row.path[0])),
            )


def _called_from_outside(context: Context, port: Port) -> bool:
    links = context.graph.links_to.get(port.node, ())
    return any(
        context.engine.sites.of(link.source).place in ("internet", "edge") and port in meant(context, link)
        for link in links
    )
