"""Security groups: stateful, so only the opening packet is judged.

Cloud groups and host firewalls are two layers and both must agree. Inside a layer the groups add up: what one allows
is allowed. A layer without groups filters nothing. What no rule names follows the group's defaults, which deny unless
they say otherwise. A peer named by group or by zone is matched by who the packet comes from (or is meant for) as the
other side sees it: behind a NAT that is the NAT.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from topologies.graph import Graph, Rule, SecurityGroup
from topologies.graph.values import Direction
from topologies.reachability.sites import Site
from topologies.reachability.spans import Family, Spans, intersect, of_cidr, subtract, union
from topologies.scalars import Transport


@dataclass(frozen=True, slots=True)
class Packet:
    """What opens a flow; `port` None = some port, nobody said which."""

    protocol: Transport
    port: int | None
    family: Family


@dataclass(frozen=True, slots=True)
class Passed:
    """The part of the addresses that a layer lets through, and the rules (or open groups) that do it."""

    addresses: Spans
    rules: tuple[str, ...] = ()


def passed(
    graph: Graph,
    groups: Sequence[SecurityGroup],
    direction: Direction,
    packet: Packet,
    peer: Site,
    addresses: Spans,
) -> Passed:
    """Which of the peer's addresses these groups let the packet come from (ingress) or go to (egress)."""
    if not groups:
        return Passed(addresses)
    admitted: Spans = ()
    keys: list[str] = []
    for key, spans in _offers(graph, groups, direction, packet, peer, addresses):
        if subtract(spans, admitted):
            admitted = union(admitted, spans)
            keys.append(key)
        if admitted == addresses:
            break
    return Passed(admitted, tuple(keys))


def _offers(
    graph: Graph,
    groups: Sequence[SecurityGroup],
    direction: Direction,
    packet: Packet,
    peer: Site,
    addresses: Spans,
) -> list[tuple[str, Spans]]:
    """What each rule admits, by key; open groups last, for a rule says more than a default."""
    offers = [
        (rule.key, _admits(rule, peer, addresses, packet.family))
        for group in groups
        for rule in graph.rules_of.get(group.key, ())
        if rule.direction == direction and _concerns(rule, packet)
    ]
    default = "default_ingress" if direction == "ingress" else "default_egress"
    offers += [(group.key, addresses) for group in groups if getattr(group, default) == "allow"]
    return offers


def _concerns(rule: Rule, packet: Packet) -> bool:
    if rule.protocol not in (packet.protocol, "all"):
        return False
    first, last = rule.ports
    return packet.port is None or first <= packet.port <= last


def _admits(rule: Rule, peer: Site, addresses: Spans, family: Family) -> Spans:
    if rule.cidr is not None:
        return intersect(addresses, of_cidr(rule.cidr, family))
    named = rule.peer_group in peer.groups if rule.peer_group is not None else rule.peer_zone in peer.zones
    return addresses if named else ()
