from collections.abc import Iterator

from topologies.graph import Graph, Rule, SecurityGroup
from topologies.reachability.spans import Spans, normal
from topologies.validation.context import Context
from topologies.validation.fixes import Fix
from topologies.validation.fixes.ports import denying, only_ports
from topologies.validation.model import Conflict, Violation
from topologies.validation.names import name
from topologies.validation.registry import rule

ALL_PORTS: Spans = ((1, 65535),)


@rule(
    "NET07",
    severity="high",
    title="A security group admits every port",
    sources=(
        "AWS Security Hub EC2.18 and EC2.19",
        "Checkov CKV_AWS_277",
        "AWS Well-Architected SEC05-BP02",
    ),
)
def everything_open(context: Context) -> Iterator[Violation]:
    """One peer may open every port of whatever stands behind a security group or host firewall.

    **What it means.** The group's ingress rules for one peer (a range of addresses, another group, a zone) add up to every TCP
    or every UDP port: one rule for all protocols, one rule without ports, or several that touch. Or the group admits all that
    no rule names.

    **Why it matters.** The group says who, and not what for. Every service that is ever started there, every debug and admin
    port, is open to that peer from its first second on.

    **What to do.** Replace the rule by one for each port that the declared links name.

    **Limits.** Members of one group among themselves (a cluster's own traffic) are not judged, nor groups that guard nothing,
    nor egress, which NET08 looks at. What the internet can really open behind such a rule is the matter of NET01 and CON02.
    """
    graph = context.graph
    for key in sorted({row.group for row in graph.attachments.values()}):
        group = graph.security_groups[key]
        if group.default_ingress == "allow":
            yield _violation(graph, group, (), "anybody", denying(context, group))
        for peer, rows in _by_peer(group, graph.rules_of.get(key, ())).items():
            if any(_union(rows, protocol) == ALL_PORTS for protocol in ("tcp", "udp")):
                yield _violation(graph, group, rows, peer, only_ports(context, rows))


def _by_peer(group: SecurityGroup, rows: tuple[Rule, ...]) -> dict[str, tuple[Rule, ...]]:
    found: dict[str, tuple[Rule, ...]] = {}
    for row in rows:
        peer = row.cidr or row.peer_group or row.peer_zone or ""
        if row.direction == "ingress" and row.peer_group != group.key:
            found[peer] = (*found.get(peer, ()), row)
    return found


def _union(rows: tuple[Rule, ...], protocol: str) -> Spans:
    return normal(row.ports for row in rows if row.protocol in (protocol, "all"))


def _violation(
    graph: Graph, group: SecurityGroup, rows: tuple[Rule, ...], peer: str, fixes: tuple[Fix, ...]
) -> Violation:
    keys = tuple(row.key for row in rows)
    text = f"{group.name} lets {peer if '/' in peer else name(graph, peer)} open every port."
    return Violation(
        subjects=(group.key, *keys),
        message=text,
        evidence=Conflict(keys or (group.key,), text),
        causes=(group.key, peer, *keys),
        fixes=fixes,
    )
