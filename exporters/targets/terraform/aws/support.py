"""What AWS builders share: networks and subnets of an element, security groups, roles and the place's key."""

from collections.abc import Iterable, Mapping, Sequence

from exporters.formats.hcl import Expression, Reference, Template, Value, attributes, call
from exporters.targets.terraform.parts import Resource, Shared
from exporters.targets.terraform.site import Site, asked, typed
from topologies.graph import Element, Node, Zone
from topologies.kinds import Trait
from topologies.kinds.zones.subnet_tier import SubnetTier


def network_of(site: Site, element: Node | Zone) -> Zone | None:
    return _ours(site, site.graph.enclosing(element, Trait.NETWORK))


def tier_of(site: Site, element: Node | Zone) -> Zone | None:
    return _ours(site, site.graph.enclosing(element, Trait.TIER))


def _ours(site: Site, zone: Zone | None) -> Zone | None:
    """The zone, where AWS is who provides it."""
    return zone if zone is not None and site.provider(zone) == "aws" else None


def tier(zone: Zone) -> SubnetTier:
    return typed(zone, SubnetTier)


def vpc_id(site: Site, element: Node | Zone) -> Value:
    network = network_of(site, element)
    if network is not None:
        return Reference(f"aws_vpc.{network.key}.id")
    return asked(element, "vpc_id", "Id of the network")


def subnet_ids(site: Site, element: Node | Zone, *wanted: str) -> Value:
    """The subnets an element may use: those of its tier, else of its network's first tier of a wanted access."""
    own = tier_of(site, element)
    network = network_of(site, element)
    found = [own] if own else site.tiers_in(network) if network else []
    fitting = sorted(found, key=lambda zone: (_preference(tier(zone).access, wanted), zone.key))
    if fitting:
        return Expression(f"values(aws_subnet.{fitting[0].key})[*].id")
    return asked(element, "subnet_ids", "Ids of the subnets", "list(string)")


def _preference(access: str, wanted: tuple[str, ...]) -> int:
    return wanted.index(access) if access in wanted else len(wanted)


def group_ids(site: Site, element: Node | Zone) -> list[Value]:
    """The security groups on a node and on the host around it."""
    found = (
        site.graph.groups_guarding(element)
        if isinstance(element, Node)
        else site.graph.groups_on.get(element.key, ())
    )
    keys = dict.fromkeys(group.key for group in found if site.provider(group) == "aws")
    return [Reference(f"aws_security_group.{key}.id") for key in keys]


def or_none(values: list[Value]) -> Value:
    return values or None


def key_arn(site: Site, element: Element) -> Shared:
    """The ARN of the key that encrypts data in the element's region."""
    place = site.place(element)
    return Shared(f"aws_kms_key.{place or 'aws'}_data.arn", need="key", place=place)


def account_id(site: Site, place: str) -> Shared:
    return Shared(f"data.aws_caller_identity.{place or 'aws'}_caller.account_id", need="caller", place=place)


def trust(service: str, **conditions: Value) -> Value:
    """The policy that lets a service of AWS take a role."""
    statement: dict[str, Value] = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": service},
        **conditions,
    }
    return policy([statement])


def policy(statements: Sequence[Mapping[str, Value]]) -> Value:
    return call("jsonencode", {"Version": "2012-10-17", "Statement": list(statements)})


def role(site: Site, element: Element, service: str, suffix: str) -> Resource:
    body = attributes(
        name_prefix=f"{element.key[:30]}{suffix.replace('_', '-')[:7]}-", assume_role_policy=trust(service)
    )
    return site.resource(element, "aws_iam_role", *body, suffix=suffix)


def grant(
    site: Site,
    element: Element,
    suffix: str,
    statements: Sequence[Mapping[str, Value]],
    name: str = "",
    resource: str = "",
) -> Resource:
    """What the role of this suffix may do; `resource` = the suffix of the policy's own name, where it differs."""
    body = attributes(
        name=name or "access",
        role=Reference(f"aws_iam_role.{element.key}{suffix}.id"),
        policy=policy(statements),
    )
    return site.resource(element, "aws_iam_role_policy", *body, suffix=resource or suffix)


def log_group(
    site: Site, element: Element, name: Value, suffix: str = "", days: int | None = None
) -> Resource:
    """A year of logs unless stated: long enough to see what happened before somebody noticed."""
    body = attributes(name=name, retention_in_days=days or 365, kms_key_id=key_arn(site, element))
    return site.resource(element, "aws_cloudwatch_log_group", *body, suffix=suffix)


def arn_and_below(reference: str) -> list[Value]:
    return [Reference(reference), Template((Reference(reference), ":*"))]


def zone_names(zones: Iterable[Zone]) -> list[str]:
    """The availability zones that these tiers name, sorted."""
    return sorted({name for zone in zones for name in tier(zone).cidrs})


def versions(enabled: bool) -> str:
    return "Enabled" if enabled else "Disabled"
