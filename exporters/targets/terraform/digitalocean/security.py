"""Cloud firewalls of droplets. They drop what no rule allows, in both directions."""

from collections.abc import Iterator
from dataclasses import dataclass

from exporters.formats.hcl import Attribute, Block, Reference, Value, attributes, block
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.digitalocean.support import droplet_id
from exporters.targets.terraform.parts import Covered, Parts, Skipped, covered, note
from exporters.targets.terraform.site import Site, short
from topologies.graph import Attachment, Rule, SecurityGroup, Zone

_ANYWHERE: list[Value] = ["0.0.0.0/0", "::/0"]
_BLOCKS = {"ingress": ("inbound_rule", "source"), "egress": ("outbound_rule", "destination")}


@dataclass(frozen=True, slots=True)
class Unwritable(Exception):
    """A rule that a cloud firewall cannot express; the message says why."""

    reason: str


@builds("digitalocean", "security_groups")
def firewall(site: Site, group: SecurityGroup) -> Parts:
    hosts = _droplets(site, group)
    if not hosts:
        yield Skipped(group.key, "it is attached to no droplet, and cloud firewalls guard those")
        return
    rules, skipped = _rules(site, group)
    body = attributes(name=short(group.key, 200), droplet_ids=[droplet_id(zone.key) for zone in hosts])
    yield site.resource(group, "digitalocean_firewall", *body, *rules, *_defaults(group))
    if group.firewall:
        yield note(group, "stated as a firewall on the host; written as a cloud firewall before it")
    yield covered(group)
    yield Covered(tuple(one.key for one in site.graph.rules_of.get(group.key, ()) if one.key not in skipped))
    yield from (Skipped(key, reason) for key, reason in skipped.items())


def _droplets(site: Site, group: SecurityGroup) -> list[Zone]:
    targets = site.targets_of.get(group.key, ())
    zones = (zone for zone in targets if isinstance(zone, Zone) and zone.kind == "droplet")
    return [zone for zone in zones if site.provider(zone) == "digitalocean"]


def _rules(site: Site, group: SecurityGroup) -> tuple[list[Block], dict[str, str]]:
    written: list[Block] = []
    skipped: dict[str, str] = {}
    for one in site.graph.rules_of.get(group.key, ()):
        try:
            written.extend(_rule(site, one))
        except Unwritable as why:
            skipped[one.key] = why.reason
    return written, skipped


def _rule(site: Site, one: Rule) -> Iterator[Block]:
    name, side = _BLOCKS[one.direction]
    peer = _peer(site, one, side)
    for protocol in ("icmp", "tcp", "udp") if one.protocol == "all" else (one.protocol,):
        yield block(name, body=(*_what(protocol, one), peer))


def _what(protocol: str, one: Rule) -> tuple[Attribute, ...]:
    if protocol == "icmp":
        return attributes(protocol=protocol)
    first, last = one.ports
    return attributes(protocol=protocol, port_range=str(first) if first == last else f"{first}-{last}")


def _peer(site: Site, one: Rule, side: str) -> Attribute:
    if one.cidr:
        return Attribute(f"{side}_addresses", [one.cidr])
    if one.peer_group:
        hosts = _droplets(site, site.graph.security_groups[one.peer_group])
        if not hosts:
            raise Unwritable(f"its peer {one.peer_group} guards no droplet")
        return Attribute(f"{side}_droplet_ids", [droplet_id(zone.key) for zone in hosts])
    return _peer_zone(site, site.graph.zones[one.peer_zone or ""], side)


def _peer_zone(site: Site, zone: Zone, side: str) -> Attribute:
    if site.provider(zone) == "digitalocean" and zone.kind == "network":
        return Attribute(f"{side}_addresses", [Reference(f"digitalocean_vpc.{zone.key}.ip_range")])
    if site.provider(zone) == "digitalocean" and zone.kind == "droplet":
        return Attribute(f"{side}_droplet_ids", [droplet_id(zone.key)])
    raise Unwritable(f"its peer {zone.key} is neither a network nor a droplet of DigitalOcean")


def _defaults(group: SecurityGroup) -> Iterator[Block]:
    for direction, default in (("ingress", group.default_ingress), ("egress", group.default_egress)):
        if default == "allow":
            name, side = _BLOCKS[direction]
            for protocol in ("icmp", "tcp", "udp"):
                ports = None if protocol == "icmp" else "1-65535"
                body = attributes(protocol=protocol, port_range=ports)
                yield block(name, body=(*body, Attribute(f"{side}_addresses", _ANYWHERE)))


@builds("digitalocean", "attachments")
def attachment(site: Site, one: Attachment) -> Parts:
    target, group = site.graph.by_key[one.target], site.graph.security_groups[one.group]
    if isinstance(target, Zone) and target.kind == "droplet" and site.provider(group) == "digitalocean":
        yield covered(one)
    else:
        yield Skipped(one.key, f"cloud firewalls guard droplets, and {target.key} is none")
