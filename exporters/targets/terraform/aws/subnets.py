"""Subnet tiers: one subnet for each availability zone, with their routes."""

import re

from exporters.formats.hcl import Expression, Value, attributes, call
from exporters.targets.terraform.aws.routes import tables
from exporters.targets.terraform.aws.support import network_of, tier, tiers_in, vpc_id, zone_names
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Parts, Shared, covered
from exporters.targets.terraform.site import Site, asked
from topologies.graph import Zone

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
    yield covered(zone)


def _availability_zone(site: Site, zone: Zone) -> Value:
    """Its name; where the design has names of its own, the region's zones in their order."""
    network = network_of(site, zone)
    names = zone_names(tiers_in(site, network)) if network else []
    if all(_AVAILABILITY_ZONE.fullmatch(name) for name in names):
        return Expression("each.key")
    place = site.place(zone)
    known = Shared(f"data.aws_availability_zones.{place or 'aws'}.names", need="zones", place=place)
    return call("element", known, call("index", list(names), Expression("each.key")))
