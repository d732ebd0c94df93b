"""Cloudflare in front of origins: one proxied name, and balancing over regions where that is bought."""

from collections.abc import Mapping

from exporters.formats.hcl import Reference, Value, attributes
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.cloudflare.balancing import balancer
from exporters.targets.terraform.cloudflare.origins import Front, Origin, origins
from exporters.targets.terraform.cloudflare.support import account_id, zone_id, zone_of
from exporters.targets.terraform.parts import Parts, covered, note
from exporters.targets.terraform.site import Site, asked, typed
from topologies.graph import Node
from topologies.kinds.nodes.cloudflare_cdn import CloudflareCdn

_VERSIONS = ("1.0", "1.1", "1.2", "1.3")


@builds("cloudflare", "cloudflare-cdn")
def cdn(site: Site, node: Node) -> Parts:
    properties = typed(node, CloudflareCdn)
    behind = origins(site, node)
    domain = properties.domains[0] if properties.domains else ""
    written = zone_of(site, node, domain)
    if written is None:
        yield from _own_zone(site, node)
    front = Front(written or zone_id(node), domain or Reference(f"cloudflare_zone.{node.key}.name"))
    yield from _settings(site, node, properties, front)
    if properties.load_balancing and behind:
        yield from balancer(site, node, properties, behind, front)
    else:
        yield from _records(site, node, behind, front)
    yield from _aliases(site, node, properties, front)
    yield covered(node, *site.graph.ports_of.get(node.key, ()), *(one.link for one in behind))
    yield from _remarks(node, properties, behind)


def _own_zone(site: Site, node: Node) -> Parts:
    name = asked(node, "zone_name", "Name of the zone")
    body = attributes(account={"id": account_id(site, node)}, name=name, type="full")
    yield site.resource(node, "cloudflare_zone", *body)


def _settings(site: Site, node: Node, properties: CloudflareCdn, front: Front) -> Parts:
    """What is stated; everything else stays as Cloudflare sets it."""
    minimum = properties.tls_minimum.upper().removeprefix("TLS").strip(" V")
    stated: Mapping[str, Value] = {
        "always_use_https": "on" if properties.https_only else None,
        "brotli": "on" if properties.compress else None,
        "min_tls_version": minimum if minimum in _VERSIONS else None,
        "ssl": properties.origin_tls or None,
    }
    for name, value in stated.items():
        if value is not None:
            body = attributes(zone_id=front.zone, setting_id=name, value=value)
            yield site.resource(node, "cloudflare_zone_setting", *body, suffix=f"_{name}")


def _records(site: Site, node: Node, behind: list[Origin], front: Front) -> Parts:
    for one in behind:
        suffix = f"_{one.link.target}"  # also of the only one, which another must not rename
        body = attributes(
            zone_id=front.zone, name=front.name, type=one.type, content=one.address, ttl=1, proxied=True
        )
        yield site.resource(node, "cloudflare_dns_record", *body, suffix=suffix)
    if len(behind) > 1:
        targets = ", ".join(one.link.target for one in behind)
        yield note(
            node, f"no load balancing is stated, so Cloudflare takes {targets} in turn, healthy or not"
        )


def _aliases(site: Site, node: Node, properties: CloudflareCdn, front: Front) -> Parts:
    for number, domain in enumerate(properties.domains[1:], 2):
        body = attributes(
            zone_id=front.zone, name=domain, type="CNAME", content=front.name, ttl=1, proxied=True
        )
        yield site.resource(node, "cloudflare_dns_record", *body, suffix=f"_{number}")


def _remarks(node: Node, properties: CloudflareCdn, behind: list[Origin]) -> Parts:
    if not behind:
        yield note(
            node, "no origin with an address that this module knows is linked to it, so it has no record"
        )
    if not properties.origin_tls:
        yield note(
            node, "how it speaks to the origin is not stated; choose strict, and give origins certificates"
        )
    if properties.plan:
        yield note(node, f"the plan ({properties.plan}) is bought on Cloudflare's own pages")
    if properties.default_ttl_seconds is not None:
        yield note(
            node, "how long it keeps files follows the origin's headers; no rule of its own is written"
        )
