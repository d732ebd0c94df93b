"""Where the copies of each node stand, and how many of them a failure leaves: at least and at most.

- Copies spread evenly over the availability zones of their tier, or over those they are pinned to. What counts is the
  smallest number of instances. A provider's balancer has a copy in every zone of its tier. `multi_az` and
  `high_availability` mean two copies in two zones; replicas and cluster nodes count, and are in several zones only where
  somebody says so.
- Nodes of one kind in a group that states how few and how many instances it may have are the instances of one auto
  scaling group: one unit.
- What stands on one host fails together, and is in one zone.
- What a provider runs outside every network is the provider's matter within its region.

A zone is called by its region and its name ("ireland/a"): names repeat between regions.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from topologies.graph import Graph, Node, Zone
from topologies.kinds import Trait, stated

# Providers that sell regions without availability zones. Sources: DigitalOcean and Hetzner, regions and locations.
SINGLE_DATACENTER_REGIONS = frozenset({"digitalocean", "hetzner"})


@dataclass(frozen=True, slots=True)
class Unit:
    """Nodes that are one thing to a failure: a node, or the members of one auto scaling group.

    `zones` are the availability zones that its copies may stand in; none where no zone's loss takes it along or nobody
    knows. `around` are the keys of the zones around it. `held` = its provider keeps it up through the loss of an
    instance or a zone. `together` = all copies stand in one zone. `doubtful` = it may have a copy in
    another zone, nobody says.
    `missing` is the fact that would tell more.
    """

    keys: tuple[str, ...]
    copies: int = 1
    limit: int = 1
    zones: tuple[str, ...] = ()
    around: frozenset[str] = frozenset()
    region: str = ""
    provider: str = ""
    held: bool = False
    together: bool = False
    doubtful: bool = False
    missing: str = ""

    @property
    def key(self) -> str:
        return self.keys[0]

    @property
    def alone(self) -> bool:
        """Whether one instance surely is all there is."""
        return self.copies == 1 and not self.held and not self.doubtful

    @property
    def drifts(self) -> bool:
        """Whether it stands in one zone, and nobody says in which."""
        return not self.held and len(self.zones) > 1 and (self.copies == 1 or self.together)


def units(graph: Graph) -> tuple[Unit, ...]:
    """Every node of the graph in its unit, by first key."""
    reader = _Reader(graph, zones_named(graph.whole or graph))
    pools: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for node in graph.nodes.values():
        pools[_pool(graph, node)].append(node)
    found = (reader.unit(members) for members in pools.values())
    return tuple(sorted(found, key=lambda unit: unit.key))


def _pool(graph: Graph, node: Node) -> tuple[str, str]:
    group = graph.zones[node.zone] if node.zone else None
    scaled = group is not None and getattr(group.properties, "min_instances", None) is not None
    return (group.key, node.kind) if group is not None and scaled else (node.key, "")


def zones_named(graph: Graph) -> Mapping[str, tuple[str, ...]]:
    """Region or network -> the names of its availability zones: all that anybody names, else numbers."""
    found: dict[str, set[str]] = defaultdict(set)
    for zone in graph.zones.values():
        around = _around(graph, zone)
        if around is not None:
            found[around.key].update(_own_zones(zone))
    for node in graph.nodes.values():
        around = _around(graph, node) if node.availability_zones else None
        if around is not None:
            found[around.key].update(node.availability_zones)
    return {key: tuple(sorted(names)) or _numbered(graph.zones[key]) for key, names in found.items()}


def _own_zones(zone: Zone) -> tuple[str, ...]:
    return tuple(getattr(zone.properties, "availability_zones", ()) or ())


def _numbered(zone: Zone) -> tuple[str, ...]:
    count = getattr(zone.properties, "zone_count", None) or 0
    return tuple(str(number) for number in range(1, min(count, 26) + 1))


def _around(graph: Graph, element: Node | Zone) -> Zone | None:
    return graph.enclosing(element, Trait.REGION) or graph.enclosing(element, Trait.NETWORK)


class _Standing(NamedTuple):
    """What a unit is by itself; see there."""

    copies: int = 1
    zones: tuple[str, ...] = ()
    held: bool = False
    together: bool = False
    doubtful: bool = False
    missing: str = ""


@dataclass(frozen=True)
class _Reader:
    graph: Graph
    zones_named: Mapping[str, tuple[str, ...]]
    _places: dict[str | None, tuple[frozenset[str], str, str]] = field(default_factory=dict)
    _zone_names: dict[tuple[str | None, tuple[str, ...]], tuple[str, ...]] = field(default_factory=dict)

    def unit(self, members: list[Node]) -> Unit:
        node = members[0]
        around, region, provider = self._place(node)
        standing = self._standing(node)
        copies = standing.copies if len(members) == 1 else len(members)
        return Unit(
            keys=tuple(sorted(member.key for member in members)),
            copies=copies,
            limit=max(copies, self._limit(node, members)),
            zones=standing.zones,
            around=around,
            region=region,
            provider=provider,
            held=standing.held,
            together=standing.together,
            doubtful=standing.doubtful,
            missing=standing.missing,
        )

    def _place(self, node: Node) -> tuple[frozenset[str], str, str]:
        """The zones around it, its region and its provider."""
        if node.zone not in self._places:
            region, provider = (self.graph.enclosing(node, each) for each in (Trait.REGION, Trait.PROVIDER))
            around = frozenset(zone.key for zone in self.graph.path(node))
            self._places[node.zone] = around, region.key if region else "", provider.key if provider else ""
        return self._places[node.zone]

    def _limit(self, node: Node, members: list[Node]) -> int:
        if len(members) == 1:
            return node.max_instances
        group = self.graph.zones[node.zone or ""]
        return getattr(group.properties, "max_instances", None) or len(members)

    def _standing(self, node: Node) -> _Standing:
        if self.graph.enclosing(node, Trait.HOST):
            return self._on_host(node)
        if self._is_service(node):
            return self._service(node)
        return self._spread(node)

    def _is_service(self, node: Node) -> bool:
        """Run by somebody else: people and outside systems, and outside networks managed parts and providers' edges."""
        kind = self.graph.kind(node)
        if kind.traits & {Trait.INTERNET, Trait.EXTERNAL}:
            return True
        managed = kind.has(Trait.MANAGED) or (kind.has(Trait.PUBLIC) and bool(kind.provider))
        return managed and self.graph.enclosing(node, Trait.NETWORK) is None

    def _on_host(self, node: Node) -> _Standing:
        zones = () if self._one_datacenter(node) else self._zones(node)
        fact = f"{node.key}.availability_zones" if len(zones) > 1 else ""
        return _Standing(_instances(node), zones, together=True, missing=fact)

    def _one_datacenter(self, node: Node) -> bool:
        provider = self.graph.enclosing(node, Trait.PROVIDER)
        return (
            provider is not None and getattr(provider.properties, "provider", "") in SINGLE_DATACENTER_REGIONS
        )

    def _service(self, node: Node) -> _Standing:
        doubled = _doubled(node)
        if doubled is False and _copies(node) == 1:
            return self._spread(node)
        if doubled is None and _has_replicas(node) and _copies(node) == 1:
            return self._unsaid(node)
        return _Standing(held=True)

    def _unsaid(self, node: Node) -> _Standing:
        return _Standing(zones=self._zones(node), doubtful=True, missing=f"{node.key}.multi_az")

    def _spread(self, node: Node) -> _Standing:
        zones, copies = self._zones(node), _copies(node)
        if copies == 1 and getattr(node.properties, "instances_unstated", False):
            return _Standing(zones=zones, doubtful=True, missing=f"{node.key}.min_instances")
        if self.graph.kind(node).has(Trait.BALANCER) and self.graph.kind(node).provider:
            return _Standing(max(2, copies, len(zones)), zones, held=not zones)
        if copies == 1 and self._may_be_doubled(node):
            return self._unsaid(node)
        if copies > _instances(node) and _doubled(node) is None:
            fact = f"{node.key}.multi_az"
            return _Standing(copies, zones, together=True, doubtful=True, missing=fact)
        fact = f"{node.key}.availability_zones" if len(zones) > 1 else ""
        return _Standing(copies, zones, together=_doubled(node) is False, missing=fact)

    def _may_be_doubled(self, node: Node) -> bool:
        """A provider's store, or one that is no process on a port, of which nobody says how many copies it has."""
        kind = self.graph.kind(node)
        return (
            hasattr(node.properties, "multi_az")
            and _doubled(node) is None
            and bool(kind.provider or not kind.ports)
        )

    def _zones(self, node: Node) -> tuple[str, ...]:
        place = node.zone, node.availability_zones
        if place not in self._zone_names:
            self._zone_names[place] = self._named(node)
        return self._zone_names[place]

    def _named(self, node: Node) -> tuple[str, ...]:
        tier, around = self.graph.enclosing(node, Trait.TIER), _around(self.graph, node)
        names = node.availability_zones or (_own_zones(tier) if tier else ())
        prefix = around.key if around else ""
        names = names or self.zones_named.get(prefix, ()) or (_numbered(tier) if tier else ())
        return tuple(sorted({f"{prefix}/{name}" for name in names}))


def _instances(node: Node) -> int:
    return max(1, node.min_instances)


def _copies(node: Node) -> int:
    row = node.properties
    counts = [_instances(node), 2 if _doubled(node) else 1]
    counts += [1 + (more or 0) for more in stated(row, "replicas", "standby_nodes")]
    if all((shards or 1) == 1 for shards in stated(row, "shards")):
        counts += [count or 1 for count in stated(row, "node_count")]
    return max(counts)


def _doubled(node: Node) -> bool | None:
    """Whether a provider keeps it in two zones; None = nobody says."""
    said = stated(node.properties, "multi_az", "high_availability")
    return True if True in said else False if False in said else None


def _has_replicas(node: Node) -> bool:
    return hasattr(node.properties, "role")


def zones_of(estate: tuple[Unit, ...]) -> tuple[str, ...]:
    """Every availability zone in which something may stand."""
    return tuple(sorted({zone for unit in estate for zone in unit.zones}))


def facts(estate: tuple[Unit, ...]) -> Iterator[str]:
    """What nobody states about where these units stand."""
    return (unit.missing or f"{unit.key}: its region" for unit in estate)
