from collections.abc import Iterator

from topologies.graph import Node
from topologies.reachability import INTERNET, Egress, egress
from topologies.reachability.engine import Decision
from topologies.reachability.sites import Site
from topologies.validation.context import Context
from topologies.validation.fixes import Fix
from topologies.validation.fixes.egress import held_back
from topologies.validation.links import named
from topologies.validation.model import Table, Violation
from topologies.validation.registry import rule


@rule(
    "NET08",
    severity="medium",
    title="Data stores may call anywhere",
    sources=("Checkov CKV_AWS_382", "AWS Well-Architected SEC05-BP02", "NIST SP 800-41, outbound traffic"),
)
def free_egress_from_data(context: Context) -> Iterator[Violation]:
    """A data store can open connections to any address of the internet.

    **What it means.** The tier of a database, cache, queue or search engine has a way out, through a NAT or an internet
    gateway, and its security groups let it call everywhere on some port.

    **Why it matters.** A store answers; it has hardly anybody to call. An intruder inside it does: a free way out is how data
    leaves and how tools come in.

    **What to do.** Name the few destinations in the egress rules (replicas, updates, a backup store), use private endpoints,
    or move the stores to an isolated tier.

    **Limits.** Judged are stores in networks; on a shared host the firewall cannot tell them from their neighbours, and
    platforms without security groups offer nothing to change. A store that no drawn group guards is unknown: a cloud always
    attaches one, and nobody says what it lets out.
    """
    found: dict[Site, list[Node]] = {}
    for stores in context.data_by_network.values():
        for node in stores:
            site = context.engine.sites.of(node.key)
            if not site.platform and not site.host:
                found.setdefault(site, []).append(node)
    for site, nodes in found.items():
        yield from _judged(context, site, nodes)


def _judged(context: Context, site: Site, nodes: list[Node]) -> Iterator[Violation]:
    outside = context.engine.sites.of(INTERNET)
    decision = context.engine.decide(site, outside, "tcp", None, "unstated")
    leaving = egress(context.graph, nodes[0].key, context.engine)
    missing = tuple(_missing(decision, leaving, site, nodes))
    if missing or decision.verdict == "allowed":
        fixes = () if missing else held_back(context, site)
        yield _violation(named(decision, nodes[0].key, INTERNET), nodes, missing, fixes)


def _missing(decision: Decision, leaving: Egress, site: Site, nodes: list[Node]) -> Iterator[str]:
    """Where only a part of the internet is admitted there is a list of destinations, and nothing to ask."""
    if decision.verdict == "unknown":
        yield from (fact for row in leaving.zones for fact in row.missing)
    elif decision.verdict == "allowed" and not site.groups:
        yield from (f"{node.key}: its security groups" for node in nodes)


def _violation(
    decision: Decision, nodes: list[Node], missing: tuple[str, ...], fixes: tuple[Fix, ...]
) -> Violation:
    names = ", ".join(node.name for node in nodes)
    text = f"{names} can open connections to any address of the internet."
    if missing:
        text = f"Whether {names} can open connections to the internet depends on facts nobody stated."
    rows = tuple((hop.source, hop.route, ", ".join(hop.rules) or "nothing filters") for hop in decision.hops)
    return Violation(
        subjects=tuple(node.key for node in nodes),
        message=text,
        evidence=Table(("from", "way", "let through by"), rows),
        causes=tuple(key for hop in decision.hops for key in (*hop.via, *hop.rules)),
        missing=tuple(dict.fromkeys(missing)),
        fixes=fixes,
    )
