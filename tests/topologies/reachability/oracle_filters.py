"""Whether filters let one packet and its reply pass, for the packet simulator. Shares no code with the engine."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.topologies.reachability.oracle_ground import Address, Ground, Part, Place, net
from topologies.graph import AclEntry, Graph, Rule, SecurityGroup, Zone


@dataclass(frozen=True)
class Packet:
    """From address to address on one port, with the port that the client takes replies on."""

    source: Address
    target: Address
    protocol: str
    port: int
    reply: int


@dataclass(frozen=True)
class Seen:
    """A packet as one filter sees it: who and which address is at its other side, and the port."""

    direction: str
    peer: Part | None
    address: Address
    protocol: str
    port: int


class Filters(Ground):
    def __init__(self, graph: Graph) -> None:
        super().__init__(graph)
        self.rules: dict[str, list[Rule]] = {key: [] for key in graph.security_groups}
        for rule in graph.rules.values():
            self.rules[rule.group].append(rule)
        self.layers = {key: [*self._layers(groups)] for key, groups in self.guards.items()}
        self.entries: dict[str, list[list[AclEntry]]] = {key: [] for key in graph.zones}
        for acl in graph.network_acls.values():
            entries = [entry for entry in graph.acl_entries.values() if entry.acl == acl.key]
            self.entries[acl.zone].append(sorted(entries, key=lambda one: one.number))

    def _layers(self, guards: list[SecurityGroup]) -> Iterator[list[SecurityGroup]]:
        """Groups of the cloud, and firewalls of hosts."""
        for firewall in (False, True):
            if layer := [group for group in guards if group.firewall == firewall]:
                yield layer

    def leg(self, start: Place, end: Place, packet: Packet, origin: Part | None, goal: Part | None) -> bool:
        """Whether a packet passes every filter between two places, and its reply too; `origin` and `goal` are who each
        side takes the other for."""
        out = Seen("egress", goal, packet.target, packet.protocol, packet.port)
        in_ = Seen("ingress", origin, packet.source, packet.protocol, packet.port)
        return (
            self.groups_allow(start.part, out)
            and self.groups_allow(end.part, in_)
            and (self.in_one_subnet(start, end) or self.acls_allow(start, end, packet))
        )

    def in_one_subnet(self, start: Place, end: Place) -> bool:
        return self.tier(start.part) == self.tier(end.part) and start.zone == end.zone

    # --- security groups ---------------------------------------------------------------------------------

    def groups_allow(self, part: Part | None, seen: Seen) -> bool:
        """Groups of the cloud and firewalls of hosts must both agree; of each, one that allows is enough."""
        layers = self.layers[part.key] if part else []
        return all(any(self.allows(group, seen) for group in layer) for layer in layers)

    def allows(self, group: SecurityGroup, seen: Seen) -> bool:
        default = group.default_ingress if seen.direction == "ingress" else group.default_egress
        return default == "allow" or any(self.admits(rule, seen) for rule in self.rules[group.key])

    def admits(self, rule: Rule, seen: Seen) -> bool:
        if rule.direction != seen.direction or not self.fits(rule, seen.protocol, seen.port):
            return False
        if rule.cidr:
            return seen.address in net(rule.cidr)
        if rule.peer_group:
            return bool(seen.peer) and rule.peer_group in [one.key for one in self.guards[seen.peer.key]]
        return bool(seen.peer) and rule.peer_zone in [one.key for one in self.around[seen.peer.key]]

    def fits(self, row: Rule | AclEntry, protocol: str, port: int) -> bool:
        if row.protocol not in (protocol, "all"):
            return False
        return row.from_port is None or row.from_port <= port <= (row.to_port or row.from_port)

    # --- network ACLs ------------------------------------------------------------------------------------

    def acls_allow(self, start: Place, end: Place, packet: Packet) -> bool:
        """Four times: out, in, and the same for the reply."""
        there, back = self.tier(start.part), self.tier(end.part)
        protocol = packet.protocol
        return (
            self.acl_allows(there, "egress", packet.target, protocol, packet.port)
            and self.acl_allows(back, "ingress", packet.source, protocol, packet.port)
            and self.acl_allows(back, "egress", packet.source, protocol, packet.reply)
            and self.acl_allows(there, "ingress", packet.target, protocol, packet.reply)
        )

    def acl_allows(
        self, tier: Zone | None, direction: str, address: Address, protocol: str, port: int
    ) -> bool:
        acls = self.entries[tier.key] if tier else []
        return all(self.permits(entries, direction, address, protocol, port) for entries in acls)

    def permits(
        self, entries: list[AclEntry], direction: str, address: Address, protocol: str, port: int
    ) -> bool:
        """The lowest number that matches decides; nothing that matches denies."""
        for entry in entries:
            if (
                entry.direction == direction
                and address in net(entry.cidr)
                and self.fits(entry, protocol, port)
            ):
                return entry.action == "allow"
        return False
