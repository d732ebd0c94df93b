from collections.abc import Iterator

from topologies.graph import Graph, Node
from topologies.validation.context import Context
from topologies.validation.model import Conflict, Violation
from topologies.validation.registry import rule


@rule(
    "STR02",
    severity="medium",
    title="An instance reaches none of what its peers reach",
    sources=("AWS Well-Architected REL11-BP01", "AWS Elastic Load Balancing: target health"),
)
def idle_instance(context: Context) -> Iterator[Violation]:
    """A balancer sends traffic to an instance that calls nothing, while its peers call databases, caches or others.

    **What it means.** Instances of one kind stand behind one proxy and do one job. One of them has no link to anything that
    the others use.

    **Why it matters.** Its share of the requests cannot be answered as the others answer theirs. A health check that asks
    only whether the process lives keeps it in service. Or the drawing is short of its links, and every verdict about what
    depends on what leaves this instance out.

    **What to do.** Draw the missing links, or draw one node with several instances instead of several nodes: then one link
    holds for all of them. Let the health check ask for what the service needs.

    **Limits.** Peers are nodes of one kind, slot and zone behind one proxy. An instance that reaches a part of what a peer
    reaches and nothing else is unknown: it may need no more.
    """
    for members in context.peers:
        used = {node.key: _used(context.graph, node) for node in members}
        richest = max(members, key=lambda node: (len(used[node.key]), node.key))
        every = frozenset[str]().union(*used.values())
        for node in members:
            if used[node.key] < used[richest.key]:
                wanted = used[richest.key] - used[node.key] if used[node.key] else every
                yield _violation(context.graph, node, richest, sorted(wanted), idle=not used[node.key])


def _used(graph: Graph, node: Node) -> frozenset[str]:
    return frozenset(link.target for link in graph.links_from.get(node.key, ()) if link.role == "traffic")


def _violation(graph: Graph, node: Node, peer: Node, wanted: list[str], *, idle: bool) -> Violation:
    names = ", ".join(graph.nodes[key].name for key in wanted)
    message = f"{node.name} gets traffic like its peers and reaches nothing of what they reach: {names}."
    if not idle:
        message = f"{node.name} reaches less than {peer.name} does: not {names}."
    return Violation(
        subjects=(node.key,),
        message=message,
        evidence=Conflict((node.key, peer.key), f"Its peers reach {', '.join(wanted)}."),
        missing=() if idle else tuple(f"{node.key}: whether it uses {key}" for key in wanted),
    )
