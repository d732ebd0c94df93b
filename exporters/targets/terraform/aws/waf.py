"""Web application firewalls before load balancers and CloudFront."""

from collections.abc import Iterator

from exporters.formats.hcl import Attribute, Block, Reference, attributes, block
from exporters.targets.terraform.aws.support import log_group
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Parts, Resource, Skipped, covered, note
from exporters.targets.terraform.site import GLOBAL_ALIAS, Site, short, typed
from topologies.graph import Link, Node
from topologies.kinds.nodes.waf import Waf

_WINDOWS = (60, 120, 300, 600)
_SETS = {"sql": "AWSManagedRulesSQLiRuleSet"}
_ALWAYS = ("AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet")


@builds("aws", "waf")
def waf(site: Site, node: Node) -> Parts:
    properties = typed(node, Waf)
    product = properties.product.lower()
    if product and "aws" not in product and "amazon" not in product:
        yield Skipped(node.key, "it is a product of another maker, not AWS WAF")
        return
    guarded = guarded_by(site, node)
    everywhere = any(kind == "cloudfront" for _, (_, kind) in guarded.items())
    head = attributes(
        provider=Reference(f"aws.{GLOBAL_ALIAS}") if everywhere else None,
        name=short(node.key, 120),
        scope="CLOUDFRONT" if everywhere else "REGIONAL",
    )
    allow = block("default_action", body=[block("allow")])
    rules = list(_rules(properties))
    yield site.resource(node, "aws_wafv2_web_acl", *head, allow, *rules, _visible(node.key))
    if not everywhere:
        yield from _logs(site, node)
    for key, (link, kind) in sorted(guarded.items()):
        if kind == "alb":
            yield _association(site, node, key)
        yield covered(link)
    yield from _remarks(node, properties, guarded)
    yield covered(node, *site.graph.ports_of.get(node.key, ()))


def _logs(site: Site, node: Node) -> Parts:
    """What it let through and what it blocked. AWS takes only log groups whose names begin so."""
    yield log_group(site, node, f"aws-waf-logs-{node.key}")
    body = attributes(
        log_destination_configs=[Reference(f"aws_cloudwatch_log_group.{node.key}.arn")],
        resource_arn=Reference(f"aws_wafv2_web_acl.{node.key}.arn"),
    )
    yield site.resource(node, "aws_wafv2_web_acl_logging_configuration", *body)


def guarded_by(site: Site, node: Node) -> dict[str, tuple[Link, str]]:
    """What a firewall stands before: CloudFront, or else load balancers of its region. Not both: scopes differ."""
    found: dict[str, tuple[Link, str]] = {}
    for link in (*site.graph.links_from.get(node.key, ()), *site.graph.links_to.get(node.key, ())):
        other = site.graph.nodes[link.target if link.source == node.key else link.source]
        if other.kind in ("alb", "cloudfront") and site.provider(other) == "aws":
            found.setdefault(other.key, (link, other.kind))
    clouds = {key: pair for key, pair in found.items() if pair[1] == "cloudfront"}
    near = {key: pair for key, pair in found.items() if site.place(site.graph.nodes[key]) == site.place(node)}
    return clouds or near


def _association(site: Site, node: Node, balancer: str) -> Resource:
    body = attributes(
        resource_arn=Reference(f"aws_lb.{balancer}.arn"),
        web_acl_arn=Reference(f"aws_wafv2_web_acl.{node.key}.arn"),
    )
    return site.resource(node, "aws_wafv2_web_acl_association", *body, suffix=f"_{balancer}")


def _rules(properties: Waf) -> Iterator[Block]:
    named = [
        *_ALWAYS,
        *(name for word, name in _SETS.items() if any(word in text.lower() for text in properties.rules)),
    ]
    for priority, name in enumerate(named, 1):
        which = block("managed_rule_group_statement", body=attributes(name=name, vendor_name="AWS"))
        yield _rule(name, priority, which, block("override_action", body=[block("none")]))
    if properties.rate_limit_requests:
        limit = attributes(
            limit=max(properties.rate_limit_requests, 10),
            aggregate_key_type="IP",
            evaluation_window_sec=_window(properties.rate_limit_window_seconds),
        )
        which = block("rate_based_statement", body=limit)
        yield _rule("rate-limit", len(named) + 1, which, block("action", body=[block("block")]))


def _window(seconds: float | None) -> int:
    """The nearest window that AWS counts over."""
    return min(_WINDOWS, key=lambda one: (abs(one - (seconds or 300)), one))


def _rule(name: str, priority: int, statement: Block, action: Block) -> Block:
    body: list[Attribute | Block] = [
        *attributes(name=name, priority=priority),
        action,
        block("statement", body=[statement]),
        _visible(name),
    ]
    return block("rule", body=body)


def _visible(name: str) -> Block:
    body = attributes(
        cloudwatch_metrics_enabled=True, metric_name=short(name, 120), sampled_requests_enabled=True
    )
    return block("visibility_config", body=body)


def _remarks(node: Node, properties: Waf, guarded: dict[str, tuple[Link, str]]) -> Parts:
    if not guarded:
        yield note(
            node, "no load balancer or CloudFront of its place is linked to it, so it guards nothing yet"
        )
    if properties.ip_filtering:
        yield note(node, "no addresses are stated to filter, so that rule is left out")
    if properties.geo_restrictions:
        yield note(node, "which countries are restricted is not stated as a list, so that rule is left out")
