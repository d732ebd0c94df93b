"""Networks, subnets, the ways in and out of them, peerings."""

import re
from collections.abc import Iterator

from exporters.formats.hcl import Attribute, Call, Expression, Reference, Value, attributes, call
from exporters.targets.terraform.aws.support import (
    arn_and_below,
    grant,
    group_ids,
    log_group,
    network_of,
    or_none,
    role,
    subnet_ids,
    tier,
    tier_of,
    vpc_id,
    zone_names,
)
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Parts, Resource, Skipped, covered, note
from exporters.targets.terraform.site import Site, asked, typed
from topologies.graph import Node, Peering, Zone
from topologies.kinds.nodes.vpc_endpoint import VpcEndpoint
from topologies.kinds.zones.network import Network


@builds("aws", "network")
def network(site: Site, zone: Zone) -> Parts:
    properties = typed(zone, Network)
    first, *more = properties.cidrs or (None,)
    cidr = first or asked(zone, "cidr", "IPv4 range")
    body = attributes(cidr_block=cidr, enable_dns_hostnames=True, enable_dns_support=True)
    yield site.resource(zone, "aws_vpc", *body)
    vpc = Reference(f"aws_vpc.{zone.key}.id")
    yield site.resource(zone, "aws_default_security_group", *attributes(vpc_id=vpc))
    if more:
        yield note(zone, "only the first of its ranges is written; the others are associations to be added")
    if gateway_of(site, zone) is zone:
        yield site.resource(zone, "aws_internet_gateway", *attributes(vpc_id=vpc))
        yield note(
            zone, "a public tier implies an internet gateway; none is drawn, so it gets one of its own"
        )
    if properties.flow_logs is not False:
        yield from _flow_logs(site, zone, properties.flow_logs)
    yield covered(zone)


def _flow_logs(site: Site, zone: Zone, stated: bool | None) -> Parts:
    if stated is None:
        yield note(zone, "flow logs are on; the document does not say")
    yield log_group(site, zone, f"/vpc/{zone.key}", "_flow")
    yield role(site, zone, "vpc-flow-logs.amazonaws.com", "_flow")
    actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    where = arn_and_below(f"aws_cloudwatch_log_group.{zone.key}_flow.arn")
    yield grant(site, zone, "_flow", [{"Effect": "Allow", "Action": actions, "Resource": where}])
    body = attributes(
        vpc_id=Reference(f"aws_vpc.{zone.key}.id"),
        traffic_type="ALL",
        log_destination=Reference(f"aws_cloudwatch_log_group.{zone.key}_flow.arn"),
        iam_role_arn=Reference(f"aws_iam_role.{zone.key}_flow.arn"),
    )
    yield site.resource(zone, "aws_flow_log", *body)


@builds("aws", "internet-gateway")
def internet_gateway(site: Site, node: Node) -> Parts:
    yield site.resource(node, "aws_internet_gateway", *attributes(vpc_id=vpc_id(site, node)))
    yield covered(node)


# --- NAT -------------------------------------------------------------------------------------------------


def nat_zones(site: Site, node: Node) -> tuple[str, ...]:
    """The availability zones a NAT stands in; () where only a variable knows the subnets."""
    home = nat_tier(site, node)
    names = zone_names([home]) if home else []
    pinned = tuple(name for name in node.availability_zones if name in names)
    return pinned or tuple(names[: max(node.min_instances, 1)])


def nat_tier(site: Site, node: Node) -> Zone | None:
    """The public tier a NAT stands in."""
    network = network_of(site, node)
    own = tier_of(site, node)
    inside = [own] if own else []
    public = [zone for zone in site.tiers_in(network) if tier(zone).access == "public"] if network else []
    return next(iter([*inside, *public]), None)


@builds("aws", "nat-gateway")
def nat_gateway(site: Site, node: Node) -> Parts:
    home = nat_tier(site, node)
    if home is None:
        yield Skipped(node.key, "it stands in no public subnet tier, and only there is a NAT gateway of use")
        return
    yield site.resource(
        node,
        "aws_eip",
        *attributes(for_each=_nat_keys(site, node, home), domain="vpc"),
        *_after_gateway(site, home),
    )
    body = attributes(
        for_each=Reference(f"aws_eip.{node.key}"),
        allocation_id=Expression("each.value.id"),
        subnet_id=Expression(f"aws_subnet.{home.key}[each.key].id"),
    )
    yield site.resource(node, "aws_nat_gateway", *body, *_after_gateway(site, home))
    if not node.availability_zones and node.min_instances < len(zone_names([home])):
        yield note(node, "its availability zone is not stated; it stands in the first ones of its tier")
    yield covered(node)


def _nat_keys(site: Site, node: Node, home: Zone) -> Value:
    if names := nat_zones(site, node):
        return call("toset", list(names))
    keys = call(
        "sort", call("keys", asked(home, "cidrs", "IPv4 range for each availability zone", "map(string)"))
    )
    return call("toset", call("slice", keys, 0, max(node.min_instances, 1)))


def _after_gateway(site: Site, home: Zone) -> tuple[Attribute, ...]:
    found = gateway_of(site, home)
    return attributes(depends_on=[Reference(f"aws_internet_gateway.{found.key}")]) if found else ()


def gateway_of(site: Site, zone: Zone) -> Node | Zone | None:
    """The gateway of the network around a zone: the one that is drawn, else that which a public tier implies."""
    network = network_of(site, zone)
    if network is None:
        return None
    drawn = next(iter(site.nodes_inside(network, "aws", "internet-gateway")), None)
    public = any(tier(one).access == "public" for one in site.tiers_in(network))
    return drawn or (network if public else None)


# --- endpoints and peerings ------------------------------------------------------------------------------


@builds("aws", "vpc-endpoint")
def vpc_endpoint(site: Site, node: Node) -> Parts:
    properties = typed(node, VpcEndpoint)
    service = properties.service.lower()
    if not re.fullmatch(r"[a-z0-9.-]+", service):
        yield Skipped(node.key, "the design does not name the service it leads to")
        return
    gateway = properties.endpoint_type == "gateway" or (
        not properties.endpoint_type and service in ("s3", "dynamodb")
    )
    region = site.region("aws", site.place(node))
    body = attributes(
        vpc_id=vpc_id(site, node),
        service_name=call("join", ".", ["com.amazonaws", region, service]),
        vpc_endpoint_type="Gateway" if gateway else "Interface",
        route_table_ids=_tables(site, node) if gateway else None,
        subnet_ids=None if gateway else subnet_ids(site, node, "private", "isolated"),
        security_group_ids=None if gateway else or_none(group_ids(site, node)),
        private_dns_enabled=None if gateway else True,
    )
    yield site.resource(node, "aws_vpc_endpoint", *body)
    yield covered(node)


def _tables(site: Site, node: Node) -> Value:
    network = network_of(site, node)
    found = [zone for zone in site.tiers_in(network) if tier(zone).access != "public"] if network else []
    lists: list[Value] = [Expression(f"values(aws_route_table.{zone.key})[*].id") for zone in found]
    return Call("concat", tuple(lists)) if lists else None


@builds("aws", "peerings")
def peering(site: Site, one: Peering) -> Parts:
    zones = site.graph.zones
    near, far = zones[one.network], zones[one.peer]
    if site.provider(far) != "aws":
        yield Skipped(one.key, f"{far.key} is no network of AWS, and a peering joins only those")
        return
    yield from _peering(site, one, near, far)
    yield covered(one)


def _peering(site: Site, one: Peering, near: Zone, far: Zone) -> Iterator[Resource]:
    same = site.place(near) == site.place(far)
    body = attributes(
        vpc_id=Reference(f"aws_vpc.{near.key}.id"),
        peer_vpc_id=Reference(f"aws_vpc.{far.key}.id"),
        peer_region=None if same else site.region("aws", site.place(far)),
        auto_accept=same,
    )
    yield site.resource(one, "aws_vpc_peering_connection", *body)
    if not same:
        connection = Reference(f"aws_vpc_peering_connection.{one.key}.id")
        accept = attributes(vpc_peering_connection_id=connection, auto_accept=True)
        other = site.configuration(far) or attributes(provider=Reference("aws"))
        yield site.resource(one, "aws_vpc_peering_connection_accepter", *other, *accept)
