"""Where a node stands, as far as reachability is concerned. Nodes with equal sites reach and are reached alike.

Places: `internet` (users and other people's systems), `edge` (a provider's public endpoint, in nobody's network:
managed services, CDNs, balancers drawn outside networks), `network`, `machine` (a host outside every network: straight
on the internet where it has a public address) and `nowhere` (nobody said).

A node's addresses are the CIDR of its tier in each of its availability zones; where none is stated, those of its
network; where none is stated there either, any. People and outside systems come from their stated source addresses, else
from anywhere. A host's parts share its address. A bucket or database that nobody
calls public is not public.

What runs as a sidecar shares localhost with the program whose task it belongs to: the only one of its zone that calls it.

A platform (Railway, Vercel, ...) draws no subnets: it lets out whatever runs on it, and its edge enters its networks.
Source of that fact: the platforms' documentation of public and outbound networking.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from topologies.graph import Graph, Node, SecurityGroup, Zone
from topologies.kinds import Trait, stated
from topologies.reachability.flow import INTERNET
from topologies.reachability.spans import FAMILIES, Family, Spans, everything, normal, of_cidr, public

Place = Literal["internet", "edge", "network", "machine", "nowhere"]


@dataclass(frozen=True, slots=True)
class Stand:
    """One availability zone and address family of a site. `missing` names the fact that would narrow `addresses`."""

    zone: str
    family: Family
    addresses: Spans
    missing: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Site:
    """The class of a node. Compared by identity: equal classes are one object.

    `host` is the machine, else the sidecar of the task. `reachable` = the internet can address it, if routes allow. `anybody` = it stands for everybody on the internet.
    `service` = a provider's managed service; `endpoints` are the private endpoints that lead to it.
    `platform` = the account at a platform that it belongs to.
    `guards` are the layers of groups around it: cloud groups, then host firewalls; both must agree.
    """

    place: Place
    network: str
    tier: str
    host: str
    zones: frozenset[str]
    groups: frozenset[str]
    guards: tuple[tuple[SecurityGroup, ...], tuple[SecurityGroup, ...]]
    reachable: bool
    anybody: bool
    service: bool
    endpoints: frozenset[str]
    platform: str
    stands: tuple[Stand, ...]


class Sites:
    """The site of every node of a graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._classes: dict[tuple[object, ...], Site] = {}
        self._nodes: dict[str, Site] = {INTERNET: _anybody()}

    def of(self, key: str) -> Site:
        """The site of a node, of a host, or of INTERNET."""
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = self._classify(self._graph.nodes.get(key) or self._graph.zones[key])
        return found

    def _classify(self, part: Node | Zone) -> Site:
        traits = self._graph.kind(part).traits
        host = self._graph.enclosing(part, Trait.HOST)
        same = (
            part.parent if isinstance(part, Zone) else part.zone,
            host.key if host else self._tasks.get(part.key, ""),
            tuple(group.key for group in self._graph.groups_on.get(part.key, ())),
            part.availability_zones if isinstance(part, Node) else (),
            _reachable(part, traits, host),
            traits & _DECISIVE,
            _sources(part),
            self._endpoints.get(part.key, frozenset()),
        )
        if same not in self._classes:
            self._classes[same] = self._site(part, traits, host)
        return self._classes[same]

    @cached_property
    def _endpoints(self) -> Mapping[str, frozenset[str]]:
        """Node key -> the private endpoints that lead to it: those that link to it."""
        found: dict[str, frozenset[str]] = {}
        for endpoint in self._graph.nodes_with(Trait.ENDPOINT):
            for link in self._graph.links_from.get(endpoint.key, ()):
                found[link.target] = found.get(link.target, frozenset()) | {endpoint.key}
        return found

    @cached_property
    def _tasks(self) -> Mapping[str, str]:
        """Node key -> the first sidecar of the task that it runs in."""
        found: dict[str, str] = {}
        for node in self._graph.nodes.values():
            if getattr(node.properties, "runs_as", "") == "sidecar":
                callers = {link.source for link in self._graph.links_to.get(node.key, ())}
                beside = [key for key in callers if self._graph.nodes[key].zone == node.zone]
                if len(beside) == 1:
                    found[node.key] = found.setdefault(beside[0], node.key)
        return found

    def _guards(self, part: Node | Zone) -> tuple[SecurityGroup, ...]:
        around = [part.key] if isinstance(part, Node) else []
        around += [zone.key for zone in self._graph.path(part)]
        return tuple(group for key in around for group in self._graph.groups_on.get(key, ()))

    def _site(self, part: Node | Zone, traits: frozenset[Trait], host: Zone | None) -> Site:
        network = self._graph.enclosing(part, Trait.NETWORK)
        tier = self._graph.enclosing(part, Trait.TIER)
        guards = self._guards(part)
        place = _place(traits, network, host)
        return Site(
            place=place,
            network=network.key if network else "",
            tier=tier.key if tier else "",
            host=host.key if host else self._tasks.get(part.key, ""),
            zones=frozenset(zone.key for zone in self._graph.path(part)),
            groups=frozenset(group.key for group in guards),
            guards=(_layer(guards, firewall=False), _layer(guards, firewall=True)),
            reachable=_reachable(part, traits, host),
            anybody=Trait.INTERNET in traits and not _sources(part),
            service=Trait.MANAGED in traits,
            endpoints=self._endpoints.get(part.key, frozenset()),
            platform=_platform(self._graph.enclosing(part, Trait.PROVIDER)),
            stands=_stands(part, network, tier) if place == "network" else _outside(_sources(part)),
        )

    @cached_property
    def relays(self) -> Mapping[tuple[str, Trait], tuple[Node, ...]]:
        """(network, NAT or INTERNET_GATEWAY) -> the nodes that lead out of it, by key."""
        found: dict[tuple[str, Trait], list[Node]] = {}
        for trait in (Trait.NAT, Trait.INTERNET_GATEWAY):
            for node in self._graph.nodes_with(trait):
                found.setdefault((self.of(node.key).network, trait), []).append(node)
        return {place: tuple(nodes) for place, nodes in found.items()}


_DECISIVE = frozenset({Trait.INTERNET, Trait.EXTERNAL, Trait.MANAGED, Trait.PUBLIC})
_EVERYWHERE = tuple(Stand("", family, public(family)) for family in FAMILIES)
_PLATFORMS = frozenset({"railway", "vercel", "cloudflare", "upstash", "mongodb-atlas"})


def _anybody() -> Site:
    none = frozenset[str]()
    return Site("internet", "", "", "", none, none, ((), ()), True, True, False, none, "", _outside(()))


def _place(traits: frozenset[Trait], network: Zone | None, host: Zone | None) -> Place:
    if traits & {Trait.INTERNET, Trait.EXTERNAL}:
        return "internet"
    if network is not None:
        return "network"
    if host is not None:
        return "machine"
    return "edge" if traits & {Trait.MANAGED, Trait.PUBLIC} else "nowhere"


def _reachable(part: Node | Zone, traits: frozenset[Trait], host: Zone | None) -> bool:
    """Whether the internet has an address for the node."""
    if traits & {Trait.INTERNET, Trait.EXTERNAL, Trait.NAT, Trait.INTERNET_GATEWAY}:
        return True
    if host is not None:
        return bool(getattr(host.properties, "public_ip", False))
    if any(stated(part.properties, "public_ip", "publicly_accessible", "public")):
        return True
    if Trait.MANAGED not in traits and stated(part.properties, "public_ip"):  # it said that it has none
        return False
    return Trait.PUBLIC in traits and bool(getattr(part.properties, "internet_facing", True))


def _sources(part: Node | Zone) -> tuple[str, ...]:
    return tuple(cidr for cidrs in stated(part.properties, "source_cidrs") for cidr in cidrs)


def _platform(provider: Zone | None) -> str:
    return provider.key if provider and getattr(provider.properties, "provider", "") in _PLATFORMS else ""


def _outside(cidrs: tuple[str, ...]) -> tuple[Stand, ...]:
    return tuple(_stated("", cidrs, "which of its addresses")) if cidrs else _EVERYWHERE


def _layer(groups: Iterable[SecurityGroup], *, firewall: bool) -> tuple[SecurityGroup, ...]:
    unique = {group.key: group for group in groups if group.firewall == firewall}
    return tuple(unique[key] for key in sorted(unique))


def _stands(part: Node | Zone, network: Zone | None, tier: Zone | None) -> tuple[Stand, ...]:
    stated: dict[str, str] = dict(getattr(tier.properties, "cidrs", {})) if tier else {}
    pinned = part.availability_zones if isinstance(part, Node) else ()
    zones = pinned or tuple(sorted(stated)) or ("",)
    around = tuple(getattr(network.properties, "cidrs", ())) if network else ()
    unsaid = f"{tier.key}.cidrs" if tier else "the subnet tier"
    return tuple(
        stand
        for zone in zones
        for stand in (
            _stated(zone, (stated[zone],), f"the address within {stated[zone]}")
            if zone in stated
            else _stated(zone, around, unsaid)
        )
    )


def _stated(zone: str, cidrs: tuple[str, ...], missing: str) -> Iterator[Stand]:
    """The stands in these ranges; in any address where nobody stated ranges."""
    for family in FAMILIES:
        spans = normal(span for cidr in cidrs for span in of_cidr(cidr, family))
        if spans or not cidrs:
            yield Stand(zone, family, spans or everything(family), missing)
