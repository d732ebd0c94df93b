"""Zones and the records that people state."""

from exporters.formats.hcl import Value, attributes
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.cloudflare.support import account_id, zone_id
from exporters.targets.terraform.parts import Parts, covered, note
from exporters.targets.terraform.site import Site, asked, typed
from topologies.graph import Node
from topologies.kinds.names import DnsRecord
from topologies.kinds.nodes.dns import Dns

_PLAIN = frozenset({"A", "AAAA", "CNAME", "MX", "NS", "TXT"})
_FIRST = 10  # the usual priority of the only mail server
_AUTOMATIC = 1  # Cloudflare's word for "as you like"


@builds("cloudflare", "dns")
def dns(site: Site, node: Node) -> Parts:
    properties = typed(node, Dns)
    name = properties.zone_name or asked(node, "zone_name", "Name of the zone")
    body = attributes(account={"id": account_id(site, node)}, name=name, type="full")
    yield site.resource(node, "cloudflare_zone", *body)
    for number, record in enumerate(properties.records, 1):
        if record.type not in _PLAIN or not record.target or record.target in site.graph.nodes:
            yield note(node, f"record {record.name!r} is left out: it is no plain name with what it answers")
            continue
        body = attributes(
            zone_id=zone_id(node),
            name=record.name,
            type=record.type,
            content=record.target,
            priority=_FIRST if record.type == "MX" else None,
            ttl=_ttl(record, properties),
            proxied=False,
        )
        yield site.resource(node, "cloudflare_dns_record", *body, suffix=f"_{number}")
    aliased = [
        link
        for link in site.graph.links_from.get(node.key, ())
        if link.role == "dns" and _is_site(site, link.target)
    ]
    yield covered(node, *site.graph.ports_of.get(node.key, ()), *aliased)


def _is_site(site: Site, key: str) -> bool:
    """Whether the node writes its own records into the zone."""
    node = site.graph.nodes[key]
    return site.provider(node) == "cloudflare" and node.kind == "cloudflare-pages"


def _ttl(record: DnsRecord, properties: Dns) -> Value:
    stated = record.ttl_seconds or properties.ttl_seconds
    return max(60, int(stated)) if stated else _AUTOMATIC
