"""Has AWS issue a certificate: what proves that its names are ours stands in the zone that holds them, where one is drawn.

Source of facts: AWS documentation, Certificate Manager, DNS validation; Terraform's documentation of the AWS provider,
aws_acm_certificate_validation.
"""

from exporters.formats.hcl import Attribute, Expression, Reference, Value, attributes, block, call
from exporters.targets.terraform.parts import Parts, note
from exporters.targets.terraform.site import GLOBAL_ALIAS, Site, asked, typed
from topologies.graph import Node
from topologies.kinds.nodes.route53 import Route53

_TTL_SECONDS = 60


def issued(
    site: Site, node: Node, domains: list[str], method: str = "DNS", *, everywhere: bool = False
) -> Parts:
    """A certificate for these names; `everywhere` = where CloudFront looks for its own."""
    first: Value = domains[0] if domains else asked(node, "domain", "Domain name of the certificate")
    head: tuple[Attribute, ...] = attributes(provider=Reference(f"aws.{GLOBAL_ALIAS}")) if everywhere else ()
    body = attributes(
        domain_name=first, subject_alternative_names=list(domains[1:]) or None, validation_method=method
    )
    kept = block("lifecycle", body=attributes(create_before_destroy=True))
    yield site.resource(node, "aws_acm_certificate", *head, *body, kept)
    zone = _zone(site, domains, method)
    if zone is not None:
        yield from _proven(site, node, domains, zone, head)
        yield note(node, f"AWS issues it once the registrar names the name servers of {zone.key}")


def issued_arn(site: Site, node: Node, domains: list[str], method: str = "DNS") -> Reference:
    """The address of the certificate: where its names are proven, the one that waits until it is issued."""
    proven = _zone(site, domains, method) is not None
    type_, name = (
        ("aws_acm_certificate_validation", "certificate_arn") if proven else ("aws_acm_certificate", "arn")
    )
    return Reference(f"{type_}.{node.key}.{name}")


def _zone(site: Site, domains: list[str], method: str) -> Node | None:
    """The only drawn zone that holds all the names."""
    if method != "DNS" or not domains:
        return None
    zones = [one for one in site.nodes_of("aws", "route53") if _holds(typed(one, Route53).zone_name, domains)]
    return zones[0] if len(zones) == 1 else None


def _holds(zone: str, domains: list[str]) -> bool:
    end = zone.lower()
    return "." in end and all(name == end or name.endswith(f".{end}") for name in domains)


def _proven(site: Site, node: Node, domains: list[str], zone: Node, head: tuple[Attribute, ...]) -> Parts:
    certificate = f"aws_acm_certificate.{node.key}"

    def told(what: str) -> Expression:
        options = f"{certificate}.domain_validation_options"
        return Expression(f"one([for one in {options} : one.{what} if one.domain_name == each.value])")

    records = attributes(
        # AWS asks for the same record for *.example.org as for example.org.
        for_each=call(
            "toset", [name for name in domains if name.removeprefix("*.") == name or name[2:] not in domains]
        ),
        zone_id=Reference(f"aws_route53_zone.{zone.key}.zone_id"),
        name=told("resource_record_name"),
        type=told("resource_record_type"),
        ttl=_TTL_SECONDS,
        records=[told("resource_record_value")],
        allow_overwrite=True,  # two certificates for one name ask for one record
    )
    yield site.resource(node, "aws_route53_record", *records, suffix="_validation")
    names = Expression(f"values(aws_route53_record.{node.key}_validation)[*].fqdn")
    body = attributes(certificate_arn=Reference(f"{certificate}.arn"), validation_record_fqdns=names)
    yield site.resource(node, "aws_acm_certificate_validation", *head, *body)
