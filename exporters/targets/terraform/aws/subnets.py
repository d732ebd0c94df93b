"""Subnet tiers: one subnet for each availability zone, with their routes."""

import re
from ipaddress import IPv4Network, IPv6Network, ip_network

from exporters.formats.hcl import Expression, Value, attributes
from exporters.targets.terraform.aws.routes import tables
from exporters.targets.terraform.aws.support import network_of, tier, vpc_id, zone_names
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Parts, Variable, covered, note
from exporters.targets.terraform.site import Site, asked, described, typed
from topologies.graph import Zone
from topologies.kinds.zones.network import Network

_AVAILABILITY_ZONE = re.compile(r"[a-z]{2}(-[a-z]+)+-\d[a-z]")


@builds("aws", "subnet-tier")
def subnet_tier(site: Site, zone: Zone) -> Parts:
    cidrs: Value = dict(tier(zone).cidrs) or asked(
        zone, "cidrs", "IPv4 range for each availability zone", "map(string)"
    )
    body = attributes(
        for_each=cidrs,
        vpc_id=vpc_id(site, zone),
        cidr_block=Expression("each.value"),
        availability_zone=_availability_zone(site, zone),
        map_public_ip_on_launch=False,
    )
    yield site.resource(zone, "aws_subnet", *body)
    yield from tables(site, zone)
    yield from _overlaps(site, zone)
    yield covered(zone)


def _overlaps(site: Site, zone: Zone) -> Parts:
    """Ranges that AWS would refuse: stated for two tiers, or outside the network's own."""
    network = network_of(site, zone)
    if network is None:
        return
    for other in site.tiers_in(network):
        shared = sorted(set(tier(zone).cidrs.values()) & set(tier(other).cidrs.values()))
        if other.key > zone.key and shared:
            yield note(
                zone, f"{', '.join(shared)} is stated for {other.key} too, and AWS takes a range once only"
            )
    around = [ip_network(cidr) for cidr in typed(network, Network).cidrs]
    for cidr in map(ip_network, tier(zone).cidrs.values()):
        if around and not any(_inside(cidr, one) for one in around):
            yield note(zone, f"{cidr} lies outside {network.key}, and AWS takes only ranges within")


def _inside(cidr: IPv4Network | IPv6Network, around: IPv4Network | IPv6Network) -> bool:
    return cidr.version == around.version and cidr[0] in around and cidr[-1] in around


def _availability_zone(site: Site, zone: Zone) -> Value:
    """Its name; where the design has names of its own, that which a variable gives: AWS's own list may grow."""
    network = network_of(site, zone)
    names = zone_names(site.tiers_in(network)) if network else []
    if all(_AVAILABILITY_ZONE.fullmatch(name) for name in names):
        return Expression("each.key")
    place = site.place(zone)
    home = site.graph.zones.get(place)
    what = f"Availability zone in AWS for each of the design ({', '.join(names)})"
    where = described(home) if home else "everything that stands in no region"
    name = f"var.{place or 'aws'}_availability_zones[each.key]"
    return Variable(name, type="map(string)", description=f"{what}: {where}")
