"""Certificates of AWS, and which one a listener uses."""

import re

from exporters.formats.hcl import Attribute, Reference, Value, attributes, block
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Parts, Resource, Skipped, covered
from exporters.targets.terraform.site import GLOBAL_ALIAS, Site, asked, typed
from topologies.graph import Node
from topologies.kinds.nodes.certificate_manager import CertificateManager

_DOMAIN = re.compile(r"(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}")
_METHODS = {"": "DNS", "dns": "DNS", "email": "EMAIL"}


def domains_of(stated: tuple[str, ...]) -> list[str]:
    """The names that a certificate can be for."""
    return [name.lower() for name in dict.fromkeys(stated) if _DOMAIN.fullmatch(name.lower())]


@builds("aws", "certificate-manager")
def certificate_manager(site: Site, node: Node) -> Parts:
    properties = typed(node, CertificateManager)
    if not _written(node):
        yield Skipped(node.key, "its certificates are not those of AWS Certificate Manager")
        return
    domains = domains_of(properties.domains)
    served = _served(site, node)
    domains = domains or domains_of(
        tuple(name for one in served for name in getattr(one.properties, "domains", ()))
    )
    yield certificate(site, node, domains, _METHODS[properties.validation])
    links = [
        link for link in site.graph.links_from.get(node.key, ()) if site.graph.nodes[link.target] in served
    ]
    yield covered(node, *links)


def _served(site: Site, manager: Node) -> list[Node]:
    """Whose certificate it is, by key."""
    return [one for one in site.linked(manager) if certificate_of(site, one) == manager]


def certificate(
    site: Site, node: Node, domains: list[str], method: str = "DNS", *, everywhere: bool = False
) -> Resource:
    first: Value = domains[0] if domains else asked(node, "domain", "Domain name of the certificate")
    head: tuple[Attribute, ...] = attributes(provider=Reference(f"aws.{GLOBAL_ALIAS}")) if everywhere else ()
    body = attributes(
        domain_name=first, subject_alternative_names=list(domains[1:]) or None, validation_method=method
    )
    kept = block("lifecycle", body=attributes(create_before_destroy=True))
    return site.resource(node, "aws_acm_certificate", *head, *body, kept)


def certificate_of(site: Site, node: Node) -> Node | None:
    """The certificate manager linked to a node, else the only one of its place."""
    around = (*site.graph.links_to.get(node.key, ()), *site.graph.links_from.get(node.key, ()))
    ends = [site.graph.nodes[key] for link in around for key in (link.source, link.target)]
    linked = [one for one in ends if one.kind == "certificate-manager" and site.provider(one) == "aws"]
    return linked[0] if linked and node.kind == "alb" else None


def certificate_arn(site: Site, node: Node) -> Value:
    """The certificate of a balancer: of its manager, its own, or the one that a variable names."""
    manager = certificate_of(site, node)
    if manager is not None and _written(manager):
        return Reference(f"aws_acm_certificate.{manager.key}.arn")
    if domains_of(getattr(node.properties, "domains", ())):
        return Reference(f"aws_acm_certificate.{node.key}.arn")
    return asked(node, "certificate_arn", "ARN of the certificate")


def own_certificate(site: Site, node: Node) -> Parts:
    """A certificate for the balancer's own names, where no manager gives it one."""
    arn = certificate_arn(site, node)
    domains = domains_of(getattr(node.properties, "domains", ()))
    if isinstance(arn, Reference) and arn.text == f"aws_acm_certificate.{node.key}.arn":
        yield certificate(site, node, domains)


def _written(manager: Node) -> bool:
    properties = typed(manager, CertificateManager)
    product = properties.product.lower()
    ours = not product or bool(re.search(r"aws|amazon|acm|certificate manager", product))
    return ours and properties.validation != "http"
