"""Reachability by brute force: real packets between real addresses, one after the other.

Slow and obvious on purpose, and it shares no code with the engine. Every address of a (small) subnet is tried, a few
for the internet, and a few ports for replies. All packets arrive: allowed. None: blocked. Some: it depends on what
nobody stated, so unknown. A node that stands in several availability zones reaches what one of them reaches.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from tests.topologies.reachability.oracle_filters import Filters, Packet
from tests.topologies.reachability.oracle_ground import DOORS, EVERYBODY, HOSTS, Address, Part, Place
from topologies.graph import Graph, Node, Port

REPLY_PORTS = (1024, 5100, 10000, 40000)  # one of each part that the drawn ACLs tell apart
PROXIES = ("alb", "caddy", "pgbouncer", "bastion")


@dataclass(frozen=True)
class Unsaid:
    """A fact is missing before any packet can be sent."""


Arrived = list[bool] | Unsaid  # for each packet, whether it arrives


@dataclass(frozen=True)
class Call:
    """One connection that is tried: from place to place."""

    start: Place
    end: Place
    protocol: str
    port: int

    @property
    def target(self) -> Part:
        assert self.end.part is not None
        return self.end.part


class Oracle(Filters):
    def __init__(self, graph: Graph) -> None:
        super().__init__(graph)
        self.replies = REPLY_PORTS if graph.network_acls else REPLY_PORTS[:1]

    def verdict(self, source: str, target: str, protocol: str, port: int) -> str:
        places = product(self.places(self.graph.nodes.get(source)), self.places(self.graph.nodes[target]))
        calls = [Call(start, end, protocol, port) for start, end in places if start.version == end.version]
        found = {self.between(call) for call in calls}
        return next((one for one in ("allowed", "unknown") if one in found), "blocked")

    def between(self, call: Call) -> str:
        arrived = self.arrived(call)
        if isinstance(arrived, Unsaid):
            return "unknown"
        return "allowed" if all(arrived) else "unknown" if any(arrived) else "blocked"

    # --- what the internet reaches -----------------------------------------------------------------------

    def exposed(self) -> dict[str, bool]:
        """Ports that the internet reaches, alone or through proxies; whether surely or perhaps."""
        ports = [one for one in self.graph.ports.values() if not self.is_outsider(self.graph.nodes[one.node])]
        found = {one.key: self.verdict("", one.node, one.protocol, one.number) for one in ports}
        while True:
            known = dict(found)
            for proxy, port in self.passed_on(known):
                if found.get(port.key) != "allowed":
                    onward = self.verdict(proxy, port.node, port.protocol, port.number)
                    found[port.key] = onward if onward != "blocked" else found.get(port.key, "blocked")
            if found == known:
                return {key: verdict == "allowed" for key, verdict in found.items() if verdict != "blocked"}

    def passed_on(self, found: dict[str, str]) -> Iterator[tuple[str, Port]]:
        """The links of the proxies that are surely reached, each to one port or to all of the target's."""
        for link in self.graph.links.values():
            reached = any(found.get(one.key) == "allowed" for one in self.ports(link.source))
            if reached and self.kind(link.source) in PROXIES:
                for port in [self.graph.ports[link.port]] if link.port else self.ports(link.target):
                    yield link.source, port

    def ports(self, node: str) -> list[Port]:
        return [one for one in self.graph.ports.values() if one.node == node]

    # --- one call ----------------------------------------------------------------------------------------

    def arrived(self, call: Call) -> Arrived:
        source, target = call.start.part, call.target
        if self.host(source) and self.host(source) == self.host(target):
            return self.answers(call, "localhost", [True])
        if self.is_lost(source) or self.is_lost(target):
            heard = self.answers(call, "internet", [True])
            return heard if heard == [False] else Unsaid()
        if self.inside_one(source, target):
            return self.answers(call, "network", self.inside(call))
        routed = self.routed(call)
        if any(routed.values()):
            return self.answers(call, "peering", self.inside(call, routed))
        endpoint = self.endpoint(call)
        if endpoint:
            return self.answers(call, "endpoint", self.relayed(call, endpoint))
        return self.outward(call)

    def inside_one(self, source: Part | None, target: Part) -> bool:
        same = self.network(source) is not None and self.network(source) == self.network(target)
        return same and not self.is_outsider(target)

    def answers(self, call: Call, way: str, sent: list[bool]) -> Arrived:
        """What of the packets that arrive is accepted by a port."""
        target, ports = call.target, self.ports(call.target.key)
        if not ports:
            if self.is_outsider(target) or self.is_service(target) or self.is_edge(target):
                return sent
            return Unsaid() if any(sent) else sent
        return sent if any(self.listens(one, call, way) for one in ports) else [False]

    def is_edge(self, part: Part) -> bool:
        return part.kind in DOORS and not self.network(part) and not self.host(part)

    def listens(self, one: Port, call: Call, way: str) -> bool:
        ways = {
            "localhost": ["localhost"],
            "private": ["localhost", "network", "peering", "endpoint"],
            "all": ["localhost", "network", "peering", "endpoint", "internet"],
        }
        meant = one.protocol == call.protocol and one.number <= call.port <= one.last
        return meant and way in ways[one.bind]

    def packet(self, call: Call, source: Address, target: Address, reply: int) -> Packet:
        return Packet(source, target, call.protocol, call.port, reply)

    def inside(self, call: Call, routed: dict[tuple[Address, Address], bool] | None = None) -> list[bool]:
        """Straight from place to place, over the network's own routes or over those of a peering."""
        return [
            (routed is None or routed[s, t])
            and self.leg(call.start, call.end, self.packet(call, s, t, reply), call.start.part, call.target)
            for s, t, reply in product(call.start.addresses, call.end.addresses, self.replies)
        ]

    def relayed(self, call: Call, relay: Part) -> list[bool]:
        """Through a part of the sender's network that forwards: an endpoint, or a NAT on the way to the internet."""
        start, end, middle = call.start, call.end, self.nearest(relay, call.start)
        seen = middle.addresses if relay.kind == "vpc-endpoint" else self.outside(start)
        meant = self.outside(start) if self.network(end.part) else end.addresses
        out = {
            (s, t, reply): self.leg(start, middle, self.packet(call, s, t, reply), start.part, end.part)
            for s, t, reply in product(start.addresses, meant, self.replies)
        }
        on = {
            (r, t, reply): self.leg(middle, end, self.packet(call, r, t, reply), relay, end.part)
            for r, t, reply in product(seen, meant, self.replies)
        }
        return [
            out[s, t, one] and on[r, t, two]
            for s, t, r, one, two in product(start.addresses, meant, seen, self.replies, self.replies)
        ]

    def nearest(self, relay: Part, start: Place) -> Place:
        """Where a relay takes the packet: in the same availability zone where it can."""
        places = [one for one in self.places(relay) if one.version == start.version]
        return min(places, key=lambda one: (one.zone != start.zone, one.zone))

    # --- over a peering ----------------------------------------------------------------------------------

    def routed(self, call: Call) -> dict[tuple[Address, Address], bool]:
        """Every pair of addresses, and whether a peering carries packets and replies between them."""
        one, other = self.network(call.start.part), self.network(call.target)
        for peering in self.graph.peerings.values():
            if one and other and {peering.network, peering.peer} == {one.key, other.key}:
                pairs = product(call.start.addresses, call.end.addresses)
                return {
                    (s, t): self.sends(call.start, t, peering.key) and self.sends(call.end, s, peering.key)
                    for s, t in pairs
                }
        return {}

    def sends(self, place: Place, address: Address, peering: str) -> bool:
        table = self.table(place)
        if not table:
            return self.access(place) != "isolated"
        route = self.best(table, address)
        return route is not None and route.via == peering

    def endpoint(self, call: Call) -> Node | None:
        source, target = call.start.part, call.target
        if not self.network(source) or self.network(target):
            return None
        for link in sorted(self.graph.links.values(), key=lambda one: one.source):
            node = self.graph.nodes[link.source]
            same = self.network(node) == self.network(source) and self.speaks(node, call.start)
            if link.target == target.key and node.kind == "vpc-endpoint" and same:
                return node
        return None

    def speaks(self, relay: Part, place: Place) -> bool:
        """Whether the relay has an address of this family."""
        return any(one.version == place.version for one in self.places(relay))

    # --- over the internet -------------------------------------------------------------------------------

    def outward(self, call: Call) -> Arrived:
        serves = self.is_service(call.target) and not self.is_outsider(call.start.part)
        way = "endpoint" if serves else "internet"
        door = self.door(call.start)
        if door is None or not self.is_open(call):
            return [False]
        if isinstance(door, Unsaid):  # a filter or a deaf port may stop it all the same
            sent = self.answers(call, way, self.direct(call))
            return sent if not isinstance(sent, Unsaid) and not any(sent) else Unsaid()
        return self.answers(call, way, self.direct(call) if door == "direct" else self.relayed(call, door))

    def direct(self, call: Call) -> list[bool]:
        start, end = call.start, call.end
        seen = start.addresses if self.is_outsider(start.part) else self.outside(start)
        meant = self.outside(start) if self.network(end.part) else end.addresses
        arrived = {
            (s, t, reply): self.leg(start, end, self.packet(call, s, t, reply), start.part, end.part)
            for s, t, reply in product(seen, meant, self.replies)
        }
        if self.is_anybody(start.part):  # somebody of everybody is enough
            crowd = [one for one in seen if one in EVERYBODY]
            return [any(arrived[s, t, reply] for s in crowd) for t, reply in product(meant, self.replies)]
        return list(arrived.values())

    def is_open(self, call: Call) -> bool:
        """Whether the internet has a way in to the target."""
        if self.is_service(call.target):
            return not self.is_outsider(call.start.part) or self.is_public(call.target)
        return self.is_public(call.target) and self.has_gateway(call.end)

    def has_gateway(self, place: Place) -> bool:
        """Whether an internet gateway serves what has a public address here."""
        if self.tier(place.part) is None or self.is_outsider(place.part):
            return True
        table = self.table(place)
        if not table:
            return self.access(place) == "public"
        route = self.default(table, place)
        return route is not None and self.kind(route.via) == "internet-gateway"

    def door(self, place: Place) -> Part | str | Unsaid | None:
        """How it gets out: "direct", by whom, None = not at all, or nobody says."""
        if not self.network(place.part) or self.is_outsider(place.part):
            return "direct"
        if self.is_public(place.part) and self.has_gateway(place):
            return "direct"
        table = self.table(place)
        return self.drawn_door(place, self.default(table, place)) if table else self.derived_door(place)

    def drawn_door(self, place: Place, route: object) -> Part | None:
        key = getattr(route, "via", "")
        via = self.graph.nodes.get(key) or self.graph.zones.get(key)
        if via is None or via.kind not in ("nat-gateway", *HOSTS):
            return None
        return via if self.network(via) and self.is_public(via) and self.works(via, place) else None

    def derived_door(self, place: Place) -> Part | Unsaid | None:
        if self.access(place) not in (None, "private"):
            return None
        nat = self.nat(place)
        return nat if nat or self.tier(place.part) or self.host(place.part) else Unsaid()

    def nat(self, place: Place) -> Node | None:
        nats = [
            nat
            for nat in self.graph.nodes.values()
            if nat.kind == "nat-gateway"
            and self.network(nat) == self.network(place.part)
            and self.works(nat, place)
        ]
        own = [nat for nat in nats if place.zone in [at.zone for at in self.places(nat)]]
        return next(iter([*own, *nats]), None)

    def works(self, relay: Part, start: Place) -> bool:
        return any(self.has_gateway(one) for one in self.places(relay) if one.version == start.version)
