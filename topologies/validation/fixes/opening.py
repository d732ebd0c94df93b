"""What the reachability engine says is needed, as operations."""

from collections.abc import Iterable
from functools import singledispatch
from typing import Any

from topologies.graph import Graph, Node, Zone
from topologies.kinds import Trait
from topologies.operations import Operation
from topologies.operations.wire import Add
from topologies.reachability import INTERNET
from topologies.reachability.needs import (
    AddDefaultRoute,
    AddNat,
    Address,
    Listen,
    MendRoute,
    Need,
    OpenAcl,
    OpenGroup,
    Publish,
    Serve,
)
from topologies.validation.administration import is_admin
from topologies.validation.context import Context
from topologies.validation.fixes.fix import Fix, update
from topologies.validation.fixes.fresh import Fresh
from topologies.validation.fixes.peers import is_data, peers_of

Operations = tuple[Operation, ...]


def opened(context: Context, needs: Iterable[Need], target: str, source: str = "") -> tuple[Fix, ...]:
    """One fix that meets every need of a way to `target`; none where one of them takes more than an edit.

    What would show a data store or a port of administrators to the whole internet is never offered, nor a way from a
    `source` that the internet opens directly to a data store.
    """
    if is_data(context.graph, target) and any(row.direct and row.node == source for row in context.exposure):
        return ()
    fresh, ordered = Fresh(context.graph), tuple(dict.fromkeys(needs))
    steps = [_operations(need, context, fresh, target) for need in ordered]
    if not steps or not all(steps):
        return ()
    text = "; ".join(map(str, ordered))
    operations = {repr(operation): operation for step in steps for operation in step}
    return (Fix(f"{text[:1].upper()}{text[1:]}.", tuple(operations.values())),)


@singledispatch
def _operations(need: Need, context: Context, fresh: Fresh, target: str) -> Operations:
    """Nothing where somebody has to think."""
    return ()


@_operations.register
def _(need: OpenGroup, context: Context, fresh: Fresh, target: str) -> Operations:
    ports = [(need.protocol, need.port)] if need.port else _ports(context.graph, target)
    if need.anybody and _is_delicate(context.graph, target, [number for _, number in ports]):
        return ()
    key = INTERNET if need.anybody else need.peer
    return tuple(
        Add(
            section="rules",
            key=fresh.key(need.group, "in" if need.direction == "ingress" else "out", number, peer[1]),
            fields={
                "group": need.group,
                "direction": need.direction,
                "protocol": protocol,
                "from_port": number,
                peer[0]: peer[1],
            },
        )
        for protocol, number in ports
        for peer in peers_of(context, key, need.group, need.direction)
    )


def _ports(graph: Graph, target: str) -> list[tuple[Any, int]]:
    if target not in graph.nodes:
        return []
    stated = [(port.protocol, port.number) for port in graph.ports_of.get(target, ())]
    return stated or [(port.protocol, port.number) for port in graph.kind(graph.nodes[target]).ports]


def _is_delicate(graph: Graph, target: str, numbers: list[int]) -> bool:
    admin = any(is_admin(port) for port in graph.ports_of.get(target, ()) if port.number in numbers)
    return admin or is_data(graph, target)


@_operations.register
def _(need: OpenAcl, context: Context, fresh: Fresh, target: str) -> Operations:
    entries = context.graph.entries_of.get(need.acl, ())
    numbers = [row.number for row in entries if row.direction == need.direction]
    number = min(numbers, default=101) - 1
    if need.ports is None or number < 1:
        return ()
    fields = {
        "acl": need.acl,
        "number": number,
        "direction": need.direction,
        "action": "allow",
        "protocol": need.protocol,
        "from_port": need.ports[0],
        "to_port": need.ports[1],
        "cidr": "0.0.0.0/0",
    }
    return (
        Add(section="acl_entries", key=fresh.key(need.acl, need.direction, need.ports[0]), fields=fields),
    )


@_operations.register
def _(need: Listen, context: Context, fresh: Fresh, target: str) -> Operations:
    if need.bind == "all" and _is_delicate(context.graph, need.node, [need.port]):
        return ()
    return tuple(
        update(port.key, bind=need.bind)
        for port in context.graph.ports_of.get(need.node, ())
        if port.protocol == need.protocol and port.number <= need.port <= port.last
    )


@_operations.register
def _(need: Serve, context: Context, fresh: Fresh, target: str) -> Operations:
    fields = {"node": need.node, "number": need.port, "protocol": need.protocol}
    return (Add(section="ports", key=fresh.key(need.node, need.port), fields=fields),)


@_operations.register
def _(need: Publish, context: Context, fresh: Fresh, target: str) -> Operations:
    return _switched(context.graph, need.node, ("publicly_accessible", "internet_facing"))


@_operations.register
def _(need: Address, context: Context, fresh: Fresh, target: str) -> Operations:
    node = context.graph.nodes[need.node]
    if context.graph.enclosing(node, Trait.HOST):
        return ()
    return _switched(context.graph, need.node, ("public_ip", "internet_facing"))


def _switched(graph: Graph, key: str, names: tuple[str, ...]) -> Operations:
    known = type(graph.nodes[key].properties).model_fields
    name = next((name for name in names if name in known), "")
    return (update(key, properties={name: True}),) if name and not is_data(graph, key) else ()


# --- ways out ----------------------------------------------------------------------------------------------------


@_operations.register
def _(need: AddNat, context: Context, fresh: Fresh, target: str) -> Operations:
    tier = _public_tier(context, need.network)
    return (_nat(tier, fresh)[0],) if tier else ()


@_operations.register
def _(need: AddDefaultRoute, context: Context, fresh: Fresh, target: str) -> Operations:
    via, added = _nat_of(context, need.network, fresh)
    destination = "0.0.0.0/0" if need.family == 4 else "::/0"
    fields = {"zone": need.tier, "destination": destination, "via": via}
    if not via:
        return ()
    return (*added, Add(section="routes", key=fresh.key(need.tier, "default"), fields=fields))


@_operations.register
def _(need: MendRoute, context: Context, fresh: Fresh, target: str) -> Operations:
    via, added = _nat_of(context, need.network, fresh)
    return (*added, update(need.route, via=via)) if via else ()


def _nat_of(context: Context, network: str, fresh: Fresh) -> tuple[str, Operations]:
    """A NAT of the network, and what adds it where there is none."""
    nats: tuple[Node, ...] = context.engine.sites.relays.get((network, Trait.NAT), ())
    if nats:
        return nats[0].key, ()
    tier = _public_tier(context, network)
    if tier is None:
        return "", ()
    operation, key = _nat(tier, fresh)
    return key, (operation,)


def _nat(tier: Zone, fresh: Fresh) -> tuple[Operation, str]:
    """One NAT for each availability zone that the tier has."""
    zones = sorted(getattr(tier.properties, "cidrs", {}))
    count = max(len(zones), getattr(tier.properties, "zone_count", None) or 1)
    key = fresh.key(tier.key, "nat")
    fields = {
        "kind": "nat-gateway",
        "zone": tier.key,
        "min_instances": count,
        "max_instances": count,
        "availability_zones": zones,
    }
    return Add(section="nodes", key=key, fields=fields), key


def _public_tier(context: Context, network: str) -> Zone | None:
    """A public tier of the network whose routes lead to an internet gateway."""
    graph = context.graph
    for tier in graph.zones_with(Trait.TIER):
        around = graph.enclosing(tier, Trait.NETWORK)
        drawn = graph.routes_of.get(tier.key, ())
        leads = not drawn or any(_is_gateway(graph, row.via) for row in drawn)
        if around and around.key == network and getattr(tier.properties, "access", "") == "public" and leads:
            return tier
    return None


def _is_gateway(graph: Graph, key: str) -> bool:
    return key in graph.nodes and graph.kind(graph.nodes[key]).has(Trait.INTERNET_GATEWAY)
