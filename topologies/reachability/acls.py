"""Network ACLs: ordered, stateless, per subnet tier. The lowest number that matches decides; what nothing matches is
denied. A tier without an ACL allows everything, and traffic inside one subnet meets none.

Stateless means that replies are judged too: they go from the service's port to a port of 1024-65535 that the client
chose, and nobody knows which. Gaps of fewer than 252 ports (1/256 of the range, such as a denied 3389) do not count:
clients seldom choose these and then try again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from topologies.graph import AclEntry, Graph
from topologies.graph.values import Direction
from topologies.reachability.spans import EMPTY, Family, Spans, intersect, of_cidr, subtract, union
from topologies.scalars import Transport

EPHEMERAL = (1024, 65535)
NEGLIGIBLE = 252  # ports


@dataclass(frozen=True, slots=True)
class Crossing:
    """Traffic through the ACLs of a tier: to or from `addresses` beyond it, towards `port` (None = some port)."""

    tier: str
    direction: Direction
    protocol: Transport
    port: int | None
    family: Family
    addresses: Spans


@dataclass(frozen=True, slots=True)
class Crossed:
    """The part of the addresses that may cross, and the ACL entries that decided."""

    addresses: Spans
    entries: tuple[str, ...] = ()


def cross(graph: Graph, crossing: Crossing) -> Crossed:
    """What every ACL of the tier lets through."""
    allowed: Spans = crossing.addresses
    keys: tuple[str, ...] = ()
    for acl in graph.acls_of.get(crossing.tier, ()):
        entries = graph.entries_of.get(acl.key, ())
        through = _through(entries, crossing)
        allowed, keys = intersect(allowed, through.addresses), (*keys, *(through.entries or (acl.key,)))
    return Crossed(allowed, keys)


def _through(entries: Iterable[AclEntry], crossing: Crossing) -> Crossed:
    left, allowed = crossing.addresses, EMPTY
    keys: list[str] = []
    for entry in entries:
        here = intersect(left, of_cidr(entry.cidr, crossing.family)) if _concerns(entry, crossing) else ()
        if here:
            keys.append(entry.key)
            left = subtract(left, here)
            allowed = union(allowed, here) if entry.action == "allow" else allowed
    return Crossed(allowed, tuple(keys))


def _concerns(entry: AclEntry, crossing: Crossing) -> bool:
    if entry.direction != crossing.direction or entry.protocol not in (crossing.protocol, "all"):
        return False
    first, last = entry.ports
    if crossing.port is None:  # a denied port does not matter while another may be meant
        return entry.action == "allow" or (first, last) == (1, 65535)
    return first <= crossing.port <= last


def reply_ports(graph: Graph, tiers: Iterable[str]) -> tuple[int, ...]:
    """One port for each part of the ephemeral range that the ACLs of these tiers treat alike, but for tiny ones."""
    first, last = EPHEMERAL
    cuts = {first}
    for tier in tiers:
        for acl in graph.acls_of.get(tier, ()):
            for entry in graph.entries_of.get(acl.key, ()):
                cuts |= {entry.ports[0], entry.ports[1] + 1}
    starts = sorted(cut for cut in cuts if first <= cut <= last)
    parts = pairwise([*starts, last + 1])
    return tuple(start for start, end in parts if end - start >= NEGLIGIBLE)
