"""Application load balancers with their listeners and targets."""

from collections.abc import Iterator, Sequence

from exporters.formats.hcl import Block, Reference, Value, attributes, block
from exporters.targets.terraform.aws.balancing import (
    MACHINES,
    MOST,
    behind,
    listener_ports,
    target_group_name,
    target_port,
)
from exporters.targets.terraform.aws.certificates import certificate_arn, own_certificate
from exporters.targets.terraform.aws.support import group_ids, or_none, subnet_ids, vpc_id
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Export, Parts, Resource, covered, note
from exporters.targets.terraform.site import Site, asked, short, typed
from topologies.graph import Link, Node, Port
from topologies.kinds.nodes.alb import Alb
from topologies.kinds.properties import HealthCheck

_MODERN = "ELBSecurityPolicy-TLS13-1-2-2021-06"
_STRICT = "ELBSecurityPolicy-TLS13-1-3-2021-06"


@builds("aws", "alb")
def alb(site: Site, node: Node) -> Parts:
    properties = typed(node, Alb)
    links = behind(site, node)
    yield _balancer(site, node, properties)
    for link in links:
        yield _target_group(site, node, link, properties)
    ports = [port for port in site.graph.ports_of.get(node.key, ()) if port.protocol == "tcp"]
    if any(port.tls for port in ports) or not ports:
        yield from own_certificate(site, node)
    yield from _listeners(site, node, links, properties)
    name = Reference(f"aws_lb.{node.key}.dns_name")
    yield Export(f"{node.key}_dns_name", f"Name of {node.key}", name)
    yield from _remarks(site, node, properties, links, ports)
    yield covered(node, *ports, *links)


def _balancer(site: Site, node: Node, properties: Alb) -> Resource:
    stated = properties.deletion_protection
    body = attributes(
        name=short(node.key, 32),
        load_balancer_type="application",
        internal=not properties.internet_facing,
        subnets=subnet_ids(
            site, node, *(("public",) if properties.internet_facing else ("private", "isolated"))
        ),
        security_groups=or_none(group_ids(site, node)),
        drop_invalid_header_fields=True,
        enable_deletion_protection=site.production if stated is None else stated,
        idle_timeout=_whole(properties.idle_timeout_seconds),
    )
    bucket = asked(node, "log_bucket", "Bucket for the access logs")
    logs = (
        [block("access_logs", body=attributes(bucket=bucket, enabled=True))] if properties.access_logs else []
    )
    return site.resource(node, "aws_lb", *body, *logs)


def _target_group(site: Site, node: Node, link: Link, properties: Alb) -> Resource:
    target = site.graph.nodes[link.target]
    machines = target.kind in MACHINES
    port = site.graph.ports.get(link.port or "")
    encrypted = bool(link.encrypted or (port and port.tls))
    body = attributes(
        name=short(f"{link.source}-{link.target}", 32),
        port=target_port(site, link),
        protocol="HTTPS" if encrypted else "HTTP",
        target_type="instance" if machines else "ip",
        vpc_id=vpc_id(site, target),
    )
    check = properties.health_check or getattr(target.properties, "health_check", None)
    blocks = [_health(check, "HTTPS" if encrypted else "HTTP"), *_sticky(properties)]
    made = site.resource(target, "aws_lb_target_group", *body, *blocks)
    named = Block("resource", ("aws_lb_target_group", target_group_name(link)), made.block.body)
    return Resource(made.file, made.remarks, named)


def _health(check: HealthCheck | None, protocol: str) -> Block:
    """What is not stated is what AWS would do anyway; the path is said, so that a reader sees it."""
    check = check or HealthCheck()
    body = attributes(
        protocol=protocol,
        path=check.path if check.path.startswith("/") else "/",
        interval=_whole(check.interval_seconds),
        timeout=_whole(check.timeout_seconds),
        unhealthy_threshold=max(2, min(check.retries, 10)) if check.retries else None,
    )
    return block("health_check", body=body)


def _sticky(properties: Alb) -> Iterator[Block]:
    if properties.sticky_sessions is not None:
        yield block("stickiness", body=attributes(type="lb_cookie", enabled=properties.sticky_sessions))


def _listeners(site: Site, node: Node, links: list[Link], properties: Alb) -> Iterator[Resource]:
    """Plain ports lead to the one with TLS where there is one."""
    secure, plain = listener_ports(site, node)
    for number in secure:
        body = attributes(
            load_balancer_arn=Reference(f"aws_lb.{node.key}.arn"),
            port=number,
            protocol="HTTPS",
            ssl_policy=_STRICT if "1.3" in properties.tls_minimum else _MODERN,
            certificate_arn=certificate_arn(site, node),
        )
        yield site.resource(node, "aws_lb_listener", *body, _forward(links), suffix=f"_{number}")
    for number in plain:
        body = attributes(load_balancer_arn=Reference(f"aws_lb.{node.key}.arn"), port=number, protocol="HTTP")
        action = _redirect(secure[0]) if secure else _forward(links)
        yield site.resource(node, "aws_lb_listener", *body, action, suffix=f"_{number}")


def _redirect(number: int) -> Block:
    body = attributes(port=str(number), protocol="HTTPS", status_code="HTTP_301")
    return block("default_action", body=[*attributes(type="redirect"), block("redirect", body=body)])


def _forward(links: Sequence[Link]) -> Block:
    if not links:
        none = block("fixed_response", body=attributes(content_type="text/plain", status_code="503"))
        return block("default_action", body=[*attributes(type="fixed-response"), none])
    if len(links) == 1:
        return block("default_action", body=attributes(type="forward", target_group_arn=_group(links[0])))
    groups = [
        block("target_group", body=attributes(arn=_group(link), weight=_weight(link))) for link in links
    ]
    return block("default_action", body=[*attributes(type="forward"), block("forward", body=groups)])


def _group(link: Link) -> Reference:
    return Reference(f"aws_lb_target_group.{target_group_name(link)}.arn")


def _weight(link: Link) -> Value:
    return 100 if link.weight is None else link.weight


def _remarks(site: Site, node: Node, properties: Alb, links: list[Link], ports: list[Port]) -> Parts:
    if not ports:
        yield note(node, "no port is stated; it listens on 443")
    checked = [
        properties.health_check,
        *(getattr(site.graph.nodes[link.target].properties, "health_check", None) for link in links),
    ]
    if links and not any(one and one.path.startswith("/") for one in checked):
        yield note(node, "no path to check is stated, so it asks for / as AWS does by itself")
    if not links:
        yield note(node, "nothing is behind it that AWS could send requests to; it answers 503")
    if len(links) > 1 and all(link.weight is None for link in links):
        yield note(
            node, "requests are spread evenly over all that is linked; the design does not tell them apart"
        )
    stated = [link for link in site.graph.links_from.get(node.key, ()) if link.role == "traffic"]
    if len(links) == MOST < len({link.target for link in stated}):
        yield note(node, f"a listener spreads over {MOST} at most; links beyond these are left out")
    if site.production and properties.deletion_protection is None:
        yield note(node, "protected against deletion, as production; the document does not say")


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else int(seconds)
