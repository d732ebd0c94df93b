from collections.abc import Iterator

from topologies.graph import Node
from topologies.kinds import Trait
from topologies.reachability import Exposed
from topologies.validation.administration import is_admin
from topologies.validation.context import Context
from topologies.validation.fixes.closing import closed
from topologies.validation.model import Path, Violation
from topologies.validation.registry import rule


@rule(
    "NET03",
    severity="high",
    title="An administration port is open to the internet",
    sources=(
        "CIS AWS Foundations Benchmark 7.0, 6.3 and 6.4",
        "AWS Security Hub EC2.13 and EC2.14",
        "Checkov CKV_AWS_24 and CKV_AWS_25",
    ),
)
def open_admin_port(context: Context) -> Iterator[Violation]:
    """SSH, Remote Desktop or another way to administer a machine can be opened by anybody on the internet.

    **What it means.** There is a route from the internet to port 22 or 3389, or to a port that is said to be SSH or RDP, and
    every security group, host firewall and network ACL on it agrees. A bastion is no exception: it too must admit known
    addresses only.

    **Why it matters.** These ports give the whole machine to whoever guesses or steals a key. They are tried all day, and a
    flaw in the server is a flaw in every machine that shows it.

    **What to do.** Admit the addresses of the administrators only, or the security group of a bastion; or use the provider's
    session service and close the port.

    **Limits.** A range counts as the internet when it holds at least 1/256 of all public addresses. Where nobody says in which
    network the part stands, its filters cannot be known and the verdict is unknown. Ports of data stores are the matter of
    NET01.
    """
    for row in context.exposure:
        node = context.graph.nodes[row.node]
        if row.direct and is_admin(row.port) and not context.graph.kind(node).has(Trait.DATA):
            yield _violation(context, node, row)


def _violation(context: Context, node: Node, row: Exposed) -> Violation:
    answer, missing = row.path[0], row.path[0].missing
    if context.engine.sites.of(node.key).place == "edge":
        missing = (f"{node.key}.zone: the network or host it stands in",)
    what = f"{row.port.protocol} {row.port.number} of {node.name}"
    text = f"Anybody on the internet can open {what}, which administers it."
    if missing:
        text = f"Whether the internet can open {what}, which administers it, depends on facts nobody stated."
    return Violation(
        subjects=(node.key,),
        message=text,
        evidence=Path(row.path),
        causes=(row.port.key, *(key for hop in answer.hops for key in hop.rules)),
        missing=missing,
        fixes=() if missing else tuple(closed(context, node, row.port, answer)),
    )
