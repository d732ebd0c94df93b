"""Every filter on one leg of a way, in the order in which a packet meets them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Literal

from topologies.graph import Graph, SecurityGroup
from topologies.reachability.acls import EPHEMERAL, Crossing, cross, reply_ports
from topologies.reachability.filters import Packet, passed
from topologies.reachability.flow import Block
from topologies.reachability.needs import OpenAcl, OpenGroup
from topologies.reachability.routes import Leg
from topologies.reachability.spans import Family, Spans, intersect, public, size

Part = Literal["all", "some", "none"]
Side = Literal["sources", "targets"]
Unsure = Literal["sources", "targets", "replies"]

# Whoever admits at least this share of all public addresses admits the public: no list of known people is as large.
ANYBODY = 1 / 256


@dataclass(frozen=True, slots=True)
class Check:
    """What one filter does to a leg: it lets through `addresses` of one side, by these rules."""

    side: Side
    addresses: Spans
    rules: tuple[str, ...]
    block: Callable[[], Block]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the filters of a leg make of it. `targets` are the target's addresses they leave open; `unsure` is what decides
    where only some of it passes: an end's address, or the port that the client takes replies on."""

    part: Part
    rules: tuple[str, ...]
    blocks: tuple[Block, ...]
    targets: Spans
    unsure: tuple[Unsure, ...] = ()


def judge(graph: Graph, leg: Leg, packet: Packet, targets: Spans) -> Judgement:
    """What passes this leg, of those target addresses that the legs before it left open."""
    checks = list(_groups(graph, leg, packet))
    crossings = list(_crossings(graph, leg, packet))
    if not crossings:
        return _sum(leg, packet, checks, targets)
    tiers = {leg.sender.tier, leg.receiver.tier}
    each = [
        _sum(leg, packet, _in_order(checks, crossings, _replies(graph, leg, packet, port)), targets)
        for port in reply_ports(graph, tiers)
    ]
    return _any_port(each)


def _in_order(groups: list[Check], there: list[Check], back: list[Check]) -> list[Check]:
    outward = [check for check in groups if check.side == "targets"]
    inward = [check for check in groups if check.side == "sources"]
    return [*outward, *there, *inward, *back]


def _any_port(each: list[Judgement]) -> Judgement:
    """One judgement over all the ports that the client may have chosen for replies."""
    best = max(each, key=lambda one: ("none", "some", "all").index(one.part))
    worst = min(each, key=lambda one: ("none", "some", "all").index(one.part))
    part: Part = best.part if best.part == worst.part else "some"
    rules = tuple(dict.fromkeys(key for one in each for key in one.rules))
    replies: tuple[Unsure, ...] = ("replies",) if best.part != worst.part else ()
    return Judgement(
        part, rules, worst.blocks if part == "none" else (), best.targets, (*replies, *best.unsure)
    )


def _sum(leg: Leg, packet: Packet, checks: list[Check], targets: Spans) -> Judgement:
    sources = leg.routed_sources
    blocks: list[Block] = []
    for check in checks:
        if check.side == "sources":
            sources = intersect(sources, check.addresses)
        else:
            targets = intersect(targets, check.addresses)
        if _part(leg, packet, check.side, check.addresses) == "none":
            blocks.append(check.block())
    parts: dict[Side, Part] = {
        "sources": _part(leg, packet, "sources", sources),
        "targets": _part(leg, packet, "targets", targets),
    }
    part: Part = (
        "none" if "none" in parts.values() or blocks else "some" if "some" in parts.values() else "all"
    )
    rules = tuple(dict.fromkeys(key for check in checks for key in check.rules))
    unsure = tuple(side for side, left in parts.items() if left == "some")
    return Judgement(part, rules, tuple(blocks), targets, unsure)


def _part(leg: Leg, packet: Packet, side: Side, left: Spans) -> Part:
    """How much of one side is left. Everybody on the internet is there in full, or not meant."""
    if side == "sources" and leg.origin.anybody:
        return "all" if left and size(left) >= _anybody(packet.family) else "none"
    full = leg.sources if side == "sources" else leg.targets
    return "none" if not left else "all" if left == full else "some"


@cache
def _anybody(family: Family) -> float:
    """The least number of addresses that stands for everybody."""
    return size(public(family)) * ANYBODY


# --- the filters -------------------------------------------------------------------------------------------------


def _groups(graph: Graph, leg: Leg, packet: Packet) -> Iterator[Check]:
    for layer, groups in zip(("group", "firewall"), leg.sender.guards, strict=True):
        if groups:
            found = passed(graph, groups, "egress", packet, leg.goal, leg.targets)
            block = partial(_group_block, layer, "egress", groups, leg, packet)
            yield Check("targets", found.addresses, found.rules, block)
    for layer, groups in zip(("group", "firewall"), leg.receiver.guards, strict=True):
        if groups:
            found = passed(graph, groups, "ingress", packet, leg.origin, leg.sources)
            block = partial(_group_block, layer, "ingress", groups, leg, packet)
            yield Check("sources", found.addresses, found.rules, block)


def _group_block(
    layer: str, direction: str, drawn: Sequence[SecurityGroup], leg: Leg, packet: Packet
) -> Block:
    groups = [group.key for group in drawn]
    name, port = " and ".join(groups), f"{packet.protocol} {packet.port or 'of any port'}"
    kind: Literal["group", "firewall"] = "firewall" if layer == "firewall" else "group"
    if direction == "egress":
        text = f"{name} lets no {port} out to {{target}}"
        need = OpenGroup(groups[0], "egress", packet.protocol, packet.port, "{target}")
        return Block(kind, tuple(groups), text, need)
    need = OpenGroup(groups[0], "ingress", packet.protocol, packet.port, leg.names[0], leg.origin.anybody)
    text = f"{name} lets no {port} in from {'everybody' if leg.origin.anybody else leg.names[0]}"
    return Block(kind, tuple(groups), text, need)


def _same_subnet(leg: Leg) -> bool:
    return leg.sender.tier == leg.receiver.tier and leg.zones[0] == leg.zones[1]


def _crossings(graph: Graph, leg: Leg, packet: Packet) -> Iterator[Check]:
    """The ACLs on the way there: out of the sender's subnet, into the receiver's."""
    if leg.route == "localhost" or _same_subnet(leg):
        return
    port = packet.port
    yield from _cross(graph, leg, packet, "sender", "egress", port)
    yield from _cross(graph, leg, packet, "receiver", "ingress", port)


def _replies(graph: Graph, leg: Leg, packet: Packet, port: int) -> list[Check]:
    """The ACLs on the way back, for a client that chose this port."""
    return [
        *_cross(graph, leg, packet, "receiver", "egress", port),
        *_cross(graph, leg, packet, "sender", "ingress", port),
    ]


def _cross(
    graph: Graph,
    leg: Leg,
    packet: Packet,
    end: Literal["sender", "receiver"],
    direction: Literal["ingress", "egress"],
    port: int | None,
) -> Iterator[Check]:
    """The sender's tier talks about the target's addresses, the receiver's about the source's."""
    tier = leg.sender.tier if end == "sender" else leg.receiver.tier
    if not graph.acls_of.get(tier):
        return
    side: Side = "targets" if end == "sender" else "sources"
    addresses = leg.targets if end == "sender" else leg.sources
    found = cross(graph, Crossing(tier, direction, packet.protocol, port, packet.family, addresses))
    reply = (end == "sender") == (direction == "ingress")
    what = (
        f"replies on {packet.protocol} port {port}" if reply else f"{packet.protocol} {port or 'of any port'}"
    )
    keys = tuple(acl.key for acl in graph.acls_of[tier])
    text = f"the network ACL of {tier} denies {direction} of {what}"
    wanted = EPHEMERAL if reply else (port, port) if port else None
    need = OpenAcl(keys[0], tier, direction, packet.protocol, wanted)
    yield Check(side, found.addresses, found.entries, lambda: Block("acl", keys, text, need))
