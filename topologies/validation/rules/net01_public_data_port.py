from collections.abc import Iterator

from topologies.graph import Node
from topologies.kinds import Trait, node_kind
from topologies.reachability import INTERNET, Exposed, Hop
from topologies.validation.context import Context
from topologies.validation.fixes.closing import by_address, closed
from topologies.validation.model import Conflict, Path, Violation
from topologies.validation.registry import rule


@rule(
    "NET01",
    severity="critical",
    title="The internet reaches a data port",
    sources=(
        "CIS AWS Foundations Benchmark 7.0, 3.2.3",
        "AWS Security Hub RDS.2",
        "Checkov CKV_AWS_17",
        "AWS Well-Architected SEC05-BP01",
    ),
)
def public_data_port(context: Context) -> Iterator[Violation]:
    """A port of a database, cache, queue, bucket or secrets store can be opened by anybody on the internet.

    **What it means.** There is a route from the internet, every security group, host firewall and network ACL on it
    agrees, and the port listens on a public address; or the provider offers the store publicly. The evidence names
    each of them. Nothing depends on whether a link is drawn.

    **Why it matters.** Whoever reaches the port can guess passwords, use stolen ones and exploit flaws of the
    engine that are fixed tomorrow. Scanners find an open database within hours.

    **What to do.** Allow the security group of the callers instead of addresses; take away the public address or
    public access; or move the store to a private tier. One of these is enough. A store that is meant to be public,
    such as a bucket of images, is served through a CDN that alone may read it, or accepted with a waiver.

    **Limits.** A range of addresses counts as the internet when it holds at least 1/256 of all public addresses;
    access for smaller ranges is no finding of this rule. Where a fact decides that nobody stated, the verdict is
    unknown and names it.
    """
    graph = context.graph
    for row in context.exposure:
        if row.direct and node_kind(graph.nodes[row.node].kind).has(Trait.DATA):
            yield _violation(context, row)
    for node in graph.nodes_with(Trait.DATA):
        if not graph.ports_of.get(node.key) and graph.kind(node).ports:
            yield from _without_ports(context, node)


def _without_ports(context: Context, node: Node) -> Iterator[Violation]:
    """A store whose ports nobody stated, of a kind that has some: a provider's answers all the same."""
    engine = context.engine
    site = engine.sites.of(node.key)
    decision = engine.decide(engine.sites.of(INTERNET), site, "tcp", None, "unstated")
    if decision.verdict == "blocked":
        return
    public = decision.verdict == "allowed" and site.place == "edge"
    fact = f"{node.key}: the ports it listens on"
    text = "is open to the internet at its provider's endpoint" if public else "may be open to the internet"
    flags = tuple(by_address(context.graph, node)) if public else ()
    yield Violation(
        subjects=(node.key,),
        message=f"{node.name} {text}.",
        evidence=Conflict((node.key,), "No filter and no missing route keeps the internet out."),
        causes=(node.key,),
        missing=() if public else (fact,),
        fixes=flags,
    )


def _violation(context: Context, row: Exposed) -> Violation:
    answer, node = row.path[0], context.graph.nodes[row.node]
    name, number = node.name, f"{row.port.protocol} {row.port.number}"
    message = f"Anybody on the internet can open {number} of {name}."
    if answer.missing:
        message = f"Whether the internet can open {number} of {name} depends on facts nobody stated."
    return Violation(
        subjects=(row.node,),
        message=message,
        evidence=Path(row.path),
        causes=(row.port.key, *_deciding(answer.hops)),
        missing=answer.missing,
        fixes=() if answer.missing else tuple(closed(context, node, row.port, answer)),
    )


def _deciding(hops: tuple[Hop, ...]) -> Iterator[str]:
    for hop in hops:
        yield from hop.rules
