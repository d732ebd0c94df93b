from collections.abc import Iterator

from topologies.reachability.acls import EPHEMERAL
from topologies.reachability.needs import OpenAcl
from topologies.validation.context import Context
from topologies.validation.fixes.opening import opened
from topologies.validation.model import Blocked, Violation
from topologies.validation.registry import rule
from topologies.validation.replies import Drop, drops


@rule(
    "NET12",
    severity="high",
    title="A network ACL drops replies",
    sources=("AWS Well-Architected SEC05-BP02", "AWS documentation, network ACLs: ephemeral ports"),
)
def replies_dropped(context: Context) -> Iterator[Violation]:
    """A declared call may come in, and the network ACL of a tier does not let the answer through.

    **What it means.** A network ACL keeps no state: the reply to a call is judged as traffic of its own. It goes to a port of
    1024 to 65535 that the caller chose. On some or all of these ports an ACL on the way back denies it.

    **Why it matters.** Connections hang although every rule for the service looks right. Where only some ports are denied, it
    works most of the time, which is the hardest fault to find.

    **What to do.** Allow TCP 1024-65535 towards the callers: outbound from the service's tier, inbound to the caller's. Let
    the security groups, which do keep state, be the narrow filter.

    **Limits.** Judged are declared links. What stops a call on its way there is the matter of CON01.
    """
    if not context.graph.network_acls:
        return
    found: dict[Drop, list[str]] = {}
    for link in context.graph.links.values():
        for drop in drops(context, link):
            found.setdefault(drop, []).append(link.key)
    for drop, links in sorted(found.items()):
        yield _violation(context, drop, links)


def _violation(context: Context, drop: Drop, links: list[str]) -> Violation:
    graph, (tier, direction) = context.graph, drop
    acls = [acl.key for acl in graph.acls_of[tier]]
    need = OpenAcl(acls[0], tier, direction, "tcp", EPHEMERAL)
    where = "out of" if direction == "egress" else "into"
    return Violation(
        subjects=(*acls, *links),
        message=f"The network ACL of {graph.zones[tier].name} drops replies on their way {where} it.",
        evidence=Blocked(
            tuple(f"replies of {key} are denied {direction} of {tier}" for key in links),
            (str(need),),
        ),
        causes=(*acls, direction, *links),
        fixes=opened(context, [need], tier),
    )
