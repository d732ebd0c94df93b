"""Address blocks of networks and subnet tiers, and which of them collide. Sorted once, swept once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network

from topologies.graph import Graph, Zone
from topologies.kinds import Trait


@dataclass(frozen=True, slots=True)
class AddressBlock:
    """A CIDR of a zone; `part` is the availability zone it serves, "" = the whole network."""

    owner: str
    part: str
    cidr: IPv4Network | IPv6Network

    @property
    def first(self) -> int:
        return int(self.cidr.network_address)

    @property
    def last(self) -> int:
        return int(self.cidr.broadcast_address)

    def __str__(self) -> str:
        return f"{self.cidr} of {self.owner}{f' in {self.part}' if self.part else ''}"


Pair = tuple[AddressBlock, AddressBlock]


@lru_cache(maxsize=100_000)
def _network(cidr: str) -> IPv4Network | IPv6Network:
    return ip_network(cidr)


def network_blocks(network: Zone) -> tuple[AddressBlock, ...]:
    """What a network says of itself."""
    cidrs: tuple[str, ...] = getattr(network.properties, "cidrs", ())
    return tuple(AddressBlock(network.key, "", _network(cidr)) for cidr in cidrs)


def tier_blocks(tier: Zone) -> tuple[AddressBlock, ...]:
    """The subnets of a tier, by availability zone."""
    cidrs: dict[str, str] = getattr(tier.properties, "cidrs", {})
    return tuple(AddressBlock(tier.key, part, _network(cidr)) for part, cidr in sorted(cidrs.items()))


def tiers_by_network(graph: Graph) -> dict[str, tuple[Zone, ...]]:
    """Network key -> its subnet tiers."""
    found: dict[str, list[Zone]] = {zone.key: [] for zone in graph.zones_with(Trait.NETWORK)}
    for tier in graph.zones_with(Trait.TIER):
        network = graph.enclosing(tier, Trait.NETWORK)
        if network is not None:
            found[network.key].append(tier)
    return {key: tuple(tiers) for key, tiers in found.items()}


def collisions(blocks: Iterable[AddressBlock], side: Callable[[AddressBlock], object]) -> Iterator[Pair]:
    """Blocks that share addresses with a block of another side: each colliding block once, with the widest before it.

    Between two sides at least one pair is found where any exists.
    """
    widest: dict[int, AddressBlock] = {}
    for block in sorted(
        blocks, key=lambda one: (one.cidr.version, one.first, -one.last, one.owner, one.part)
    ):
        before = widest.get(block.cidr.version)
        if before is not None and block.first <= before.last and side(before) != side(block):
            yield before, block
        if before is None or block.last > before.last:
            widest[block.cidr.version] = block
