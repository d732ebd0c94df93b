"""Name service: the zone, its records, health checks."""

import re
from collections.abc import Iterator

from exporters.formats.hcl import Attribute, Block, Reference, Value, attributes, block
from exporters.targets.terraform.aws.certificates import domains_of
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Export, Parts, Resource, covered, note
from exporters.targets.terraform.site import Site, asked, typed
from topologies.graph import Link, Node
from topologies.kinds.names import DnsRecord
from topologies.kinds.nodes.route53 import Route53

_PLAIN = frozenset({"A", "AAAA", "CNAME", "MX", "TXT", "NS", "SRV", "CAA"})
_ALIASES = {
    "alb": ("aws_lb", "dns_name", "zone_id"),
    "cloudfront": ("aws_cloudfront_distribution", "domain_name", "hosted_zone_id"),
}
_NAME = re.compile(r"(\*\.)?[A-Za-z0-9_.-]{1,250}")


@builds("aws", "route53")
def route53(site: Site, node: Node) -> Parts:
    properties = typed(node, Route53)
    yield site.resource(node, "aws_route53_zone", *attributes(name=_zone_name(node, properties)))
    servers = Reference(f"aws_route53_zone.{node.key}.name_servers")
    yield Export(f"{node.key}_name_servers", f"Name servers of {node.key}, for the registrar", servers)
    links = _aliased(site, node)
    for number, link in enumerate(links, 1):
        yield from _alias(site, node, properties, link, number, several=len(links) > 1)
    for number, record in enumerate(properties.records, 1):
        if _plain(site, record):
            yield _record(site, node, properties, record, number)
        elif not links:
            yield note(node, f"record {record.name!r} is left out: its target is neither written nor linked")
    if properties.failover == "manual":
        yield note(node, "failover is by hand: point the records elsewhere by weight or by removing one")
    yield covered(node, *site.graph.ports_of.get(node.key, ()), *links)


def _zone_name(node: Node, properties: Route53) -> Value:
    stated = domains_of((properties.zone_name,))
    return stated[0] if stated else asked(node, "zone_name", "Domain name of the zone")


def _aliased(site: Site, node: Node) -> list[Link]:
    found: dict[str, Link] = {}
    for link in site.graph.links_from.get(node.key, ()):
        target = site.graph.nodes[link.target]
        if target.kind in _ALIASES and site.provider(target) == "aws":
            found.setdefault(target.key, link)
    return list(found.values())


def _alias(
    site: Site, node: Node, properties: Route53, link: Link, number: int, *, several: bool
) -> Iterator[Resource]:
    target = site.graph.nodes[link.target]
    type_, name, zone = _ALIASES[target.kind]
    answer = attributes(
        name=Reference(f"{type_}.{target.key}.{name}"),
        zone_id=Reference(f"{type_}.{target.key}.{zone}"),
        evaluate_target_health=target.kind == "alb",
    )
    body = attributes(
        zone_id=Reference(f"aws_route53_zone.{node.key}.zone_id"),
        name=_alias_name(site, node, properties, target),
        type="A",
    )
    routed = list(_routing(site, node, properties, link, number)) if several else []
    yield site.resource(
        node, "aws_route53_record", *body, *routed, block("alias", body=answer), suffix=f"_{target.key}"
    )
    if properties.health_checks and target.kind == "alb":
        yield _health_check(site, node, target, properties)


def _alias_name(site: Site, node: Node, properties: Route53, target: Node) -> Value:
    """The record's name where one is stated for this target, else the target's own, else the zone's."""
    stated = [
        one.name
        for one in properties.records
        if one.target in (target.key, target.label) and _NAME.fullmatch(one.name)
    ]
    own = domains_of(getattr(target.properties, "domains", ()))
    return next(iter([*stated, *own]), None) or _zone_name(node, properties)


def _routing(
    site: Site, node: Node, properties: Route53, link: Link, number: int
) -> Iterator[Attribute | Block]:
    yield Attribute("set_identifier", link.target)
    routing = properties.routing
    if routing == "latency":
        region = site.region("aws", site.place(site.graph.nodes[link.target]))
        yield block("latency_routing_policy", body=attributes(region=region))
    elif routing == "failover":
        yield block(
            "failover_routing_policy", body=attributes(type="PRIMARY" if number == 1 else "SECONDARY")
        )
    elif routing == "geolocation":
        what = "Continent code for each target's key"
        continent = asked(node, "continents", what, "map(string)", key=link.target)
        yield block("geolocation_routing_policy", body=attributes(continent=continent))
    else:
        weight = 100 if link.weight is None else link.weight
        yield block("weighted_routing_policy", body=attributes(weight=weight))


def _health_check(site: Site, node: Node, target: Node, properties: Route53) -> Resource:
    check = properties.health_check or getattr(target.properties, "health_check", None)
    path = check.path if check and check.path.startswith("/") else None
    body = attributes(
        fqdn=Reference(f"aws_lb.{target.key}.dns_name"),
        port=443,
        type="HTTPS",
        resource_path=path,
        failure_threshold=check.retries if check and check.retries else 3,
        request_interval=10 if check and check.interval_seconds and check.interval_seconds < 30 else 30,
    )
    return site.resource(node, "aws_route53_health_check", *body, suffix=f"_{target.key}")


def _plain(site: Site, record: DnsRecord) -> bool:
    """A record that names its answer itself, not an element."""
    return bool(record.type in _PLAIN and record.target and _NAME.fullmatch(record.name)) and (
        record.target not in site.graph.by_key
    )


def _record(site: Site, node: Node, properties: Route53, record: DnsRecord, number: int) -> Resource:
    ttl = record.ttl_seconds if record.ttl_seconds is not None else properties.ttl_seconds
    body = attributes(
        zone_id=Reference(f"aws_route53_zone.{node.key}.zone_id"),
        name=record.name,
        type=record.type,
        ttl=int(ttl) if ttl is not None else asked(node, "ttl", "Time to live in seconds", "number"),
        records=[record.target],
    )
    return site.resource(node, "aws_route53_record", *body, suffix=f"_{number}")
