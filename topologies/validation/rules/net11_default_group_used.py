from collections.abc import Iterator

from topologies.validation.context import Context
from topologies.validation.fixes import Fix, update
from topologies.validation.model import Conflict, Violation
from topologies.validation.registry import rule


@rule(
    "NET11",
    severity="medium",
    title="A network's default security group is in use",
    sources=("CIS AWS Foundations Benchmark 7.0, 6.5", "AWS Security Hub EC2.2", "Checkov CKV2_AWS_12"),
)
def default_group_used(context: Context) -> Iterator[Violation]:
    """The security group that every network comes with is attached to parts, or admits traffic.

    **What it means.** A group is marked as its network's default group, and something is attached to it, or it has rules of
    its own or defaults that let traffic through.

    **Why it matters.** Whatever is started without naming a group lands in this one, beside everything else that nobody
    thought about. Each rule in it is a rule for things yet unknown.

    **What to do.** Give every part a group of its own that says what it needs. Leave the default group empty and attached to
    nothing.

    **Limits.** Only groups that are marked as default are judged: parts without any drawn group are not taken to use it.
    """
    graph = context.graph
    users: dict[str, list[str]] = {}
    for row in graph.attachments.values():
        users.setdefault(row.group, []).append(row.target)
    for group in graph.security_groups.values():
        rules = [row.key for row in graph.rules_of.get(group.key, ())]
        used, opened = users.get(group.key, []), "allow" in (group.default_ingress, group.default_egress)
        if group.is_default and (used or rules or opened):
            what = f"guards {', '.join(used)}" if used else "lets traffic through"
            own = update(group.key, is_default=False)
            yield Violation(
                subjects=(group.key, *used),
                message=f"{group.name} is the default group of its network and {what}.",
                evidence=Conflict((group.key, *used, *rules), f"{group.key} should be empty and unused"),
                causes=(group.key, *rules),
                fixes=(
                    Fix(f"Make {group.key} a group of its own, and leave the default one empty.", (own,)),
                ),
            )
