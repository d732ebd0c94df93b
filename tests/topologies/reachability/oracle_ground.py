"""Where parts stand and which addresses they may have, for the packet simulator. Shares no code with the engine.

It knows the kinds of node that tests.topologies.reachability.drawings draws, and small networks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from topologies.graph import Graph, Node, Route, SecurityGroup, Zone

Address = IPv4Address | IPv6Address
Part = Node | Zone  # a zone is a host that forwards packets of others

EVERYBODY = [
    ip_address(text) for text in ("20.0.0.1", "90.0.0.1", "150.0.0.1", "200.0.0.1", "2400::1", "2a00::1")
]
OFFICE = [ip_address(text) for text in ("203.0.113.9", "2001:db8::9")]
OUTSIDE = EVERYBODY + OFFICE
PEOPLE = ("users", "operators")
OUTSIDERS = (*PEOPLE, "external-service")
SERVICES = ("s3-bucket",)
DOORS = ("alb", "caddy", "bastion")  # made to be called by the public
HOSTS = ("droplet", "vm")
SMALL = 4  # addresses; every one of so small a network is tried


@cache
def net(text: str) -> IPv4Network | IPv6Network:
    return ip_network(text)


@dataclass(frozen=True)
class Place:
    """A part in one of its availability zones, with every address it may have there."""

    part: Part | None  # None = anybody on the internet
    zone: str
    addresses: tuple[Address, ...]

    @property
    def version(self) -> int:
        return self.addresses[0].version


def said(part: Part | None) -> dict[str, Any]:
    """What is stated of a part."""
    return part.properties.model_dump() if part else {}


class Ground:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        parts: list[Part] = [*graph.nodes.values(), *graph.zones.values()]
        self._places: dict[str, list[Place]] = {}
        self.around = {part.key: list(self._around(part)) for part in parts}
        self.tiers = {part.key: self.zone(part, "subnet-tier") for part in parts}
        self.guards = {part.key: list(self._guards(part)) for part in parts}

    def _around(self, part: Part) -> Iterator[Zone]:
        """The zones around it, nearest first; a host is around itself."""
        key = part.zone if isinstance(part, Node) else part.key
        while key:
            yield self.graph.zones[key]
            key = self.graph.zones[key].parent

    def _guards(self, part: Part) -> Iterator[SecurityGroup]:
        keys = [part.key, *(zone.key for zone in self.around[part.key])]
        for row in self.graph.attachments.values():
            if row.target in keys:
                yield self.graph.security_groups[row.group]

    # --- what a part is ----------------------------------------------------------------------------------

    def zone(self, part: Part | None, *kinds: str) -> Zone | None:
        """The nearest zone of one of these kinds around the part."""
        around = self.around[part.key] if part else []
        return next((zone for zone in around if zone.kind in kinds), None)

    def network(self, part: Part | None) -> Zone | None:
        return self.zone(part, "network")

    def tier(self, part: Part | None) -> Zone | None:
        return self.tiers[part.key] if part else None

    def host(self, part: Part | None) -> Zone | None:
        return self.zone(part, *HOSTS)

    def is_outsider(self, part: Part | None) -> bool:
        return part is None or part.kind in OUTSIDERS

    def is_anybody(self, part: Part | None) -> bool:
        return part is None or (part.kind in PEOPLE and not said(part).get("source_cidrs"))

    def is_service(self, part: Part | None) -> bool:
        return part is not None and part.kind in SERVICES

    def is_lost(self, part: Part | None) -> bool:
        placed = self.network(part) or self.host(part) or self.is_outsider(part) or self.is_service(part)
        return not placed and part is not None and part.kind not in DOORS

    def is_public(self, part: Part | None) -> bool:
        """Whether it has an address of the internet."""
        if part is None or part.kind in (*OUTSIDERS, "nat-gateway", "internet-gateway"):
            return True
        host = self.host(part)
        if host:
            return bool(said(host)["public_ip"])
        for field in ("public_ip", "publicly_accessible", "internet_facing"):
            if field in said(part):
                return bool(said(part)[field])
        return part.kind in DOORS

    # --- addresses ---------------------------------------------------------------------------------------

    def places(self, part: Part | None) -> list[Place]:
        key = part.key if part else ""
        if key not in self._places:
            self._places[key] = list(self._found(part))
        return self._places[key]

    def _found(self, part: Part | None) -> Iterator[Place]:
        for zone, cidrs in self.ranges(part):
            found = [one for cidr in cidrs for one in self.within(cidr)]
            for version in (4, 6):
                addresses = tuple(one for one in found if one.version == version)
                if addresses:
                    yield Place(part, zone, addresses)

    def ranges(self, part: Part | None) -> Iterator[tuple[str, list[str]]]:
        """Its availability zones, with the ranges that its address there is of."""
        network, tier = self.network(part), self.tier(part)
        if network is None or self.is_outsider(part):
            yield "", list(said(part).get("source_cidrs") or [f"{one}" for one in OUTSIDE])
            return
        cidrs = said(tier)["cidrs"] if tier else {}
        pinned = part.availability_zones if isinstance(part, Node) else ()
        for zone in pinned or sorted(cidrs) or [""]:
            stated = [cidrs[zone]] if zone in cidrs else said(network)["cidrs"]
            yield zone, list(stated or ["0.0.0.0/0", "::/0"])

    def within(self, cidr: str) -> list[Address]:
        """Every address of a small network; of a large one an address of each range that anything tells apart."""
        network = net(cidr)
        if network.num_addresses <= SMALL:
            return list(network)
        apart = [network[0], ip_address("172.16.0.1"), ip_address("fd99::1"), *OUTSIDE, *self.starts()]
        return sorted({one for one in apart if one in network}, key=int)

    def starts(self) -> Iterator[Address]:
        """Where a range that something names begins, and where what follows it begins."""
        rows = (*self.graph.rules.values(), *self.graph.acl_entries.values())
        named = [row.cidr for row in rows if row.cidr]
        named += [row.destination for row in self.graph.routes.values()]
        for network in map(net, named):
            yield network[0]
            if network.prefixlen and int(network[-1]) + 1 < 2**network.max_prefixlen:
                yield network[-1] + 1

    def outside(self, place: Place) -> tuple[Address, ...]:
        """Addresses of the internet, of the family of this place."""
        return tuple(one for one in OUTSIDE if one.version == place.version)

    # --- route tables ------------------------------------------------------------------------------------

    def kind(self, key: str) -> str:
        node = self.graph.nodes.get(key)
        return node.kind if node else ""

    def access(self, place: Place) -> str | None:
        tier = self.tier(place.part)
        return str(said(tier)["access"]) if tier else None

    def table(self, place: Place) -> list[Route]:
        tier = self.tier(place.part)
        routes = [route for route in self.graph.routes.values() if tier and route.zone == tier.key]
        return [route for route in routes if not place.zone or route.availability_zone in ("", place.zone)]

    def best(self, table: list[Route], address: Address) -> Route | None:
        """The most specific route; of equal ones that of the availability zone."""
        fitting = [route for route in table if address in net(route.destination)]
        fitting.sort(key=lambda one: (-net(one.destination).prefixlen, not one.availability_zone, one.key))
        return fitting[0] if fitting else None

    def default(self, table: list[Route], place: Place) -> Route | None:
        everything = {4: "0.0.0.0/0", 6: "::/0"}[place.version]
        return self.best([route for route in table if route.destination == everything], place.addresses[0])
