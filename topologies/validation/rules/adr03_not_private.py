from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv4Network, IPv6Network

from topologies.graph import Graph, Zone
from topologies.kinds import Trait
from topologies.validation.addresses import AddressBlock, network_blocks, tier_blocks, tiers_by_network
from topologies.validation.context import Context
from topologies.validation.facts import Fact
from topologies.validation.fixes.blocks import renumbered
from topologies.validation.model import Conflict, Violation
from topologies.validation.registry import rule

# RFC 1918, and RFC 6598 for addresses that providers share.
PRIVATE = tuple(
    IPv4Network(cidr) for cidr in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
)


@rule(
    "ADR03",
    severity="medium",
    title="A network uses addresses that are not private",
    whole=True,
    sources=("RFC 1918", "RFC 6598", "AWS VPC: VPC CIDR blocks"),
)
def not_private(context: Context) -> Iterator[Violation]:
    """A private network gives out addresses that belong to somebody on the internet.

    **What it means.** A range of the network, or of one of its subnets where the network states none, is not wholly inside
    the blocks reserved for private use.

    **Why it matters.** Inside the network those addresses mean its own machines, so the real owners of them cannot be
    reached from there. Rules and tools that tell inside from outside by the address are wrong about it, both ways.

    **What to do.** Renumber to a range inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16. If the range is your own, say so
    in a waiver.

    **Limits.** Only IPv4 is judged: IPv6 networks have public addresses by design. Where a network that leads to the internet
    through a drawn gateway or NAT states no range, the verdict is unknown.
    """
    for fact in context.facts(_networks):
        network, found = fact.said
        # Where it may move to depends on every network there is.
        fix = None if found.missing else renumbered(context.graph, network)
        yield replace(found, fixes=(fix,)) if fix else found


def _networks(context: Context) -> Iterator[Fact[tuple[Zone, Violation]]]:
    leading = _leading(context.graph)
    for key, tiers in tiers_by_network(context.graph).items():
        network = context.graph.zones[key]
        blocks = network_blocks(network) or tuple(block for tier in tiers for block in tier_blocks(tier))
        if not blocks and key in leading:
            yield Fact((key,), (network, _unknown(network)))
        wrong = [block for block in blocks if not _private(block)]
        if wrong:
            yield Fact((key,), (network, _violation(context.graph, wrong)))


def _leading(graph: Graph) -> frozenset[str]:
    """Networks with a drawn way to the internet."""
    doors = (*graph.nodes_with(Trait.NAT), *graph.nodes_with(Trait.INTERNET_GATEWAY))
    zones = (graph.enclosing(node, Trait.NETWORK) for node in doors)
    return frozenset(zone.key for zone in zones if zone is not None)


def _private(block: AddressBlock) -> bool:
    cidr = block.cidr
    return isinstance(cidr, IPv6Network) or any(cidr.subnet_of(private) for private in PRIVATE)


def _violation(graph: Graph, wrong: list[AddressBlock]) -> Violation:
    owners = tuple(dict.fromkeys(block.owner for block in wrong))
    names = ", ".join(graph.zones[key].name for key in owners)
    ranges = ", ".join(str(block.cidr) for block in wrong)
    evidence = Conflict(owners, f"{'; '.join(map(str, wrong))}: not in RFC 1918 or RFC 6598.")
    return Violation(owners, f"{names} uses {ranges}, which is not private.", evidence)


def _unknown(network: Zone) -> Violation:
    message = f"Whether {network.name}, which leads to the internet, uses private addresses is not stated."
    return Violation(
        (network.key,),
        message,
        Conflict((network.key,), "No range is stated."),
        (),
        (f"{network.key}.cidrs",),
    )
