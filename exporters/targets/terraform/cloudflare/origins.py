"""Where Cloudflare passes requests on to: the public addresses that the same module makes."""

from dataclasses import dataclass

from exporters.formats.hcl import Reference, Value
from exporters.targets.terraform.digitalocean.support import host_of
from exporters.targets.terraform.site import Site
from topologies.graph import Link, Node


@dataclass(frozen=True, slots=True)
class Front:
    """The name that people type, and the zone that holds it."""

    zone: Reference
    name: Value


@dataclass(frozen=True, slots=True)
class Origin:
    """The end of a link; `type` is that of the record which names its address."""

    link: Link
    address: Reference
    type: str


def origins(site: Site, node: Node) -> list[Origin]:
    links = site.graph.links_from.get(node.key, ())
    serving = (link for link in links if link.role == "traffic" and link.weight != 0)
    return [one for link in serving if (one := _origin(site, link)) is not None]


def _origin(site: Site, link: Link) -> Origin | None:
    target = site.graph.nodes[link.target]
    provider = site.provider(target)
    if provider == "digitalocean" and target.kind == "do-load-balancer":
        return Origin(link, Reference(f"digitalocean_loadbalancer.{target.key}.ip"), "A")
    if provider == "aws" and target.kind == "alb":
        return Origin(link, Reference(f"aws_lb.{target.key}.dns_name"), "CNAME")
    host = host_of(site, target)
    if host is None:
        return None
    return Origin(link, Reference(f"digitalocean_droplet.{host.key}.ipv4_address"), "A")
