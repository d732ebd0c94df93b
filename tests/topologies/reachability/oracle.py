"""Reachability by brute force: real packets between real addresses, one after the other.

Slow and obvious on purpose, and it shares no code with the engine. Every address of a (small) subnet is tried, a few
for the internet, and a few ports for replies. All packets arrive: allowed. None: blocked. Some: it depends on what
nobody stated, so unknown. A node that stands in several availability zones reaches what one of them reaches.

It knows the kinds of node that tests.topologies.reachability.drawings draws, and small networks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from itertools import product

from topologies.graph import Graph, Node, Port, Route, SecurityGroup, Zone

Address = IPv4Address | IPv6Address

EVERYBODY = [
    ip_address(text) for text in ("20.0.0.1", "90.0.0.1", "150.0.0.1", "200.0.0.1", "2400::1", "2a00::1")
]
OFFICE = [ip_address(text) for text in ("203.0.113.9", "2001:db8::9")]
OUTSIDE = EVERYBODY + OFFICE
REPLY_PORTS = (1024, 5100, 10000, 40000)  # one of each part that the drawn ACLs tell apart
OUTSIDERS = ("users", "external-service")
SERVICES = ("s3-bucket",)


@dataclass(frozen=True)
class Unsaid:
    """A fact is missing before any packet can be sent."""


@dataclass(frozen=True)
class Place:
    """A node in one of its availability zones, with every address it may have there."""

    node: Node | None  # None = anybody on the internet
    zone: str
    addresses: tuple[Address, ...]


@dataclass(frozen=True)
class Packet:
    """From address to address on one port, with the port that the client takes replies on."""

    source: Address
    target: Address
    protocol: str
    port: int
    reply: int


class Oracle:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.replies = REPLY_PORTS if graph.network_acls else REPLY_PORTS[:1]

    def verdict(self, source: str, target: str, protocol: str, port: int) -> str:
        sender = self.graph.nodes.get(source)
        receiver = self.graph.nodes[target]
        found = {
            self.between(start, end, protocol, port)
            for start in self.places(sender)
            for end in self.places(receiver)
            if start.addresses[0].version == end.addresses[0].version
        }
        return next((one for one in ("allowed", "unknown") if one in found), "blocked")

    # --- where nodes stand -------------------------------------------------------------------------------

    def zone(self, node: Node | None, *kinds: str) -> Zone | None:
        """The nearest zone of one of these kinds around the node."""
        key = node.zone if node else None
        while key:
            zone = self.graph.zones[key]
            if zone.kind in kinds:
                return zone
            key = zone.parent
        return None

    def network(self, node: Node | None) -> Zone | None:
        return self.zone(node, "network")

    def tier(self, node: Node | None) -> Zone | None:
        return self.zone(node, "subnet-tier")

    def host(self, node: Node | None) -> Zone | None:
        return self.zone(node, "droplet")

    def is_outsider(self, node: Node | None) -> bool:
        return node is None or node.kind in OUTSIDERS

    def is_service(self, node: Node | None) -> bool:
        return node is not None and node.kind in SERVICES

    def is_lost(self, node: Node | None) -> bool:
        placed = self.network(node) or self.host(node) or self.is_outsider(node) or self.is_service(node)
        return not placed and node is not None and node.kind not in ("alb", "caddy")

    def is_public(self, node: Node | None) -> bool:
        if node is None or node.kind in (*OUTSIDERS, "nat-gateway", "internet-gateway"):
            return True
        host = self.host(node)
        if host:
            return bool(host.properties.model_dump()["public_ip"])
        said = node.properties.model_dump()
        if said.get("public_ip") or said.get("publicly_accessible") or said.get("public"):
            return True
        return node.kind in ("alb", "caddy") and bool(said.get("internet_facing", True))

    def places(self, node: Node | None) -> Iterator[Place]:
        network, tier = self.network(node), self.tier(node)
        if node is None or network is None or self.is_outsider(node):
            for version in (4, 6):
                yield Place(node, "", tuple(one for one in OUTSIDE if one.version == version))
            return
        cidrs = tier.properties.model_dump()["cidrs"] if tier else {}
        for zone in node.availability_zones or sorted(cidrs) or [""]:
            stated = [cidrs[zone]] if zone in cidrs else network.properties.model_dump()["cidrs"]
            everything = stated or ["0.0.0.0/0", "::/0"]
            for version in (4, 6):
                addresses = [
                    one for cidr in everything for one in self.within(cidr) if one.version == version
                ]
                if addresses:
                    yield Place(node, zone, tuple(addresses))

    def within(self, cidr: str) -> list[Address]:
        """Every address of a small network; of the whole address space one of each range that anything tells apart."""
        network = ip_network(cidr)
        if network.num_addresses <= 16:
            return list(network)
        apart = [ip_address("172.16.0.1"), ip_address("fd99::1"), *self.starts()]
        return sorted({one for one in (*OUTSIDE, *apart) if one in network}, key=int)

    def starts(self) -> Iterator[Address]:
        """Where a range that something names begins, and where what follows it begins."""
        rows = (*self.graph.rules.values(), *self.graph.acl_entries.values())
        named = [row.cidr for row in rows if row.cidr] + [
            row.destination for row in self.graph.routes.values()
        ]
        for text in named:
            network = ip_network(text)
            yield network[0]
            if network.broadcast_address != ip_network("0.0.0.0/0")[-1] and network.prefixlen:
                yield network.broadcast_address + 1

    # --- one pair of places ------------------------------------------------------------------------------

    def between(self, start: Place, end: Place, protocol: str, port: int) -> str:
        outcomes = self.outcomes(start, end, protocol, port)
        if isinstance(outcomes, Unsaid):
            return "unknown"
        return "allowed" if all(outcomes) else "unknown" if any(outcomes) else "blocked"

    def outcomes(self, start: Place, end: Place, protocol: str, port: int) -> list[bool] | Unsaid:
        source, target = start.node, end.node
        assert target is not None
        if self.host(source) and self.host(source) == self.host(target):
            return self.answers(target, protocol, port, "localhost", [True])
        if self.is_lost(source) or self.is_lost(target):
            heard = self.answers(target, protocol, port, "internet", [True])
            return heard if heard == [False] else Unsaid()
        if (
            self.network(source)
            and self.network(source) == self.network(target)
            and not self.is_outsider(target)
        ):
            return self.answers(target, protocol, port, "network", self.inside(start, end, protocol, port))
        if self.peering(source, target):
            routed = {
                (s, t): self.is_peered(start, end, s, t) for s in start.addresses for t in end.addresses
            }
            if any(routed.values()):
                sent = self.inside(start, end, protocol, port, routed)
                return self.answers(target, protocol, port, "peering", sent)
        endpoint = self.endpoint(source, target)
        if endpoint:
            return self.answers(
                target, protocol, port, "endpoint", self.relayed(start, end, endpoint, protocol, port)
            )
        return self.outward(start, end, protocol, port)

    def answers(
        self, target: Node, protocol: str, port: int, way: str, sent: list[bool]
    ) -> list[bool] | Unsaid:
        """What of the packets that arrive is accepted by a port."""
        ports = self.graph.ports_of.get(target.key, ())
        if not ports:
            if self.is_outsider(target) or self.is_service(target) or self.is_edge(target):
                return sent
            return Unsaid() if any(sent) else sent
        return sent if any(self.listens(one, protocol, port, way) for one in ports) else [False]

    def is_edge(self, node: Node) -> bool:
        return node.kind in ("alb", "caddy") and not self.network(node) and not self.host(node)

    def listens(self, one: Port, protocol: str, port: int, way: str) -> bool:
        ways = {
            "localhost": ["localhost"],
            "private": ["localhost", "network", "peering", "endpoint"],
            "all": ["localhost", "network", "peering", "endpoint", "internet"],
        }
        return one.protocol == protocol and port in range(one.number, one.last + 1) and way in ways[one.bind]

    def inside(
        self,
        start: Place,
        end: Place,
        protocol: str,
        port: int,
        routed: dict[tuple[Address, Address], bool] | None = None,
    ) -> list[bool]:
        return [
            (routed is None or routed[s, t])
            and self.leg(start, end, Packet(s, t, protocol, port, reply), start.node, end.node)
            for s, t, reply in product(start.addresses, end.addresses, self.replies)
        ]

    def relayed(self, start: Place, end: Place, relay: Node, protocol: str, port: int) -> list[bool]:
        """Through a node of the sender's network that forwards: an endpoint, or a NAT on the way to the internet."""
        middle = self.nearest(relay, start)
        seen = middle.addresses if relay.kind == "vpc-endpoint" else self.outside(start)
        meant = self.outside(start) if self.network(end.node) else end.addresses
        return [
            self.leg(start, middle, Packet(s, t, protocol, port, one), start.node, end.node)
            and self.leg(middle, end, Packet(r, t, protocol, port, two), relay, end.node)
            for s, t, r, one, two in product(start.addresses, meant, seen, self.replies, self.replies)
        ]

    def nearest(self, relay: Node, start: Place) -> Place:
        version = start.addresses[0].version
        places = list(self.places(relay))
        return min(
            places,
            key=lambda place: (place.addresses[0].version != version, place.zone != start.zone, place.zone),
        )

    def outside(self, place: Place) -> tuple[Address, ...]:
        return tuple(one for one in OUTSIDE if one.version == place.addresses[0].version)

    # --- over the internet -------------------------------------------------------------------------------

    def outward(self, start: Place, end: Place, protocol: str, port: int) -> list[bool] | Unsaid:
        source, target = start.node, end.node
        assert target is not None
        way = "endpoint" if self.is_service(target) and not self.is_outsider(source) else "internet"
        door = self.door(start)
        if door is None or not self.is_open(start, end):
            return [False]
        if isinstance(door, Unsaid):
            return self.unsaid_door(start, end, way, protocol, port)
        if isinstance(door, Node):
            return self.answers(target, protocol, port, way, self.relayed(start, end, door, protocol, port))
        return self.answers(target, protocol, port, way, self.direct(start, end, protocol, port))

    def unsaid_door(
        self, start: Place, end: Place, way: str, protocol: str, port: int
    ) -> list[bool] | Unsaid:
        """Nobody says how it gets out; a filter or a deaf port may stop it all the same."""
        assert end.node is not None
        sent = self.answers(end.node, protocol, port, way, self.direct(start, end, protocol, port))
        return sent if not isinstance(sent, Unsaid) and not any(sent) else Unsaid()

    def direct(self, start: Place, end: Place, protocol: str, port: int) -> list[bool]:
        seen = start.addresses if self.is_outsider(start.node) else self.outside(start)
        meant = self.outside(start) if self.network(end.node) else end.addresses
        arrived = {
            (s, t, reply): self.leg(start, end, Packet(s, t, protocol, port, reply), start.node, end.node)
            for s, t, reply in product(seen, meant, self.replies)
        }
        if start.node is None or start.node.kind == "users":  # somebody of everybody is enough
            crowd = [one for one in seen if one in EVERYBODY]
            return [any(arrived[s, t, reply] for s in crowd) for t, reply in product(meant, self.replies)]
        return list(arrived.values())

    def is_open(self, start: Place, end: Place) -> bool:
        """Whether the internet has a way in to the target."""
        target = end.node
        if self.is_service(target):
            return not self.is_outsider(start.node) or self.is_public(target)
        return self.is_public(target) and self.has_gateway(end)

    def has_gateway(self, place: Place) -> bool:
        """Whether an internet gateway serves what has a public address here."""
        tier = self.tier(place.node)
        if tier is None or self.is_outsider(place.node):
            return True
        table = self.table(place)
        if not table:
            return tier.properties.model_dump()["access"] == "public"
        route = self.default(table, place)
        return route is not None and self.kind(route.via) == "internet-gateway"

    def door(self, place: Place) -> Node | str | Unsaid | None:
        """How it gets out: "direct", the NAT, None = not at all, or nobody says."""
        if not self.network(place.node) or self.is_outsider(place.node):
            return "direct"
        if self.is_public(place.node) and self.has_gateway(place):
            return "direct"
        table = self.table(place)
        return self.drawn_door(place, table) if table else self.derived_door(place)

    def drawn_door(self, place: Place, table: list[Route]) -> Node | None:
        route = self.default(table, place)
        if route is None or self.kind(route.via) != "nat-gateway":
            return None
        nat = self.graph.nodes[route.via]
        return nat if self.works(nat) else None

    def derived_door(self, place: Place) -> Node | Unsaid | None:
        tier = self.tier(place.node)
        if tier and tier.properties.model_dump()["access"] != "private":
            return None
        nat = self.nat(place)
        return nat if nat or tier or self.host(place.node) else Unsaid()

    def nat(self, place: Place) -> Node | None:
        nats = [
            nat
            for nat in self.graph.nodes.values()
            if nat.kind == "nat-gateway" and self.network(nat) == self.network(place.node) and self.works(nat)
        ]
        own = [nat for nat in nats if place.zone in [at.zone for at in self.places(nat)]]
        return next(iter([*own, *nats]), None)

    def works(self, nat: Node) -> bool:
        return any(self.has_gateway(place) for place in self.places(nat))

    def endpoint(self, source: Node | None, target: Node) -> Node | None:
        if not self.network(source) or self.network(target):
            return None
        for link in sorted(self.graph.links.values(), key=lambda one: one.source):
            node = self.graph.nodes[link.source]
            same = self.network(node) == self.network(source)
            if link.target == target.key and node.kind == "vpc-endpoint" and same:
                return node
        return None

    # --- route tables ------------------------------------------------------------------------------------

    def kind(self, key: str) -> str:
        node = self.graph.nodes.get(key)
        return node.kind if node else ""

    def table(self, place: Place) -> list[Route]:
        tier = self.tier(place.node)
        return [
            route
            for route in self.graph.routes.values()
            if tier and route.zone == tier.key
            if not place.zone or route.availability_zone in ("", place.zone)
        ]

    def best(self, table: list[Route], address: Address) -> Route | None:
        fitting = [route for route in table if address in ip_network(route.destination)]
        fitting.sort(
            key=lambda one: (-ip_network(one.destination).prefixlen, not one.availability_zone, one.key)
        )
        return fitting[0] if fitting else None

    def default(self, table: list[Route], place: Place) -> Route | None:
        everything = {4: "0.0.0.0/0", 6: "::/0"}[place.addresses[0].version]
        fitting = [route for route in table if route.destination == everything]
        fitting.sort(key=lambda one: (not one.availability_zone, one.key))
        return fitting[0] if fitting else None

    def peering(self, source: Node | None, target: Node) -> str:
        one, other = self.network(source), self.network(target)
        for peering in self.graph.peerings.values():
            if one and other and {peering.network, peering.peer} == {one.key, other.key}:
                return peering.key
        return ""

    def is_peered(self, start: Place, end: Place, s: Address, t: Address) -> bool:
        assert end.node is not None
        peering = self.peering(start.node, end.node)
        return self.sends(start, t, peering) and self.sends(end, s, peering)

    def sends(self, place: Place, address: Address, peering: str) -> bool:
        table = self.table(place)
        if table:
            route = self.best(table, address)
            return route is not None and route.via == peering
        tier = self.tier(place.node)
        return tier is None or tier.properties.model_dump()["access"] != "isolated"

    # --- filters -----------------------------------------------------------------------------------------

    def leg(self, start: Place, end: Place, packet: Packet, origin: Node | None, goal: Node | None) -> bool:
        """Whether a packet passes every filter between two places, and its reply too."""
        s, t, protocol, port = packet.source, packet.target, packet.protocol, packet.port
        there, back = self.tier(start.node), self.tier(end.node)
        same_subnet = there == back and start.zone == end.zone
        return (
            self.groups_allow(start.node, "egress", goal, t, protocol, port)
            and self.groups_allow(end.node, "ingress", origin, s, protocol, port)
            and (
                same_subnet
                or (
                    self.acl_allows(there, "egress", t, protocol, port)
                    and self.acl_allows(back, "ingress", s, protocol, port)
                    and self.acl_allows(back, "egress", s, protocol, packet.reply)
                    and self.acl_allows(there, "ingress", t, protocol, packet.reply)
                )
            )
        )

    def groups_of(self, node: Node | None) -> list[SecurityGroup]:
        if node is None:
            return []
        keys, zone = [node.key], node.zone
        while zone:
            keys.append(zone)
            zone = self.graph.zones[zone].parent
        return [
            self.graph.security_groups[a.group] for a in self.graph.attachments.values() if a.target in keys
        ]

    def zones_of(self, node: Node | None) -> list[str]:
        zones, zone = [], node.zone if node else None
        while zone:
            zones.append(zone)
            zone = self.graph.zones[zone].parent
        return zones

    def groups_allow(
        self, node: Node | None, direction: str, peer: Node | None, address: Address, protocol: str, port: int
    ) -> bool:
        for firewall in (False, True):
            layer = [group for group in self.groups_of(node) if group.firewall == firewall]
            if layer and not any(self.allows(g, direction, peer, address, protocol, port) for g in layer):
                return False
        return True

    def allows(
        self,
        group: SecurityGroup,
        direction: str,
        peer: Node | None,
        address: Address,
        protocol: str,
        port: int,
    ) -> bool:
        if (group.default_ingress if direction == "ingress" else group.default_egress) == "allow":
            return True
        for rule in self.graph.rules.values():
            if (
                rule.group != group.key
                or rule.direction != direction
                or rule.protocol not in (protocol, "all")
            ):
                continue
            if rule.from_port and port not in range(rule.from_port, (rule.to_port or rule.from_port) + 1):
                continue
            if rule.cidr and address in ip_network(rule.cidr):
                return True
            if rule.peer_group and rule.peer_group in [one.key for one in self.groups_of(peer)]:
                return True
            if rule.peer_zone and rule.peer_zone in self.zones_of(peer):
                return True
        return False

    def acl_allows(
        self, tier: Zone | None, direction: str, address: Address, protocol: str, port: int
    ) -> bool:
        for acl in self.graph.network_acls.values():
            if (
                tier
                and acl.zone == tier.key
                and not self.acl_permits(acl.key, direction, address, protocol, port)
            ):
                return False
        return True

    def acl_permits(self, acl: str, direction: str, address: Address, protocol: str, port: int) -> bool:
        entries = [entry for entry in self.graph.acl_entries.values() if entry.acl == acl]
        for entry in sorted(entries, key=lambda one: one.number):
            fits = entry.direction == direction and entry.protocol in (protocol, "all")
            fits = fits and address in ip_network(entry.cidr)
            if fits and (
                not entry.from_port or port in range(entry.from_port, (entry.to_port or entry.from_port) + 1)
            ):
                return entry.action == "allow"
        return False
