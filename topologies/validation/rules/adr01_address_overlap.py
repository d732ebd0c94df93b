from collections.abc import Iterator
from dataclasses import dataclass, replace

from topologies.graph import Graph, Peering, Zone
from topologies.validation.addresses import (
    AddressBlock,
    Pair,
    collisions,
    network_blocks,
    tier_blocks,
    tiers_by_network,
)
from topologies.validation.context import Context
from topologies.validation.facts import Fact
from topologies.validation.fixes import Fix
from topologies.validation.fixes.blocks import renumbered, resubnetted
from topologies.validation.model import Conflict, Violation
from topologies.validation.registry import rule

Blocks = dict[str, tuple[AddressBlock, ...]]


@dataclass(frozen=True, slots=True)
class Overlap:
    """What is wrong; and what may move, to where depends on the whole topology: subnets, or networks."""

    found: Violation
    subnets: tuple[Pair, ...] = ()
    networks: tuple[str, ...] = ()

    def fixes(self, graph: Graph) -> tuple[Fix, ...]:
        return _resubnetted(graph, self.subnets) if self.subnets else _renumbered(graph, self.networks)


@rule(
    "ADR01",
    severity="high",
    title="Connected address ranges overlap",
    whole=True,
    sources=(
        "AWS Well-Architected REL02-BP05",
        "AWS VPC: VPC peering limitations",
        "AWS VPC: subnet CIDR blocks",
    ),
)
def address_overlap(context: Context) -> Iterator[Violation]:
    """The same addresses are given out twice in places that are connected.

    **What it means.** Two subnets of one network share addresses; or two networks that are peered do, by their own ranges
    or by those of their subnets; or two networks that are both peered with a third do, and no drawn route of the third
    tells them apart.

    **Why it matters.** A packet has one destination address and takes one route. Providers refuse overlapping subnets and
    overlapping peerings outright; where they are accepted, one of the two places is never reached. Renumbering what runs
    means moving it.

    **What to do.** Give each network of the system, and each subnet in it, a range of its own, from a plan that leaves
    room. The evidence names both ranges.

    **Limits.** Networks without a connection may overlap. Of several subnets that share one range each is named once, with
    the widest. Where a peered network states no range at all, the verdict is unknown.
    """
    for fact in context.facts(_overlaps):
        yield replace(fact.said.found, fixes=fact.said.fixes(context.graph))


def _overlaps(context: Context) -> Iterator[Fact[Overlap]]:
    tiers = tiers_by_network(context.graph)
    blocks = {key: _blocks(context.graph.zones[key], owned) for key, owned in tiers.items()}
    joined = {frozenset((row.network, row.peer)) for row in context.graph.peerings.values()}
    for owned in tiers.values():
        yield from _facts(_within(context.graph, owned))
    for peering in context.graph.peerings.values():
        yield from _facts(_peered(context.graph, peering, blocks))
    for middle, peerings in _around(context.graph):
        yield from _facts(_neighbours(context.graph, middle, peerings, blocks, joined))


def _facts(found: Iterator[Overlap]) -> Iterator[Fact[Overlap]]:
    return (Fact(one.found.subjects, one) for one in found)


def _within(graph: Graph, tiers: tuple[Zone, ...]) -> Iterator[Overlap]:
    """Subnets of one network that share addresses: one violation for each pair of tiers."""
    found: dict[tuple[str, ...], list[Pair]] = {}
    subnets = (block for tier in tiers for block in tier_blocks(tier))
    for one, other in collisions(subnets, lambda block: (block.owner, block.part)):
        found.setdefault(tuple(sorted({one.owner, other.owner})), []).append((one, other))
    for keys, pairs in found.items():
        names = " and ".join(graph.zones[key].name for key in keys)
        subject = f"{names} hand" if len(keys) > 1 else f"The subnets of {names} hand"
        wrong = Violation(keys, f"{subject} out the same addresses.", _conflict(keys, pairs))
        yield Overlap(wrong, subnets=tuple(pairs))


def _blocks(network: Zone, tiers: tuple[Zone, ...]) -> tuple[AddressBlock, ...]:
    return (*network_blocks(network), *(block for tier in tiers for block in tier_blocks(tier)))


def _peered(graph: Graph, peering: Peering, blocks: Blocks) -> Iterator[Overlap]:
    """The two ends of a peering."""
    pair = tuple(sorted((peering.network, peering.peer)))
    silent = tuple(f"{key}.cidrs" for key in pair if not blocks[key])
    causes = (peering.key,)
    if silent:
        names = " and ".join(graph.zones[key].name for key in pair)
        message = f"Whether {names}, which are peered, overlap depends on ranges nobody stated."
        evidence = Conflict(causes, "Peered networks need ranges of their own.")
        yield Overlap(Violation(pair, message, evidence, causes, silent))
    for keys, pairs in _sharing(pair, blocks).items():
        names = " and ".join(graph.zones[key].name for key in keys)
        message = f"{names} are peered and share addresses."
        yield Overlap(Violation(keys, message, _conflict(causes, pairs), causes), networks=keys)


def _around(graph: Graph) -> Iterator[tuple[str, dict[str, str]]]:
    """Each network with those that it is peered with by no drawn route, and by which peering."""
    routed = {route.via for route in graph.routes.values()}
    found: dict[str, dict[str, str]] = {}
    for peering in graph.peerings.values():
        if peering.key not in routed:
            found.setdefault(peering.network, {})[peering.peer] = peering.key
            found.setdefault(peering.peer, {})[peering.network] = peering.key
    yield from found.items()


def _neighbours(
    graph: Graph, middle: str, peerings: dict[str, str], blocks: Blocks, joined: set[frozenset[str]]
) -> Iterator[Overlap]:
    """Networks that one network is peered with; those that are peered themselves are judged as such."""
    for keys, pairs in _sharing(tuple(sorted(peerings)), blocks).items():
        if frozenset(keys) not in joined:
            names = " and ".join(graph.zones[key].name for key in keys)
            message = f"{names} share addresses, and {graph.zones[middle].name} is peered with both."
            causes = tuple(peerings[key] for key in keys)
            yield Overlap(Violation(keys, message, _conflict(causes, pairs), causes), networks=keys)


def _sharing(networks: tuple[str, ...], blocks: Blocks) -> dict[tuple[str, ...], list[Pair]]:
    side = {block: key for key in networks for block in blocks[key]}
    found: dict[tuple[str, ...], list[Pair]] = {}
    for one, other in collisions(side, lambda block: side[block]):
        found.setdefault(tuple(sorted((side[one], side[other]))), []).append((one, other))
    return found


def _conflict(elements: tuple[str, ...], pairs: list[Pair]) -> Conflict:
    owners = dict.fromkeys(block.owner for pair in pairs for block in pair)
    text = "; ".join(f"{one} overlaps {other}" for one, other in pairs[:10])
    return Conflict(tuple(dict.fromkeys((*elements, *owners))), f"{text}.")


def _resubnetted(graph: Graph, pairs: tuple[Pair, ...]) -> tuple[Fix, ...]:
    """The later one of each pair moved, where all of them belong to one tier."""
    later = [other for _, other in pairs]
    if len({block.owner for block in later}) > 1:
        return ()
    fix = resubnetted(graph, graph.zones[later[0].owner], [block.part for block in later])
    return (fix,) if fix else ()


def _renumbered(graph: Graph, networks: tuple[str, ...]) -> tuple[Fix, ...]:
    fixes = (renumbered(graph, graph.zones[key]) for key in networks)
    return tuple(fix for fix in fixes if fix)
