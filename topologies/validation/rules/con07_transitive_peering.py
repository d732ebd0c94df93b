from collections.abc import Iterator

from topologies.graph import Link
from topologies.operations.wire import Add
from topologies.validation.context import Context
from topologies.validation.fixes import Fix, Fresh
from topologies.validation.links import decide
from topologies.validation.model import Blocked, Violation
from topologies.validation.peerings import chain
from topologies.validation.registry import rule


@rule(
    "CON07",
    severity="high",
    title="A link counts on peerings in a row",
    sources=(
        "CIS AWS Foundations Benchmark 7.0, 6.6",
        "AWS documentation, VPC peering: no transitive peering",
    ),
)
def transitive_peering(context: Context) -> Iterator[Violation]:
    """Two parts are linked whose networks are joined only through a third network.

    **What it means.** The caller's network is peered with another, and that one with the target's. A peering carries traffic
    between its own two networks and no further, whatever routes say. So the link is not possible.

    **Why it matters.** On the drawing the networks hang together, and everybody believes it. In production packets are dropped
    without a word.

    **What to do.** Peer the two networks directly, or join all of them to a transit gateway, or let a proxy in the middle
    network take the calls.

    **Limits.** Links whose networks are not joined at all, and links between peered networks that a filter or a route stops,
    are the matter of CON01. A link that is possible another way, over the internet or an endpoint, is no finding.
    """
    if len(context.graph.peerings) < 2:
        return
    for link in context.graph.links.values():
        way = chain(context, link)
        if way and decide(context, link).verdict == "blocked":
            yield _violation(context, link, way)


def _violation(context: Context, link: Link, way: tuple[str, ...]) -> Violation:
    nodes = context.graph.nodes
    middle = ", ".join(context.graph.zones[key].name for key in way[1:-1])
    ends = f"{nodes[link.source].name} is drawn to call {nodes[link.target].name}"
    return Violation(
        subjects=(link.source, link.key, link.target),
        message=f"{ends} through {middle}, and peerings do not pass traffic on.",
        evidence=Blocked((" -> ".join(way),), (f"peer {way[0]} and {way[-1]} directly",)),
        causes=way,
        fixes=(_peered(context, way[0], way[-1]),),
    )


def _peered(context: Context, one: str, other: str) -> Fix:
    key = Fresh(context.graph).key(one, other)
    fields = {"network": one, "peer": other}
    return Fix(f"Peer {one} and {other} directly.", (Add(section="peerings", key=key, fields=fields),))
