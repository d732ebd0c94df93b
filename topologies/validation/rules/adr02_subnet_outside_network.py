from collections.abc import Iterator
from dataclasses import replace

from topologies.graph import Graph, Zone
from topologies.reachability.spans import Spans, normal, subtract
from topologies.validation.addresses import AddressBlock, network_blocks, tier_blocks, tiers_by_network
from topologies.validation.context import Context
from topologies.validation.facts import Fact
from topologies.validation.fixes import Fix, update
from topologies.validation.fixes.blocks import resubnetted
from topologies.validation.model import Conflict, Violation
from topologies.validation.registry import rule

Stray = tuple[
    Zone, Zone, tuple[AddressBlock, ...], Violation
]  # the network, its tier, what is outside, what is said


@rule(
    "ADR02",
    severity="high",
    title="A subnet lies outside its network",
    whole=True,
    sources=("AWS VPC: subnet CIDR blocks",),
)
def subnet_outside_network(context: Context) -> Iterator[Violation]:
    """A subnet has addresses that its network does not have.

    **What it means.** A subnet tier states a range, and that range is not wholly inside the ranges of the network around
    it. Often a plan was copied from another network and its figures were kept.

    **Why it matters.** The provider refuses to create such a subnet, so the design cannot be built as drawn. Rules,
    routes and firewalls written for the range of the network do not match what stands in the subnet.

    **What to do.** Renumber the subnet into the range of its network, or give the network a second range that holds it.

    **Limits.** Host bits in a range are refused when it is typed. Where a tier states ranges and its network none, the
    verdict is unknown.
    """
    for fact in context.facts(_strays):
        network, tier, outside, found = fact.said
        # Which way out there is depends on every network there is.
        yield replace(found, fixes=tuple(_fixes(context.graph, network, tier, outside))) if outside else found


def _strays(context: Context) -> Iterator[Fact[Stray]]:
    for key, tiers in tiers_by_network(context.graph).items():
        network = context.graph.zones[key]
        room = _room(network_blocks(network))
        for tier in tiers:
            yield from _judged(network, tier, room)


def _room(blocks: tuple[AddressBlock, ...]) -> dict[int, Spans]:
    """The network's addresses by IP version."""
    return {
        version: normal((block.first, block.last) for block in blocks if block.cidr.version == version)
        for version in {block.cidr.version for block in blocks}
    }


def _judged(network: Zone, tier: Zone, room: dict[int, Spans]) -> Iterator[Fact[Stray]]:
    subnets = tier_blocks(tier)
    outside = [block for block in subnets if _sticks_out(block, room)]
    if subnets and not room:
        text = f"Whether {tier.name} lies inside {network.name} depends on the network's range."
        evidence = Conflict((tier.key, network.key), "The tier states subnets, its network no range.")
        silent = Violation((tier.key,), text, evidence, (network.key,), (f"{network.key}.cidrs",))
        yield Fact((tier.key,), (network, tier, (), silent))
    elif outside:
        ranges = ", ".join(str(block.cidr) for block in network_blocks(network))
        text = f"{', '.join(str(block.cidr) for block in outside)}: outside {ranges} of {network.key}."
        message = f"{tier.name} has subnets outside the addresses of {network.name}."
        found = Violation((tier.key,), message, Conflict((tier.key, network.key), text), (network.key,))
        yield Fact((tier.key,), (network, tier, tuple(outside), found))


def _sticks_out(block: AddressBlock, room: dict[int, Spans]) -> bool:
    return bool(subtract(((block.first, block.last),), room.get(block.cidr.version, ())))


def _fixes(graph: Graph, network: Zone, tier: Zone, outside: tuple[AddressBlock, ...]) -> Iterator[Fix]:
    """The subnets moved into the network, or the network widened where nobody else has the addresses."""
    if moved := resubnetted(graph, tier, [block.part for block in outside]):
        yield moved
    around = [block.cidr for key in tiers_by_network(graph) for block in network_blocks(graph.zones[key])]
    added = list(dict.fromkeys(block.cidr for block in outside))
    private = all(block.cidr.is_private for block in outside)
    clear = not any(one.version == cidr.version and one.overlaps(cidr) for one in around for cidr in added)
    if private and clear:
        ranges = [*(str(block.cidr) for block in network_blocks(network)), *map(str, added)]
        text = f"Give {network.key} the addresses {', '.join(map(str, added))} too."
        yield Fix(text, (update(network.key, properties={"cidrs": ranges}),))
