from collections.abc import Iterator

from topologies.graph import Link
from topologies.reachability import Block
from topologies.reachability.engine import Decision
from topologies.validation.context import Context
from topologies.validation.fixes.opening import opened
from topologies.validation.model import Blocked, Violation
from topologies.validation.peerings import chain
from topologies.validation.registry import rule
from topologies.validation.replies import drops, is_reply


@rule(
    "CON01",
    severity="high",
    title="A declared link is not possible",
    sources=("AWS VPC Reachability Analyzer", "AWS Well-Architected SEC05-BP02"),
)
def declared_link_unreachable(context: Context) -> Iterator[Violation]:
    """A link is drawn, and routes, filters or the target's own port do not let its traffic through.

    **What it means.** Somebody declared that one part calls another. Something on the way stops it: no route between their
    networks, a security group of either end, a host firewall, a network ACL, or a port that listens on too narrow an address.
    The evidence names everything that stops it and the smallest set of changes that opens it.

    **Why it matters.** The picture promises a call that will time out in production. Either the filters are wrong and the
    service will not work, or the picture is wrong and nobody should trust it.

    **What to do.** Add the rule that the evidence names, on both sides where both are closed; or correct the link: another
    port, another target, or no link.

    **Limits.** What keeps a caller from services outside its network is the matter of CON03, and access to a provider's
    managed service is decided by credentials: neither is repeated here, nor peerings in a row (CON07) and
    dropped replies (NET12). Links that are not traffic count where they name a
    port. An unknown needs one end with a known place; where both lack one there is no network to judge.
    """
    for row in context.declared:
        if row.decision.verdict != "allowed" and _is_judged(context, row.link):
            yield from _judged(context, row.link, row.decision)


def _judged(context: Context, link: Link, decision: Decision) -> Iterator[Violation]:
    blocks = tuple(block for block in decision.blocks if _is_ours(context, link, block))
    if (blocks or decision.verdict == "unknown") and not _said_elsewhere(context, link, blocks):
        yield _violation(context, link, decision, blocks)


def _is_judged(context: Context, link: Link) -> bool:
    source, target = context.engine.sites.of(link.source), context.engine.sites.of(link.target)
    if target.service and target.place == "edge":
        return False
    known = not (source.place == target.place == "nowhere")
    return target.place != "internet" and known and (link.role == "traffic" or link.port is not None)


def _is_ours(context: Context, link: Link, block: Block) -> bool:
    """CON03 says what stops a caller that must leave its network."""
    sites = context.engine.sites
    inside = sites.of(link.source).place in ("network", "machine", "nowhere")
    leads_out = sites.of(link.target).place == "edge" and inside
    return not leads_out or block.elements == (link.target,)


def _said_elsewhere(context: Context, link: Link, blocks: tuple[Block, ...]) -> bool:
    """By CON07, or by NET12 where nothing but replies is stopped."""
    only_replies = all(is_reply(block) for block in blocks)
    return bool(chain(context, link)) or (only_replies and bool(drops(context, link)))


def _violation(context: Context, link: Link, decision: Decision, blocks: tuple[Block, ...]) -> Violation:
    nodes = context.graph.nodes
    port = context.graph.ports[link.port] if link.port else None
    what = f"{nodes[link.target].name}{f' on {port.protocol} {port.number}' if port else ''}"
    message = f"{nodes[link.source].name} is drawn to call {what}, and that is not possible."
    if not blocks:
        message = f"Whether {nodes[link.source].name} can call {what} depends on facts nobody stated."
    return Violation(
        subjects=(link.source, link.key, link.target),
        message=message,
        evidence=Blocked(_unique(block.text for block in blocks), _unique(block.need for block in blocks)),
        causes=tuple(element for block in blocks for element in block.elements),
        missing=() if blocks else decision.missing,
        fixes=opened(context, (block.change for block in blocks), link.target, link.source),
    )


def _unique(texts: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
