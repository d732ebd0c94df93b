"""CloudFront before buckets and load balancers."""

from collections.abc import Iterator

from exporters.formats.hcl import Block, Reference, Template, Value, attributes, block
from exporters.targets.terraform.aws.certificates import domains_of
from exporters.targets.terraform.aws.issuing import issued, issued_arn
from exporters.targets.terraform.aws.support import policy
from exporters.targets.terraform.aws.waf import guarded_by
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Export, Parts, Resource, Skipped, covered, note
from exporters.targets.terraform.site import Site, typed
from topologies.graph import Link, Node
from topologies.kinds.nodes.cloudfront import CloudFront

_CLASSES = frozenset({"PriceClass_All", "PriceClass_200", "PriceClass_100"})
_SECURITY_HEADERS = "67f7725c-6f97-4210-82d7-5512b31e9d03"  # AWS's own policy of that name
_READ, _ALL = ["GET", "HEAD", "OPTIONS"], ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]


@builds("aws", "cloudfront")
def cloudfront(site: Site, node: Node) -> Parts:
    properties = typed(node, CloudFront)
    links = _origins(site, node)
    if not links:
        yield Skipped(node.key, "no bucket or load balancer of AWS is linked to it as an origin")
        return
    domains = domains_of(properties.domains)
    if domains:
        yield from issued(site, node, domains, everywhere=True)
    yield _distribution(site, node, properties, links, domains)
    for link in links:
        if site.graph.nodes[link.target].kind == "s3-bucket":
            yield from _bucket(site, node, site.graph.nodes[link.target])
    name = Reference(f"aws_cloudfront_distribution.{node.key}.domain_name")
    yield Export(f"{node.key}_domain_name", f"Name of {node.key}", name)
    if not domains:
        yield note(node, "no name is stated for it, so it answers to its own name at cloudfront.net alone")
    if len(links) > 1:
        yield note(node, f"what the design does not tell apart goes to the first origin, {links[0].target}")
    yield covered(node, *site.graph.ports_of.get(node.key, ()), *links)


def _origins(site: Site, node: Node) -> list[Link]:
    found: dict[str, Link] = {}
    for link in site.graph.links_from.get(node.key, ()):
        target = site.graph.nodes[link.target]
        if target.kind in ("s3-bucket", "alb") and site.provider(target) == "aws":
            found.setdefault(target.key, link)
    return list(found.values())


def _distribution(
    site: Site, node: Node, properties: CloudFront, links: list[Link], domains: list[str]
) -> Resource:
    targets = [site.graph.nodes[link.target] for link in links]
    body = attributes(
        enabled=True,
        is_ipv6_enabled=True,
        comment=node.key,
        default_root_object=None if targets[0].kind != "s3-bucket" else "index.html",
        aliases=list(domains) or None,
        price_class=properties.price_class if properties.price_class in _CLASSES else None,
        web_acl_id=_filter(site, node),
    )
    restrictions = block("geo_restriction", body=attributes(restriction_type="none"))
    blocks = [
        *(_origin(target) for target in targets),
        _behaviour(targets[0], properties),
        block("restrictions", body=[restrictions]),
        _viewer(site, node, domains),
    ]
    return site.resource(node, "aws_cloudfront_distribution", *body, *blocks)


def _filter(site: Site, node: Node) -> Value:
    """The firewall linked to it, if there is one."""
    for one in site.linked(node):
        if one.kind == "waf" and site.provider(one) == "aws" and node.key in guarded_by(site, one):
            return Reference(f"aws_wafv2_web_acl.{one.key}.arn")
    return None


def _origin(target: Node) -> Block:
    if target.kind == "s3-bucket":
        body = attributes(
            origin_id=target.key,
            domain_name=Reference(f"aws_s3_bucket.{target.key}.bucket_regional_domain_name"),
            origin_access_control_id=Reference(f"aws_cloudfront_origin_access_control.{target.key}.id"),
        )
        return block("origin", body=body)
    body = attributes(origin_id=target.key, domain_name=Reference(f"aws_lb.{target.key}.dns_name"))
    custom = attributes(
        http_port=80, https_port=443, origin_protocol_policy="https-only", origin_ssl_protocols=["TLSv1.2"]
    )
    return block("origin", body=[*body, block("custom_origin_config", body=custom)])


def _behaviour(target: Node, properties: CloudFront) -> Block:
    files = target.kind == "s3-bucket"
    ttl = None if properties.default_ttl_seconds is None else int(properties.default_ttl_seconds)
    body = attributes(
        target_origin_id=target.key,
        viewer_protocol_policy="allow-all" if properties.https_only is False else "redirect-to-https",
        allowed_methods=list(_READ if files else _ALL),
        cached_methods=list(_READ),
        compress=properties.compress is not False,
        response_headers_policy_id=_SECURITY_HEADERS,
        default_ttl=ttl,
    )
    cookies = block("cookies", body=attributes(forward="none" if files else "all"))
    kept = attributes(query_string=not files, headers=None if files else ["Authorization", "Host", "Origin"])
    return block("default_cache_behavior", body=[*body, block("forwarded_values", body=[*kept, cookies])])


def _viewer(site: Site, node: Node, domains: list[str]) -> Block:
    if not domains:
        return block("viewer_certificate", body=attributes(cloudfront_default_certificate=True))
    body = attributes(
        acm_certificate_arn=issued_arn(site, node, domains),
        ssl_support_method="sni-only",
        minimum_protocol_version="TLSv1.2_2021",
    )
    return block("viewer_certificate", body=body)


def _bucket(site: Site, node: Node, target: Node) -> Iterator[Resource]:
    """Only this distribution may read the bucket."""
    control = attributes(
        name=target.key[:64],
        origin_access_control_origin_type="s3",
        signing_behavior="always",
        signing_protocol="sigv4",
    )
    yield site.resource(target, "aws_cloudfront_origin_access_control", *control)
    distribution = Reference(f"aws_cloudfront_distribution.{node.key}.arn")
    statement: dict[str, Value] = {
        "Effect": "Allow",
        "Action": "s3:GetObject",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Resource": Template((Reference(f"aws_s3_bucket.{target.key}.arn"), "/*")),
        "Condition": {"StringEquals": {"AWS:SourceArn": distribution}},
    }
    body = attributes(bucket=Reference(f"aws_s3_bucket.{target.key}.id"), policy=policy([statement]))
    yield site.resource(target, "aws_s3_bucket_policy", *body)
