"""Certificates of AWS, and which one a listener uses."""

import re

from exporters.formats.hcl import Value
from exporters.targets.terraform.aws.issuing import issued, issued_arn
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Parts, Skipped, covered
from exporters.targets.terraform.site import Site, asked, typed
from topologies.graph import Node
from topologies.kinds.nodes.certificate_manager import CertificateManager

_DOMAIN = re.compile(r"(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}")
_METHODS = {"": "DNS", "dns": "DNS", "email": "EMAIL"}


def domains_of(stated: tuple[str, ...]) -> list[str]:
    """The names that a certificate can be for."""
    return [name.lower() for name in dict.fromkeys(stated) if _DOMAIN.fullmatch(name.lower())]


@builds("aws", "certificate-manager")
def certificate_manager(site: Site, node: Node) -> Parts:
    if not _written(node):
        yield Skipped(node.key, "its certificates are not those of AWS Certificate Manager")
        return
    yield from issued(site, node, _names(site, node), _method(node))
    served = _served(site, node)
    links = [
        link for link in site.graph.links_from.get(node.key, ()) if site.graph.nodes[link.target] in served
    ]
    yield covered(node, *links)


def _names(site: Site, manager: Node) -> list[str]:
    """Its own, else those of whatever it serves."""
    stated = domains_of(typed(manager, CertificateManager).domains)
    return stated or domains_of(
        tuple(name for one in _served(site, manager) for name in getattr(one.properties, "domains", ()))
    )


def _method(manager: Node) -> str:
    return _METHODS[typed(manager, CertificateManager).validation]


def _served(site: Site, manager: Node) -> list[Node]:
    """Whose certificate it is, by key."""
    return [one for one in site.linked(manager) if certificate_of(site, one) == manager]


def certificate_of(site: Site, node: Node) -> Node | None:
    """The certificate manager linked to a node, else the only one of its place."""
    around = (*site.graph.links_to.get(node.key, ()), *site.graph.links_from.get(node.key, ()))
    ends = [site.graph.nodes[key] for link in around for key in (link.source, link.target)]
    linked = [one for one in ends if one.kind == "certificate-manager" and site.provider(one) == "aws"]
    return linked[0] if linked and node.kind == "alb" else None


def certificate_arn(site: Site, node: Node) -> Value:
    """The certificate of a balancer: of its manager, its own, or the one that a variable names."""
    manager = _manager(site, node)
    if manager is not None:
        return issued_arn(site, manager, _names(site, manager), _method(manager))
    domains = domains_of(getattr(node.properties, "domains", ()))
    return (
        issued_arn(site, node, domains)
        if domains
        else asked(node, "certificate_arn", "ARN of the certificate")
    )


def own_certificate(site: Site, node: Node) -> Parts:
    """A certificate for the balancer's own names, where no manager gives it one."""
    domains = domains_of(getattr(node.properties, "domains", ()))
    if domains and _manager(site, node) is None:
        yield from issued(site, node, domains)


def _manager(site: Site, node: Node) -> Node | None:
    """Who gives a balancer its certificate."""
    manager = certificate_of(site, node)
    return manager if manager is not None and _written(manager) else None


def _written(manager: Node) -> bool:
    properties = typed(manager, CertificateManager)
    product = properties.product.lower()
    ours = not product or bool(re.search(r"aws|amazon|acm|certificate manager", product))
    return ours and properties.validation != "http"
