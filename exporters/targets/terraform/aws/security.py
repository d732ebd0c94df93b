"""Security groups, one resource for each rule, so that two groups may name each other."""

from collections.abc import Iterator
from ipaddress import ip_network

from exporters.formats.hcl import Attribute, Expression, Reference, Value, attributes
from exporters.targets.terraform.aws.support import vpc_id
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Parts, Resource, Skipped, covered, note
from exporters.targets.terraform.site import Site, asked, short
from topologies.graph import Attachment, Node, Rule, SecurityGroup, Zone
from topologies.kinds import Trait

_TYPES = {"ingress": "aws_vpc_security_group_ingress_rule", "egress": "aws_vpc_security_group_egress_rule"}
_ANYWHERE = ("0.0.0.0/0", "::/0")


@builds("aws", "security_groups")
def security_group(site: Site, group: SecurityGroup) -> Parts:
    body = attributes(
        name=short(group.key, 200) if not group.key.startswith("sg-") else f"group-{short(group.key, 200)}",
        description=f"{group.key} of {site.name}",
        vpc_id=_network(site, group),
    )
    yield site.resource(group, "aws_security_group", *body)
    for direction, default in (("ingress", group.default_ingress), ("egress", group.default_egress)):
        if default == "allow":
            yield from _allow_all(site, group, direction)
    if group.firewall:
        yield note(group, "stated as a firewall on the host; written as a security group around it")
    yield covered(group)


def _network(site: Site, group: SecurityGroup) -> Value:
    stands = [site.graph.zones[group.zone]] if group.zone else []
    for home in (*stands, *site.targets_of.get(group.key, ())):
        if site.graph.enclosing(home, Trait.NETWORK):
            return vpc_id(site, home)
    return asked(group, "vpc_id", "Id of the network")


def _allow_all(site: Site, group: SecurityGroup, direction: str) -> Iterator[Resource]:
    for cidr in _ANYWHERE:
        family = "ipv4" if cidr == _ANYWHERE[0] else "ipv6"
        body = (
            *_owner(group),
            *attributes(description="What no rule names"),
            Attribute(f"cidr_{family}", cidr),
        )
        rest = attributes(ip_protocol="-1")
        yield site.resource(group, _TYPES[direction], *body, *rest, suffix=f"_all_{family}")


def _owner(group: SecurityGroup) -> tuple[Attribute, ...]:
    return attributes(security_group_id=Reference(f"aws_security_group.{group.key}.id"))


@builds("aws", "rules")
def rule(site: Site, one: Rule) -> Parts:
    peer = _peer(site, one)
    if isinstance(peer, str):
        yield Skipped(one.key, peer)
        return
    group = site.graph.security_groups[one.group]
    each = [part for part in peer if part.name == "for_each"]
    rest = [part for part in peer if part.name != "for_each"]
    body = (*each, *_owner(group), *attributes(description=one.key), *rest, *_protocol(one))
    yield site.resource(one, _TYPES[one.direction], *body)
    yield covered(one)


def _protocol(one: Rule) -> tuple[Attribute, ...]:
    if one.protocol == "all":
        return attributes(ip_protocol="-1")
    if one.protocol == "icmp":
        six = one.cidr is not None and ip_network(one.cidr).version == 6
        return attributes(ip_protocol="icmpv6" if six else "icmp", from_port=-1, to_port=-1)
    first, last = one.ports
    return attributes(ip_protocol=one.protocol, from_port=first, to_port=last)


def _peer(site: Site, one: Rule) -> tuple[Attribute, ...] | str:
    """The other side, or why it cannot be written."""
    if one.cidr:
        name = "cidr_ipv4" if ip_network(one.cidr).version == 4 else "cidr_ipv6"
        return (Attribute(name, one.cidr),)
    if one.peer_group:
        if site.provider(site.graph.security_groups[one.peer_group]) != "aws":
            return f"its peer {one.peer_group} is no security group of AWS"
        return attributes(referenced_security_group_id=Reference(f"aws_security_group.{one.peer_group}.id"))
    return _peer_zone(site, site.graph.zones[one.peer_zone or ""])


def _peer_zone(site: Site, zone: Zone) -> tuple[Attribute, ...] | str:
    if site.provider(zone) != "aws" or zone.kind not in ("network", "subnet-tier"):
        return (
            f"its peer {zone.key} is a {site.graph.kind(zone).label.lower()} without an address range of AWS"
        )
    if zone.kind == "network":
        return attributes(cidr_ipv4=Reference(f"aws_vpc.{zone.key}.cidr_block"))
    return attributes(
        for_each=Reference(f"aws_subnet.{zone.key}"), cidr_ipv4=Expression("each.value.cidr_block")
    )


@builds("aws", "attachments")
def attachment(site: Site, one: Attachment) -> Parts:
    """Written with what it is attached to; groups of another provider have no say there."""
    target = site.graph.by_key[one.target]
    group = site.graph.security_groups[one.group]
    if site.provider(group) != "aws":
        yield Skipped(one.key, f"{group.key} is no security group of AWS")
    elif isinstance(target, Node | Zone) and _takes_groups(site, target):
        yield covered(one)
    else:
        yield Skipped(one.key, f"{target.key} takes no security group by itself in AWS")


_TAKERS = frozenset(
    {"alb", "ecs-service", "container", "pgbouncer", "scheduled-job", "app-server", "bastion", "vm"}
    | {"rds-postgresql", "elasticache-redis", "vpc-endpoint"}
)


def _takes_groups(site: Site, target: Node | Zone) -> bool:
    return target.kind in _TAKERS and (
        isinstance(target, Zone) or not site.graph.enclosing(target, Trait.HOST)
    )
