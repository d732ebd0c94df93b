"""Which way packets take from one site to another, before anybody filters them.

- Inside one network everything has a route to everything. Networks reach each other by a direct peering only, never by
  two in a row, and an isolated tier by none.
- A public tier leads to the internet for what has a public address. A private tier leads there through a NAT in a tier of
  the same network that itself leads there, in its own availability zone first. An isolated tier does not.
- Routes drawn on a tier (or on one of its availability zones) replace all of these; the most specific one decides, both
  for the way there and for the way back. What leads to the internet is the default route (0.0.0.0/0, ::/0).
- A managed service is reached through a private endpoint of the network that links to it, else through its provider's
  public endpoint, for which the source needs a way out. The internet reaches it where it is publicly accessible.
- A NAT or an endpoint serves the address families that it has addresses of.
- What stands in a network without a tier uses its own public address, or a NAT of that network.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from ipaddress import ip_network

from topologies.graph import Graph, Node, Peering, Route
from topologies.kinds import Trait, node_kind
from topologies.reachability import listening
from topologies.reachability.flow import Block
from topologies.reachability.needs import (
    AddDefaultRoute,
    AddNat,
    Address,
    MendRoute,
    Need,
    Otherwise,
    Publish,
)
from topologies.reachability.sites import Site, Sites, Stand
from topologies.reachability.spans import FAMILIES, Family, Spans, intersect, of_cidr, public, subtract, union


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of the way between two sites, with the addresses that the packet bears on it.

    `sources` and `targets` are all addresses that either end may have, `routed_...` those that routes lead to and from.
    `origin` and `goal` are who the filters on the way believe to talk to each other: behind a NAT the origin is the NAT.
    """

    names: tuple[str, str]
    sender: Site
    receiver: Site
    zones: tuple[str, str]
    origin: Site
    goal: Site
    sources: Spans
    targets: Spans
    routed_sources: Spans
    routed_targets: Spans
    route: str
    via: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """The legs of a way; `broken` is everything that is missing for it to exist, `missing` what nobody said."""

    kind: listening.Way
    legs: tuple[Leg, ...] = ()
    broken: tuple[Block, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exit:
    """How a site gets out to the internet: directly, or through `relay` (a NAT; its key)."""

    route: str
    via: tuple[str, ...] = ()
    relay: str = ""
    broken: Block | None = None
    missing: tuple[str, ...] = ()


class Router:
    """Answers for one graph."""

    def __init__(self, graph: Graph, sites: Sites) -> None:
        self._graph = graph
        self._sites = sites
        self._peerings: dict[frozenset[str], list[Peering]] = {}
        for peering in graph.peerings.values():
            self._peerings.setdefault(frozenset({peering.network, peering.peer}), []).append(peering)

    def way(self, source: Site, start: Stand, target: Site, end: Stand) -> Way:
        """The way between two stands of one address family."""
        if source.host and source.host == target.host:
            return Way("localhost", (_direct(source, start, target, end, "localhost", (source.host,)),))
        lost = [
            name for name, site in (("{source}", source), ("{target}", target)) if site.place == "nowhere"
        ]
        if lost:
            return Way(
                "internet", missing=tuple(f"{name}.zone: the network or host it stands in" for name in lost)
            )
        return self._private(source, start, target, end) or self._public(source, start, target, end)

    # --- inside and between networks ---------------------------------------------------------------------

    def _private(self, source: Site, start: Stand, target: Site, end: Stand) -> Way | None:
        if source.place == "edge" and target.place == "network" and source.platform:
            same = source.platform == target.platform
            return Way("network", (_direct(source, start, target, end, "platform", ()),)) if same else None
        if source.place != "network":
            return None
        if target.place == "network":
            if source.network == target.network:
                return Way(
                    "network", (_direct(source, start, target, end, "same network", (source.network,)),)
                )
            return self._peered(source, start, target, end)
        endpoint = self._endpoint(source, target, start.family)
        return self._through(endpoint, source, start, target, end) if endpoint else None

    def _peered(self, source: Site, start: Stand, target: Site, end: Stand) -> Way | None:
        joined = self._peerings.get(frozenset({source.network, target.network}), [])
        for peering in joined:
            there, out = self._over(peering, source, start, target, end)
            back, home = self._over(peering, target, end, source, start)
            if there and back:
                leg = _direct(source, start, target, end, "peering", (peering.key, *out, *home))
                return Way("peering", (replace(leg, routed_sources=back, routed_targets=there),))
        return None

    def _over(
        self, peering: Peering, source: Site, start: Stand, target: Site, end: Stand
    ) -> tuple[Spans, tuple[str, ...]]:
        """The target's addresses that the source's tier sends into the peering, and the routes that do."""
        table = self._table(source, start)
        if not table:
            return (() if self._access(source) == "isolated" else end.addresses), ()
        there: Spans = ()
        keys: list[str] = []
        for route, addresses in _decided(table, end):
            if route.via in (peering.key, target.network):
                there = union(there, addresses)
                keys.append(route.key)
        return there, tuple(keys)

    def inside(self, source: Site, start: Stand, end: Stand) -> Iterator[str]:
        """By what packets go to another stand of the same network: keys of drawn routes, "" = by the network itself.

        A drawn route decides only what it holds as narrowly as the network's own route does, or more so.
        """
        left = end.addresses
        for route in self._table(source, start):
            here = (
                intersect(left, of_cidr(route.destination, end.family)) if self._narrow(source, route) else ()
            )
            if here:
                left = subtract(left, here)
                yield route.key
        if left:
            yield ""

    def _narrow(self, source: Site, route: Route) -> bool:
        cidrs: tuple[str, ...] = getattr(self._graph.zones[source.network].properties, "cidrs", ())
        network = ip_network(route.destination)
        if not cidrs:
            return network.prefixlen > 0
        return any(
            not subtract(of_cidr(route.destination, family), of_cidr(cidr, family))
            for cidr in cidrs
            for family in FAMILIES
            if ip_network(cidr).version == network.version == family
        )

    def _endpoint(self, source: Site, target: Site, family: Family) -> str | None:
        sites = ((key, self._sites.of(key)) for key in sorted(target.endpoints))
        inside = (key for key, at in sites if at.network == source.network and family in _families(at))
        return next(inside, None)

    def _through(self, key: str, source: Site, start: Stand, target: Site, end: Stand) -> Way:
        relay = self._sites.of(key)
        stand = _near(relay, start)
        first = _direct(source, start, relay, stand, "private endpoint", (key,))
        first = replace(_towards(first, end.addresses), names=("{source}", key), goal=target)
        second = _direct(relay, stand, target, end, "provider's own network", ())
        return Way("endpoint", (first, replace(second, names=(key, "{target}"))))

    # --- over the internet -------------------------------------------------------------------------------

    def _public(self, source: Site, start: Stand, target: Site, end: Stand) -> Way:
        out = self.leave(source, start)
        closed, via = self._enter(source, target, end)
        kind: listening.Way = "endpoint" if target.service and source.place != "internet" else "internet"
        legs = self._legs(source, start, target, end, out, via)
        return Way(kind, legs, (*((out.broken,) if out.broken else ()), *closed), out.missing)

    def _legs(
        self, source: Site, start: Stand, target: Site, end: Stand, out: Exit, via: tuple[str, ...]
    ) -> tuple[Leg, ...]:
        family = start.family
        seen = start.addresses if source.place == "internet" else public(family)
        meant = public(family) if target.place == "network" else end.addresses
        if not out.relay:
            leg = _direct(source, start, target, end, out.route, (*out.via, *via))
            return (_between(leg, seen, meant),)
        relay = self._sites.of(out.relay)
        stand = _near(relay, start)
        first = _direct(source, start, relay, stand, "NAT", (*out.via, out.relay))
        first = replace(_towards(first, meant), names=("{source}", out.relay), goal=target)
        second = _direct(
            relay, stand, target, end, "internet gateway", (*(self._gateway(relay, stand) or ()), *via)
        )
        return first, replace(_between(second, seen, meant), names=(out.relay, "{target}"))

    def _enter(self, source: Site, target: Site, end: Stand) -> tuple[tuple[Block, ...], tuple[str, ...]]:
        """What keeps packets of the internet from arriving at the target; the gateways they arrive through."""
        if target.service and target.place == "edge":
            closed = source.place == "internet" and not target.reachable
            return ((_CLOSED,) if closed else ()), ()
        if target.place == "edge":
            return (() if target.reachable else (_CLOSED,)), ()
        via = self._gateway(target, end)
        unaddressed = () if target.reachable else (_UNADDRESSED,)
        return (*unaddressed, *(() if via is not None else (_unrouted(target.tier),))), via or ()

    def leave(self, site: Site, stand: Stand) -> Exit:
        """How packets of this stand get out to the internet."""
        if site.place == "nowhere":
            return Exit("", missing=("{source}.zone: the network or host it stands in",))
        if site.place != "network":
            return Exit("public address" if site.place == "machine" else "internet")
        direct = self._gateway(site, stand)
        if direct is not None and site.reachable:
            return Exit("internet gateway", direct)
        table = self._table(site, stand)
        if table:
            return self._drawn(site, stand, table)
        return self._derived(site, stand)

    def _derived(self, site: Site, stand: Stand) -> Exit:
        access = self._access(site)
        if access == "public":
            text = f"{{source}} has no public address in the public tier {site.tier}"
            need = Address("{source}", "move it to a private tier with a NAT")
            return _no_exit((site.tier,), text, need)
        if access == "isolated":
            text = f"the isolated tier {site.tier} leads nowhere outside its network"
            private = Otherwise(f"make {site.tier} private and give its network a NAT")
            return _no_exit((site.tier,), text, private)
        nat = self._nat(site, stand)
        if nat:
            return Exit("NAT", (), nat)
        if site.platform:
            return Exit("platform")
        if not site.tier and not site.host:
            return Exit("", missing=("{source}.zone: the subnet tier it stands in",))
        where = f"tier {site.tier}" if site.tier else f"network {site.network}"
        text = f"{where} has neither a NAT nor a public address that leads {{source}} out"
        return _no_exit((site.tier or site.network,), text, AddNat(site.network))

    def _nat(self, site: Site, stand: Stand) -> str:
        """The NAT that serves this stand: one in its own availability zone, else any that works."""
        nats = self._sites.relays.get((site.network, Trait.NAT), ())
        working = [node.key for node in nats if self._works(self._sites.of(node.key), stand.family)]
        own = (key for key in working if stand.zone in {at.zone for at in self._sites.of(key).stands})
        return next(own, working[0] if working else "")

    def _works(self, nat: Site, family: Family) -> bool:
        stands = (stand for stand in nat.stands if stand.family == family)
        return any(self._gateway(nat, stand) is not None for stand in stands)

    def _drawn(self, site: Site, stand: Stand, table: list[Route]) -> Exit:
        route = next((route for route in table if _is_default(route, stand)), None)
        if route is None:
            text = f"no route of {site.tier} leads {{source}} to the internet"
            return _no_exit((site.tier,), text, AddDefaultRoute(site.tier, site.network, stand.family))
        return self._by(route, site, stand.family)

    def _by(self, route: Route, site: Site, family: Family) -> Exit:
        via = self._graph.nodes.get(route.via)
        if via is not None and node_kind(via.kind).has(Trait.INTERNET_GATEWAY):
            text = f"{route.key} leads {{source}} to {route.via}, but it has no public address"
            return _no_exit((route.key,), text, Address("{source}", "route it through a NAT"))
        if self._forwards(route.via, family):
            return Exit("NAT", (route.key,), route.via)
        text = f"{route.key} leads to {route.via}, which leads no further"
        return _no_exit((route.key, route.via), text, MendRoute(route.key, site.network))

    def _forwards(self, key: str, family: Family) -> bool:
        """Whether a node or host takes packets of others to the internet."""
        if key in self._graph.peerings:
            return False
        zone = self._graph.zones.get(key)
        if zone is not None and not self._graph.kind(zone).has(Trait.HOST):
            return False
        relay = self._sites.of(key)
        return relay.place == "network" and relay.reachable and self._works(relay, family)

    def _gateway(self, site: Site, stand: Stand) -> tuple[str, ...] | None:
        """The route and gateway between the internet and a public address at this stand; None = there is none."""
        if not site.tier:
            return ()
        table = self._table(site, stand)
        if not table:
            return self._gateways(site) if self._access(site) == "public" else None
        route = next((route for route in table if _is_default(route, stand)), None)
        via = self._graph.nodes.get(route.via) if route else None
        leads = via is not None and node_kind(via.kind).has(Trait.INTERNET_GATEWAY)
        return (route.key, route.via) if route and leads else None

    def _gateways(self, site: Site) -> tuple[str, ...]:
        drawn: tuple[Node, ...] = self._sites.relays.get((site.network, Trait.INTERNET_GATEWAY), ())
        return tuple(node.key for node in drawn[:1])

    # --- tables ------------------------------------------------------------------------------------------

    def _access(self, site: Site) -> str:
        return str(getattr(self._graph.zones[site.tier].properties, "access", "")) if site.tier else ""

    def _table(self, site: Site, stand: Stand) -> list[Route]:
        """The routes drawn for this stand, most specific first; empty = its routes are derived."""
        routes = self._graph.routes_of.get(site.tier, ()) if site.tier else ()
        here = [route for route in routes if not stand.zone or route.availability_zone in ("", stand.zone)]
        return sorted(here, key=_specific)


_CLOSED = Block("route", ("{target}",), "{target} is not publicly accessible", Publish("{target}"))
_UNADDRESSED = Block(
    "route",
    ("{target}",),
    "{target} has no public address",
    Address("{target}", "put a public load balancer in front of it"),
)


def _unrouted(tier: str) -> Block:
    text = f"the subnet tier {tier} has no route from the internet to {{target}}"
    need = Otherwise("move {target} to a tier that leads to an internet gateway")
    return Block("route", (tier,), text, need)


def _no_exit(elements: tuple[str, ...], text: str, need: Need) -> Exit:
    return Exit("", broken=Block("route", elements, text, need))


def _direct(source: Site, start: Stand, target: Site, end: Stand, route: str, via: tuple[str, ...]) -> Leg:
    return Leg(
        names=("{source}", "{target}"),
        sender=source,
        receiver=target,
        zones=(start.zone, end.zone),
        origin=source,
        goal=target,
        sources=start.addresses,
        targets=end.addresses,
        routed_sources=start.addresses,
        routed_targets=end.addresses,
        route=route,
        via=via,
    )


def _between(leg: Leg, sources: Spans, targets: Spans) -> Leg:
    return replace(leg, sources=sources, routed_sources=sources, targets=targets, routed_targets=targets)


def _towards(leg: Leg, targets: Spans) -> Leg:
    return replace(leg, targets=targets, routed_targets=targets)


def _near(relay: Site, start: Stand) -> Stand:
    """Where a relay takes the packet: in the sender's availability zone where it can."""
    same = (stand for stand in relay.stands if stand.family == start.family)
    return min(same, key=lambda stand: (stand.zone != start.zone, stand.zone))


def _families(site: Site) -> set[Family]:
    return {stand.family for stand in site.stands}


def _specific(route: Route) -> tuple[int, bool, str]:
    return -ip_network(route.destination).prefixlen, not route.availability_zone, route.key


def _is_default(route: Route, stand: Stand) -> bool:
    return route.destination == ("0.0.0.0/0" if stand.family == 4 else "::/0")


def _decided(table: list[Route], end: Stand) -> Iterator[tuple[Route, Spans]]:
    """Each route with those of the target's addresses that it decides."""
    left = end.addresses
    for route in table:
        here = intersect(left, of_cidr(route.destination, end.family))
        if here:
            left = subtract(left, here)
            yield route, here
