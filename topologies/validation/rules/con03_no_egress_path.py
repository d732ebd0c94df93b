from collections.abc import Iterator

from topologies.graph import Link, Node
from topologies.reachability import Block, Egress, egress
from topologies.reachability.engine import Decision
from topologies.scalars import Transport
from topologies.validation.context import Context
from topologies.validation.fixes.opening import opened
from topologies.validation.links import named
from topologies.validation.model import Blocked, Violation
from topologies.validation.registry import rule


@rule(
    "CON03",
    severity="high",
    title="No egress path to a service outside",
    sources=("Checkov CKV2_AWS_35", "AWS Well-Architected REL02-BP02", "AWS VPC: NAT gateways"),
)
def no_egress_path(context: Context) -> Iterator[Violation]:
    """A part must call something outside its network, and no route or no rule lets it out.

    **What it means.** A link is drawn to an external system, a managed service or the internet. From at least one
    availability zone of the caller there is no way there: its private tier has no working NAT and no endpoint, its tier
    is isolated, it has no public address in a public tier, or its security groups, host firewall or network ACL let
    nothing out to it.

    **Why it matters.** The call fails by a timeout, the slowest way to fail. Images are not pulled, secrets not read,
    payments not taken; in one zone only, it looks like a fault that comes and goes.

    **What to do.** Add a NAT in a public tier of the network, one in each availability zone; or a private endpoint that
    links to the service; or the egress rule that is missing. The evidence lists what is needed for each target.

    **Limits.** Only the caller's side is judged: whether the other side accepts the call is a different question. A part
    that stands in no network and on no host gives an unknown.
    """
    for node in context.graph.nodes.values():
        if context.engine.sites.of(node.key).place not in ("internet", "edge"):
            yield from _judged(context, node)


def _judged(context: Context, node: Node) -> Iterator[Violation]:
    links = [link for link in context.graph.links_from.get(node.key, ()) if _leads_out(context, link)]
    if not links:
        return
    leaving = egress(context.graph, node.key, context.engine)
    blocks: list[Block] = []
    missing: list[str] = []
    targets: list[str] = []
    for link in links:
        stopped, facts = _stopped(context, link, leaving)
        if stopped or facts:
            targets.append(link.target)
            blocks += stopped
            missing += facts
    if targets:
        yield _violation(context, node, targets, blocks, missing)


def _leads_out(context: Context, link: Link) -> bool:
    return context.engine.sites.of(link.target).place in ("internet", "edge")


def _stopped(context: Context, link: Link, leaving: Egress) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """What stops the caller on its own side, or the facts that would tell."""
    decision = _decision(context, link)
    if decision.verdict == "blocked":
        return tuple(block for block in decision.blocks if not _is_targets(context, link, block)), ()
    if decision.verdict == "unknown":
        return (), decision.missing
    by_endpoint = any(hop.route == "private endpoint" for hop in decision.hops)
    return (() if by_endpoint else tuple(row.blocked_by for row in leaving.zones if row.blocked_by)), ()


def _decision(context: Context, link: Link) -> Decision:
    """What the class of the caller can do on the port that is meant; on any where nobody said which."""
    engine = context.engine
    port = context.graph.ports[link.port] if link.port else None
    protocol: Transport = port.protocol if port else "tcp"
    ends = engine.sites.of(link.source), engine.sites.of(link.target)
    found = engine.decide(*ends, protocol, port.number if port else None, "unstated")
    return named(found, link.source, link.target)


def _is_targets(context: Context, link: Link, block: Block) -> bool:
    """Whether the block is the other side's doing."""
    return (
        block.elements == (link.target,) or set(block.elements) <= context.engine.sites.of(link.target).groups
    )


def _violation(
    context: Context, node: Node, targets: list[str], blocks: list[Block], missing: list[str]
) -> Violation:
    names = ", ".join(sorted({context.graph.nodes[key].name for key in targets}))
    text = f"{node.name} must call {names} and has no way out."
    if not blocks:
        text = f"Whether {node.name} can call {names} depends on facts nobody stated."
    return Violation(
        subjects=(node.key,),
        message=text,
        evidence=Blocked(_unique(block.text for block in blocks), _unique(block.need for block in blocks)),
        causes=tuple(element for block in blocks for element in block.elements),
        missing=() if blocks else _unique(missing),
        fixes=opened(context, (block.change for block in blocks), node.key),
    )


def _unique(texts: Iterator[str] | list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
