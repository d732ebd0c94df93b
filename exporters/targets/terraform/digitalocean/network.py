"""Networks and their peerings."""

from exporters.formats.hcl import Reference, attributes
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.digitalocean.support import NAME, region
from exporters.targets.terraform.parts import Parts, Skipped, covered, note
from exporters.targets.terraform.site import Site, named, typed
from topologies.graph import Peering, Zone
from topologies.kinds.zones.network import Network


@builds("digitalocean", "network")
def network(site: Site, zone: Zone) -> Parts:
    ranges = typed(zone, Network).cidrs
    body = attributes(
        name=named(zone, NAME, 250), region=region(site, zone), ip_range=ranges[0] if ranges else None
    )
    yield site.resource(zone, "digitalocean_vpc", *body)
    if len(ranges) > 1:
        yield note(zone, "a VPC has one range; only the first one is written")
    yield covered(zone)


@builds("digitalocean", "subnet-tier")
def subnet_tier(site: Site, zone: Zone) -> Parts:
    yield Skipped(zone.key, "a VPC of DigitalOcean is not divided into subnets")


@builds("digitalocean", "peerings")
def peering(site: Site, one: Peering) -> Parts:
    ends = [site.graph.zones[one.network], site.graph.zones[one.peer]]
    if any(site.provider(zone) != "digitalocean" for zone in ends):
        yield Skipped(one.key, "a peering joins two networks of DigitalOcean, and one of these is elsewhere")
        return
    ids = [Reference(f"digitalocean_vpc.{zone.key}.id") for zone in ends]
    yield site.resource(one, "digitalocean_vpc_peering", *attributes(name=one.key, vpc_ids=ids))
    yield covered(one)
