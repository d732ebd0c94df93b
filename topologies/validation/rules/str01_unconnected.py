from collections.abc import Iterator

from topologies.graph import Graph, Node
from topologies.kinds import Trait
from topologies.validation.context import Context
from topologies.validation.facts import Fact
from topologies.validation.islands import is_outside
from topologies.validation.model import Conflict, Violation
from topologies.validation.registry import rule

# They work by standing where they stand: routes and networks lead through them, nobody calls them.
_BY_PLACE = frozenset({Trait.NAT, Trait.INTERNET_GATEWAY, Trait.ENDPOINT, Trait.INTERNET})


@rule(
    "STR01",
    severity="low",
    title="Nothing reaches it and it reaches nothing",
    whole=True,
    sources=("AWS Well-Architected COST04-BP02",),
)
def unconnected(context: Context) -> Iterator[Violation]:
    """A part stands in the design and no traffic, copy, route or rule has anything to do with it.

    **What it means.** No link begins or ends at the part, nothing is copied from or to it, and no security group on it
    allows anything in or out.

    **Why it matters.** Either it is forgotten and is paid for, patched and attacked without use; or the drawing is
    incomplete, and every verdict about who depends on it is wrong.

    **What to do.** Draw who uses it and what it uses, or remove it.

    **Limits.** Gateways and endpoints, which work by their place, are not judged; nor is what watches without being called,
    where it says what it covers. Where security groups let something in or out that no link declares, the verdict is unknown.
    """
    for fact in context.facts(_alone):
        yield fact.said
    graph = context.graph
    for node in graph.nodes.values():
        if is_outside(node) and not _is_used(graph, node):
            yield from _judged(graph, node)


def _is_used(graph: Graph, node: Node) -> bool:
    linked = node.key in graph.links_from or node.key in graph.links_to or node.key in graph.copies
    return linked or any(route.via == node.key for route in graph.routes.values())


def _alone(context: Context) -> Iterator[Fact[Violation]]:
    graph = context.graph
    used = {route.via for route in graph.routes.values()}
    for edges in (graph.links.values(), graph.replications.values()):
        used.update([edge.source for edge in edges], [edge.target for edge in edges])
    for node in graph.nodes.values():
        if node.key not in used and not is_outside(node):
            yield from (Fact((node.key,), found) for found in _judged(graph, node))


def _judged(graph: Graph, node: Node) -> Iterator[Violation]:
    if not _works_by_place(graph, node):
        yield _violation(graph, node)


def _works_by_place(graph: Graph, node: Node) -> bool:
    kind = graph.kind(node)
    covers: tuple[str, ...] = getattr(node.properties, "covers", ())
    return bool(kind.traits & _BY_PLACE or (covers and kind.has(Trait.OBSERVER)))


def _violation(graph: Graph, node: Node) -> Violation:
    rules = tuple(
        row.key for group in graph.groups_on.get(node.key, ()) for row in graph.rules_of.get(group.key, ())
    )
    if rules:
        text = f"Rules of its security groups expect traffic: {', '.join(rules[:10])}."
        message = f"{node.name} has no link, though its security groups expect traffic."
        return Violation(
            (node.key,), message, Conflict((node.key,), text), missing=(f"{node.key}: its links",)
        )
    text = "No link, no replication and no rule names it."
    return Violation(
        (node.key,), f"Nothing reaches {node.name} and it reaches nothing.", Conflict((node.key,), text)
    )
