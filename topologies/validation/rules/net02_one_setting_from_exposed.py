from collections.abc import Iterator

from topologies.graph import Node, Port
from topologies.kinds import Trait
from topologies.reachability import INTERNET, Answer, Flow
from topologies.validation.context import Context
from topologies.validation.fixes.closing import bound
from topologies.validation.model import Blocked, Violation
from topologies.validation.registry import rule


@rule(
    "NET02",
    severity="medium",
    title="A data port is one setting away from the internet",
    reads=("environment",),
    sources=("AWS VPC Reachability Analyzer, blocked paths", "AWS Well-Architected SEC05-BP01"),
)
def one_setting_from_exposed(context: Context) -> Iterator[Violation]:
    """Only one thing keeps the internet from the port of a data store.

    **What it means.** The smallest set of changes that would open the port to anybody is one change: one firewall rule, one
    public address, one bind address. Everything else on the way is open already.

    **Why it matters.** Mistakes come one at a time. A rule for a test, a firewall that does not start after an upgrade, or a
    service bound anew is then enough, and NET01 holds.

    **What to do.** Add a second barrier of another sort: a private tier, a security group that admits the callers only, or a
    private bind address. The evidence names the one there is.

    **Limits.** Judged are stores in networks and on hosts whose ports are stated, outside development environments. Services
    that a provider runs outside every network, and platforms, have a single public switch by their nature and are not judged.
    """
    if context.graph.header.environment == "development":
        return
    for node in context.graph.nodes_with(Trait.DATA):
        site = context.engine.sites.of(node.key)
        if site.place in ("network", "machine") and not site.platform:
            for port in context.graph.ports_of.get(node.key, ()):
                yield from _judged(context, node, port)


def _judged(context: Context, node: Node, port: Port) -> Iterator[Violation]:
    answer = context.engine.reach(Flow(INTERNET, node.key, port.protocol, port.number))
    if answer.verdict == "blocked" and len(answer.needs) == 1:
        yield _violation(context, node, port, answer)


def _violation(context: Context, node: Node, port: Port, answer: Answer) -> Violation:
    block = answer.blocked_by
    return Violation(
        subjects=(node.key,),
        message=f"One change opens {port.protocol} {port.number} of {node.name} to the internet.",
        evidence=Blocked((block.text,) if block else (), answer.needs),
        causes=(port.key, *(block.elements if block else ())),
        fixes=tuple(bound(context, node, port)),
    )
