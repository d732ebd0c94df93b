from collections.abc import Iterator, Sequence

from topologies.graph import AclEntry, Rule
from topologies.operations.wire import Remove
from topologies.reachability.spans import FAMILIES, normal, of_cidr, subtract
from topologies.validation.context import Context
from topologies.validation.fixes import Fix
from topologies.validation.model import Conflict, Violation
from topologies.validation.registry import rule


@rule(
    "NET10",
    severity="medium",
    title="A rule that never decides anything",
    sources=(
        "Batfish, filter line reachability",
        "AWS documentation, network ACL rules are evaluated in order",
    ),
)
def shadowed_rule(context: Context) -> Iterator[Violation]:
    """Rules before it, or wider ones beside it, already match all traffic that a rule names.

    **What it means.** In a network ACL the lowest number that matches decides: an entry whose whole range is taken by lower
    numbers is never asked. In a security group a rule that another one covers allows nothing more.

    **Why it matters.** People read the rule and believe it. A denial behind a wider permission protects nothing; a permission
    behind a denial opens nothing; and deleting a narrow rule behind a wide one closes nothing.

    **What to do.** Delete the rule, or put it before what shadows it, or narrow what stands before it.

    **Limits.** An entry counts as shadowed where lower numbers cover its ports and protocol one by one and its addresses
    together; ports that only several entries cover together are not found.
    """
    for entries in context.graph.entries_of.values():
        for direction in ("ingress", "egress"):
            yield from _entries([entry for entry in entries if entry.direction == direction])
    for rows in context.graph.rules_of.values():
        yield from _rules(rows)


def _entries(entries: Sequence[AclEntry]) -> Iterator[Violation]:
    """In the order in which they are asked."""
    for place, entry in enumerate(entries):
        before = [one for one in entries[:place] if _covers_ports(one, entry)]
        if before and _covered(entry.cidr, [one.cidr for one in before]):
            against = any(one.action != entry.action for one in before)
            what = "contradicted" if against else "repeated"
            text = f"Entry {entry.number} never decides: it is {what} by lower numbers."
            yield _violation(entry.key, entry.acl, [one.key for one in before], text)


def _covers_ports(wide: AclEntry | Rule, narrow: AclEntry | Rule) -> bool:
    first, last = narrow.ports
    return wide.protocol in (narrow.protocol, "all") and wide.ports[0] <= first and last <= wide.ports[1]


def _covered(cidr: str, by: Sequence[str]) -> bool:
    return not any(
        subtract(of_cidr(cidr, family), normal(span for one in by for span in of_cidr(one, family)))
        for family in FAMILIES
    )


def _rules(rows: Sequence[Rule]) -> Iterator[Violation]:
    for row in rows:
        wider = [one.key for one in rows if one.key != row.key and _allows_all(one, row)]
        if wider:
            text = f"A rule of {row.group} allows nothing that {wider[0]} does not allow."
            yield _violation(row.key, row.group, wider, text)


def _allows_all(wide: Rule, narrow: Rule) -> bool:
    """Whether the wide rule allows all that the narrow one does; of two equal ones the first key counts as wide."""
    if wide.direction != narrow.direction or not _covers_ports(wide, narrow) or not _same_peer(wide, narrow):
        return False
    equal = _covers_ports(narrow, wide) and _same_peer(narrow, wide)
    return not equal or wide.key < narrow.key


def _same_peer(wide: Rule, narrow: Rule) -> bool:
    if wide.cidr is not None and narrow.cidr is not None:
        return _covered(narrow.cidr, [wide.cidr])
    named = (wide.peer_group, wide.peer_zone)
    return wide.cidr == narrow.cidr and named == (narrow.peer_group, narrow.peer_zone)


def _violation(key: str, owner: str, by: Sequence[str], text: str) -> Violation:
    return Violation(
        subjects=(owner, key),
        message=text,
        evidence=Conflict((key, *by), text),
        causes=(key, *by),
        fixes=(Fix(f"Remove {key}.", (Remove(key=key, cascade=False),)),),
    )
