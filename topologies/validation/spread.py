"""In which failure domains a node always runs: availability zones, or whole datacenters where a provider has no zones.

- Instances of a node spread over the zones of its subnet tier, or over those it is pinned to. What counts is the smallest
  number of instances, or the nodes of its cluster (`node_count`, `replicas`). A balancer of a provider stands in every zone
  of its tier. `multi_az` and `high_availability` mean two zones; so does a tier's `zone_count` where its zones have no names.
- A host is in one domain. At providers whose regions are single datacenters the region is that domain, so several
  machines in one region do not help each other when it fails; elsewhere it is the host's availability zone.
- What a provider runs outside every network is the provider's matter, unless it is said to stand in one zone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from topologies.graph import Graph, Node, Zone
from topologies.kinds import Trait, stated
from topologies.resilience.standing import SINGLE_DATACENTER_REGIONS


@dataclass(frozen=True, slots=True)
class Spread:
    """The domains in which a node always runs.

    `several` = it surely runs in more than one; `alone` = it surely runs in one at a time. `domains` are those whose names
    are known, `host` and `region` where it stands; `missing` are the facts that would tell more. `places` are the keys that
    decide, `because` says why.
    """

    domains: frozenset[str] = frozenset()
    several: bool = False
    alone: bool = False
    host: str = ""
    region: str = ""
    missing: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    because: str = ""


def together(spreads: Sequence[Spread]) -> bool | None:
    """Whether these nodes, which stand in for each other, surely share one domain at some time; None = nobody knows."""
    domains = frozenset[str]().union(*(one.domains for one in spreads))
    regions = {one.region for one in spreads if one.region}
    if any(one.several for one in spreads) or len(domains) > 1 or len(regions) > 1:
        return False
    if not all(one.alone for one in spreads):
        return None
    machines = {one.host for one in spreads}
    same_zone = len(domains) == 1 and all(one.domains for one in spreads)
    return True if len(spreads) == 1 or same_zone or (machines != {""} and len(machines) == 1) else None


def spread(graph: Graph, node: Node) -> Spread:
    """Where this node always runs."""
    host, region = graph.enclosing(node, Trait.HOST), graph.enclosing(node, Trait.REGION)
    found = _on_host(graph, node, host) if host else _unhosted(graph, node)
    return replace(found, host=host.key if host else "", region=region.key if region else "")


def _unhosted(graph: Graph, node: Node) -> Spread:
    if graph.enclosing(node, Trait.NETWORK) is None and _is_service(graph, node):
        return _service(graph, node)
    if getattr(node.properties, "instances_unstated", False) and _runs_once(node):
        fact = (f"{node.key}.min_instances",)
        return Spread(missing=fact, places=(node.key,), because="nobody says how many run")
    if _doubled(node) is None and _runs_once(node) and _is_store(node) and graph.kind(node).provider:
        return _unsaid(node)
    return _in_zones(graph, node)


def _unsaid(node: Node) -> Spread:
    fact = (f"{node.key}.multi_az",)
    return Spread(missing=fact, places=(node.key,), because="nobody says whether it is doubled")


def _is_store(node: Node) -> bool:
    return hasattr(node.properties, "multi_az")


def _is_service(graph: Graph, node: Node) -> bool:
    return bool(graph.kind(node).traits & {Trait.MANAGED, Trait.PUBLIC})


def _doubled(node: Node) -> bool | None:
    """Whether a provider keeps it in two zones; None = nobody says."""
    said = stated(node.properties, "multi_az", "high_availability")
    return True if True in said else False if False in said else None


def _runs_once(node: Node) -> bool:
    cluster = [count or 1 for count in stated(node.properties, "node_count")]
    copies = [1 + (count or 0) for count in stated(node.properties, "replicas")]
    return max(node.min_instances, *cluster, *copies, 1) <= 1


def _service(graph: Graph, node: Node) -> Spread:
    doubled = _doubled(node)
    if doubled is False and _runs_once(node):
        return Spread(alone=True, places=(node.key,), because="it is said to stand in one zone")
    if (
        doubled is None and hasattr(node.properties, "role") and _runs_once(node)
    ):  # of a kind that has replicas
        return _unsaid(node)
    return Spread(several=True)


def _in_zones(graph: Graph, node: Node) -> Spread:
    zones, place, missing = _zones(graph, node)
    if len(zones) == 1:
        return Spread(zones, alone=True, places=(place,), because=f"{place} has one zone")
    if _doubled(node):
        return Spread(zones, several=True)
    if _runs_once(node) and not graph.kind(node).has(Trait.BALANCER):
        fact = (f"{node.key}.availability_zones",)
        return Spread(alone=True, missing=fact, places=(node.key,), because="one instance always runs")
    count = _zone_count(graph, node)
    if count == 1:
        return Spread(alone=True, places=(place,), because=f"{place} has one zone")
    if zones or count:
        return Spread(zones, several=True)
    return Spread(missing=missing, places=(place,), because="the zones are not named")


def _zone_count(graph: Graph, node: Node) -> int | None:
    """How many zones its tier has, or its region where it stands in no tier; None = nobody says."""
    around = graph.enclosing(node, Trait.TIER) or graph.enclosing(node, Trait.REGION)
    count: int | None = getattr(around.properties, "zone_count", None) if around else None
    return count


def _zones(graph: Graph, node: Node) -> tuple[frozenset[str], str, tuple[str, ...]]:
    """The zones it may run in, the key that says so, and the fact to state where there are none."""
    tier, region = graph.enclosing(node, Trait.TIER), graph.enclosing(node, Trait.REGION)
    around = region or graph.enclosing(node, Trait.NETWORK)
    named: tuple[tuple[Zone | None, tuple[str, ...]], ...] = (
        (tier or around, node.availability_zones),
        (tier, tuple(getattr(tier.properties, "cidrs", ())) if tier else ()),
        (region, tuple(getattr(region.properties, "availability_zones", ())) if region else ()),
    )
    for zone, names in named:
        if names:
            prefix = around.key if around else ""
            return frozenset(f"{prefix}/{name}" for name in names), zone.key if zone else node.key, ()
    if region is not None and getattr(region.properties, "zone_count", None) == 1:
        return frozenset({region.key}), region.key, ()
    where = (
        f"{tier.key}.cidrs"
        if tier
        else f"{region.key}.availability_zones"
        if region
        else f"{node.key}: its region"
    )
    return frozenset(), (tier or region or node).key, (where,)


def _on_host(graph: Graph, node: Node, host: Zone) -> Spread:
    zones, place, _ = _zones(graph, node)
    region, provider = graph.enclosing(host, Trait.REGION), graph.enclosing(host, Trait.PROVIDER)
    alone = Spread(alone=True, places=(host.key,), because=f"it stands on {host.key}")
    whole = getattr(provider.properties, "provider", "") in SINGLE_DATACENTER_REGIONS if provider else False
    if region is not None and whole:
        return replace(alone, domains=frozenset({region.key}), places=(host.key, region.key))
    if len(zones) == 1:
        return replace(alone, domains=zones, places=(host.key, place))
    fact = "its region" if region is None and not zones else "its availability zone"
    return replace(alone, missing=(f"{host.key}: {fact}",))
