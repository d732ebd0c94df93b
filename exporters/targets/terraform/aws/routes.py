"""Route tables of subnet tiers: drawn routes, else those that the tier's access implies; network ACLs."""

from collections.abc import Iterator
from ipaddress import ip_network

from exporters.formats.hcl import Attribute, Expression, Reference, Value, attributes
from exporters.targets.terraform.aws.network import gateway_of, nat_tier, nat_zones
from exporters.targets.terraform.aws.support import network_of, tier, vpc_id, zone_names
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Parts, Resource, Skipped, covered, note
from exporters.targets.terraform.site import Site
from topologies.graph import AclEntry, NetworkAcl, Node, Peering, Route, Zone
from topologies.kinds import Trait

_PROTOCOLS = {"tcp": "6", "udp": "17", "icmp": "1", "all": "-1"}


def tables(site: Site, zone: Zone) -> Parts:
    """One route table for each availability zone of the tier, its association, and the routes that nobody drew."""
    subnets = Reference(f"aws_subnet.{zone.key}")
    body = attributes(for_each=subnets, vpc_id=vpc_id(site, zone))
    yield site.resource(zone, "aws_route_table", *body)
    joined = attributes(
        for_each=subnets,
        subnet_id=Expression("each.value.id"),
        route_table_id=Expression(f"aws_route_table.{zone.key}[each.key].id"),
    )
    yield site.resource(zone, "aws_route_table_association", *joined)
    if not site.graph.routes_of.get(zone.key):
        yield from _derived(site, zone)


def _derived(site: Site, zone: Zone) -> Parts:
    access = tier(zone).access
    if access == "public":
        gateway = gateway_of(site, zone)
        if gateway is None:
            yield note(
                zone,
                "the tier is public and its network is none that is written here, so it gets no route out",
            )
        else:
            yield _default_route(site, zone, "aws_internet_gateway", gateway)
    elif access == "private":
        nats = nats_of(site, zone)
        yield from (
            _through_nats(site, zone, nats) if nats else [note(zone, "no NAT is drawn: it has no route out")]
        )


def _default_route(site: Site, zone: Zone, type_: str, gateway: Node | Zone) -> Resource:
    body = attributes(
        for_each=Reference(f"aws_route_table.{zone.key}"),
        route_table_id=Expression("each.value.id"),
        destination_cidr_block="0.0.0.0/0",
        gateway_id=Reference(f"{type_}.{gateway.key}.id"),
    )
    return site.resource(zone, "aws_route", *body)


def nats_of(site: Site, zone: Zone) -> list[Node]:
    nodes = site.nodes_inside(network_of(site, zone), "aws", "nat-gateway")
    return [node for node in nodes if nat_tier(site, node)]


def _through_nats(site: Site, zone: Zone, nats: list[Node]) -> Iterator[Resource]:
    """Each availability zone leaves through the NAT in it, or through the first one."""
    at = {name: nat for nat in reversed(nats) for name in nat_zones(site, nat)}
    names = zone_names([zone])
    if names and at:
        first = min(at)
        used = {name: name if name in at else first for name in names}
        chosen: Value = {
            name: Reference(f"aws_nat_gateway.{at[there].key}", there, "id") for name, there in used.items()
        }
        yield _nat_route(site, zone, chosen, "each.value")
    else:
        nat = f"aws_nat_gateway.{nats[0].key}"
        tables = Reference(f"aws_route_table.{zone.key}")
        yield _nat_route(site, zone, tables, f"try({nat}[each.key].id, values({nat})[0].id)")


def _nat_route(site: Site, zone: Zone, each: Value, nat: str) -> Resource:
    body = attributes(
        for_each=each,
        route_table_id=Expression(f"aws_route_table.{zone.key}[each.key].id"),
        destination_cidr_block="0.0.0.0/0",
        nat_gateway_id=Expression(nat),
    )
    return site.resource(zone, "aws_route", *body)


# --- drawn routes ----------------------------------------------------------------------------------------


@builds("aws", "routes")
def route(site: Site, one: Route) -> Parts:
    zone = site.graph.zones[one.zone]
    if zone.kind != "subnet-tier":
        yield Skipped(one.key, f"{zone.key} is no subnet tier, and only those have route tables")
        return
    if one.availability_zone and one.availability_zone not in zone_names([zone]):
        yield Skipped(one.key, f"{zone.key} has no availability zone {one.availability_zone!r}")
        return
    target = _target(site, zone, one)
    if target is None:
        yield Skipped(one.key, f"AWS routes to no {site.graph.by_key[one.via].section[:-1]} like {one.via}")
        return
    field = (
        "destination_cidr_block"
        if ip_network(one.destination).version == 4
        else "destination_ipv6_cidr_block"
    )
    yield site.resource(one, "aws_route", *_table(zone, one), *attributes(**{field: one.destination}), target)
    yield covered(one)


def _table(zone: Zone, one: Route) -> tuple[Attribute, ...]:
    table = f"aws_route_table.{zone.key}"
    if one.availability_zone:
        return attributes(route_table_id=Reference(table, one.availability_zone, "id"))
    return attributes(for_each=Reference(table), route_table_id=Expression("each.value.id"))


def _target(site: Site, zone: Zone, one: Route) -> Attribute | None:
    via = site.graph.by_key[one.via]
    if one.via in site.graph.peerings:
        if not _peers_in_aws(site, site.graph.peerings[one.via]):
            return None
        return Attribute("vpc_peering_connection_id", Reference(f"aws_vpc_peering_connection.{one.via}.id"))
    if not isinstance(via, Node) or site.provider(via) != "aws":
        return None
    kind = site.graph.kind(via)
    if kind.has(Trait.INTERNET_GATEWAY):
        return Attribute("gateway_id", Reference(f"aws_internet_gateway.{via.key}.id"))
    written = via.kind == "nat-gateway" and nat_tier(site, via) is not None
    return Attribute("nat_gateway_id", _nat(site, one, via)) if written else None


def _peers_in_aws(site: Site, one: Peering) -> bool:
    return all(site.provider(site.graph.zones[key]) == "aws" for key in (one.network, one.peer))


def _nat(site: Site, one: Route, via: Node) -> Value:
    there = nat_zones(site, via)
    name = f"aws_nat_gateway.{via.key}"
    if one.availability_zone and there:
        return Reference(name, one.availability_zone if one.availability_zone in there else there[0], "id")
    key = "each.key" if not one.availability_zone else "null"
    return Expression(f"try({name}[{key}].id, values({name})[0].id)")


# --- network ACLs ----------------------------------------------------------------------------------------


@builds("aws", "network_acls")
def network_acl(site: Site, acl: NetworkAcl) -> Parts:
    zone = site.graph.zones[acl.zone]
    if zone.kind != "subnet-tier":
        yield Skipped(acl.key, f"{zone.key} is no subnet tier, and network ACLs guard subnets")
        return
    body = attributes(
        vpc_id=vpc_id(site, zone), subnet_ids=Expression(f"values(aws_subnet.{zone.key})[*].id")
    )
    yield site.resource(acl, "aws_network_acl", *body)
    yield covered(acl)


@builds("aws", "acl_entries")
def acl_entry(site: Site, entry: AclEntry) -> Parts:
    acl = site.graph.network_acls[entry.acl]
    if site.graph.zones[acl.zone].kind != "subnet-tier":
        yield Skipped(entry.key, f"{acl.key} guards no subnets")
        return
    first, last = entry.ports if entry.protocol in ("tcp", "udp") else (0, 0)
    six = ip_network(entry.cidr).version == 6
    icmp = {"icmp_type": -1, "icmp_code": -1} if entry.protocol == "icmp" else {}
    body = attributes(
        network_acl_id=Reference(f"aws_network_acl.{acl.key}.id"),
        rule_number=entry.number,
        egress=entry.direction == "egress",
        protocol="58" if six and icmp else _PROTOCOLS[entry.protocol],
        rule_action=entry.action,
        cidr_block=None if six else entry.cidr,
        ipv6_cidr_block=entry.cidr if six else None,
        from_port=first,
        to_port=last,
        **icmp,
    )
    yield site.resource(entry, "aws_network_acl_rule", *body)
    yield covered(entry)
