"""Parts brought into more availability zones."""

from collections.abc import Collection

from topologies.graph import Graph, Node, Zone
from topologies.kinds import Trait
from topologies.operations import Operation
from topologies.validation.addresses import tier_blocks, tiers_by_network
from topologies.validation.fixes.blocks import next_subnet
from topologies.validation.fixes.copies import in_other_zone
from topologies.validation.fixes.fix import Fix, update


def in_zones(graph: Graph, node: Node, zones: Collection[str]) -> tuple[Fix, ...]:
    """An instance of the node in each of these zones; its tier gets the subnets that it lacks there."""
    steps = reaching(graph, node, zones)
    if steps is None:
        return ()
    names = sorted({*zones, *node.availability_zones})
    count = max(len(names), node.min_instances)
    most = max(count, node.max_instances)
    grown = update(node.key, availability_zones=names, min_instances=count, max_instances=most)
    return (Fix(f"Run {node.key} in {', '.join(names)}.", (*steps, grown)),)


def times(graph: Graph, node: Node, count: int) -> tuple[Fix, ...]:
    """More instances, for zones that have no names."""
    most = max(count, node.max_instances)
    operation = update(node.key, min_instances=count, max_instances=most)
    return (Fix(f"Run {count} instances of {node.key}.", (operation,)),)


def reaching(graph: Graph, node: Node, zones: Collection[str]) -> tuple[Operation, ...] | None:
    """Subnets for the node's tier in those of the zones where it has none; None where no address is free."""
    tier, network = graph.enclosing(node, Trait.TIER), graph.enclosing(node, Trait.NETWORK)
    if tier is None or network is None:
        return None
    stated = {block.part: str(block.cidr) for block in tier_blocks(tier)}
    lacking = sorted(set(zones) - stated.keys())
    if not stated or not lacking:
        return () if stated else None
    cidrs = _subnets(graph, network, tier, lacking)
    return (update(tier.key, properties={"cidrs": stated | cidrs}),) if cidrs else None


def _subnets(graph: Graph, network: Zone, tier: Zone, zones: Collection[str]) -> dict[str, str]:
    """One free block each, as large as the tier's smallest; nothing where one finds no room."""
    tiers = list(tiers_by_network(graph)[network.key])
    prefix = max(block.cidr.prefixlen for block in tier_blocks(tier))
    found: dict[str, str] = {}
    for zone in zones:
        block = next_subnet(network, tiers, prefix, list(found.values()))
        if block is None:
            return {}
        found[zone] = str(block)
    return found


def spread_out(graph: Graph, members: Collection[Node]) -> tuple[Fix, ...]:
    """One of the parts that do one job kept in two zones: a managed store, or two instances where its tier has two."""
    for node in members:
        if fix := in_other_zone(graph, node):
            return (fix,)
        if _can_double(graph, node):
            return times(graph, node, 2)
    return ()


def _can_double(graph: Graph, node: Node) -> bool:
    """Stateless parts outside hosts whose tier has two zones."""
    tier = graph.enclosing(node, Trait.TIER)
    zones = len(getattr(tier.properties, "cidrs", ())) if tier else 0
    spans = max(zones, getattr(tier.properties, "zone_count", None) or 0 if tier else 0)
    stateless = not graph.kind(node).has(Trait.DATA)
    pinned = len(node.availability_zones) == 1
    return stateless and spans > 1 and not pinned and graph.enclosing(node, Trait.HOST) is None
