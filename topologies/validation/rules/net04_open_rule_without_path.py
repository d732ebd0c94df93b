from collections.abc import Iterator, Mapping

from topologies.graph import Node, Rule
from topologies.reachability import INTERNET
from topologies.reachability.judging import ANYBODY
from topologies.reachability.spans import FAMILIES, intersect, of_cidr, public, size
from topologies.validation.context import Context
from topologies.validation.fixes import Fix
from topologies.validation.fixes.narrowing import narrowed
from topologies.validation.model import Conflict, Violation
from topologies.validation.registry import rule

Spans = list[tuple[str, int, int]]  # protocol, first and last port


@rule(
    "NET04",
    severity="low",
    title="A rule is open to the internet and leads nowhere",
    sources=("AWS Well-Architected SEC05-BP02", "AWS Network Access Analyzer"),
)
def open_rule_without_path(context: Context) -> Iterator[Violation]:
    """A rule admits the whole internet to a port, and nothing behind it can be reached there.

    **What it means.** The security group or host firewall is attached, the rule names a range as large as the internet, and
    still no packet arrives: what it guards has no public address or route, another filter says no, or nothing listens there.

    **Why it matters.** Today it does nothing. It waits: the day somebody gives the part a public address, moves its tier or
    starts a program on that port, it is open to everybody, by a rule that nobody looked at.

    **What to do.** Narrow the rule to the callers that are drawn, best by their security group, or delete it.

    **Limits.** A range counts as the internet when it holds at least 1/256 of all public addresses. Rules that do let the
    internet in are the matter of NET01, NET03 and CON02. Where it is unknown whether anything arrives, so is the verdict.
    """
    reached = _reached(context)
    guarded = _guarded(context)
    for row in context.graph.rules.values():
        nodes = guarded.get(row.group, [])
        if row.direction == "ingress" and row.cidr and nodes and _is_open(row.cidr):
            yield from _judged(context, row, nodes, reached)


def _is_open(cidr: str) -> bool:
    return any(
        size(intersect(of_cidr(cidr, family), public(family))) >= size(public(family)) * ANYBODY
        for family in FAMILIES
    )


def _reached(context: Context) -> Mapping[str, Spans]:
    """Node -> the ports on which the internet reaches it directly, or may."""
    found: dict[str, Spans] = {}
    for row in context.exposure:
        if row.direct:
            found.setdefault(row.node, []).append((row.port.protocol, row.port.number, row.port.last))
    return found


def _guarded(context: Context) -> Mapping[str, list[Node]]:
    """Security group -> the nodes behind it."""
    found: dict[str, list[Node]] = {}
    for node in context.graph.nodes.values():
        for key in context.engine.sites.of(node.key).groups:
            found.setdefault(key, []).append(node)
    return found


def _judged(
    context: Context, row: Rule, nodes: list[Node], reached: Mapping[str, Spans]
) -> Iterator[Violation]:
    if any(_within(row, span) for node in nodes for span in reached.get(node.key, [])):
        return
    silent = [node.key for node in nodes if node.key not in context.graph.ports_of]
    missing = tuple(f"{key}: the ports it listens on" for key in silent if _may_arrive(context, key))
    group = context.graph.security_groups[row.group]
    text = f"A rule of {group.name} is open to {row.cidr}, and the internet reaches nothing through it."
    if missing:
        text = f"Whether the rule of {group.name} that is open to {row.cidr} lets anybody in depends on facts nobody stated."
    yield Violation(
        subjects=(group.key, row.key),
        message=text,
        evidence=Conflict((row.key,), f"{row.key} guards {', '.join(node.key for node in nodes)}"),
        causes=(row.key,),
        missing=missing,
        fixes=() if missing else _fixes(context, row),
    )


def _within(row: Rule, span: tuple[str, int, int]) -> bool:
    protocol, first, last = span
    return row.protocol in (protocol, "all") and first <= row.ports[1] and row.ports[0] <= last


def _may_arrive(context: Context, key: str) -> bool:
    """Whether the internet arrives at a part that states no port."""
    sites = context.engine.sites
    found = context.engine.decide(sites.of(INTERNET), sites.of(key), "tcp", None, "unstated")
    return found.verdict != "blocked"


def _fixes(context: Context, row: Rule) -> tuple[Fix, ...]:
    operations = narrowed(context, [row])
    return (
        (Fix(f"Let {row.key} admit the callers that are drawn, and nobody else.", operations),)
        if operations
        else ()
    )
