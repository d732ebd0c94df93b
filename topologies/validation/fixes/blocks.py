"""Address blocks that nobody uses, and places moved into them."""

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network, IPv6Network, ip_network

from topologies.graph import Graph, Zone
from topologies.kinds import Trait
from topologies.operations import Operation
from topologies.validation.addresses import AddressBlock, network_blocks, tier_blocks, tiers_by_network
from topologies.validation.fixes.fix import Fix, update

Cidr = IPv4Network | IPv6Network
PRIVATE = tuple(ip_network(cidr) for cidr in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))


def free(inside: Iterable[Cidr], prefix: int, taken: Iterable[Cidr]) -> Cidr | None:
    """The first block of this size within these ranges that no taken one touches."""
    used = sorted(taken, key=lambda one: (one.version, int(one.network_address)))
    for room in inside:
        if not room.prefixlen <= prefix <= room.max_prefixlen:
            continue
        start, size = int(room.network_address), 2 ** (room.max_prefixlen - prefix)
        while start + size - 1 <= int(room.broadcast_address):
            block = type(room)((start, prefix))
            clash = next((one for one in used if one.version == room.version and one.overlaps(block)), None)
            if clash is None:
                return block
            start = -(-(int(clash.broadcast_address) + 1) // size) * size
    return None


def next_subnet(network: Zone, tiers: Iterable[Zone], prefix: int, given: Iterable[str] = ()) -> Cidr | None:
    """A free block of the network for one more subnet, `given` ones apart."""
    room = [block.cidr for block in network_blocks(network)]
    taken = [block.cidr for tier in tiers for block in tier_blocks(tier)]
    return free(room, prefix, [*taken, *map(ip_network, given)])


def resubnetted(graph: Graph, tier: Zone, parts: Iterable[str]) -> Fix | None:
    """The subnets of these availability zones moved to free addresses of their network."""
    network = graph.enclosing(tier, Trait.NETWORK)
    moving = [block for block in tier_blocks(tier) if block.part in parts]
    if network is None or not moving or _is_named(graph, moving):
        return None
    taken = [block.cidr for one in tiers_by_network(graph)[network.key] for block in tier_blocks(one)]
    found: dict[str, str] = {}
    for block in moving:
        new = free([one.cidr for one in network_blocks(network)], block.cidr.prefixlen, taken)
        if new is None:
            return None
        taken.append(new)
        found[block.part] = str(new)
    cidrs = {block.part: str(block.cidr) for block in tier_blocks(tier)} | found
    text = f"Renumber {tier.key}: {', '.join(f'{part} to {cidr}' for part, cidr in found.items())}."
    return Fix(text, (update(tier.key, properties={"cidrs": cidrs}),))


def renumbered(graph: Graph, network: Zone) -> Fix | None:
    """The whole network moved to private addresses that no network of the topology has, its subnets along with it.

    Nothing where a rule, route or ACL entry names the old addresses: whoever wrote it has to say what it meant.
    """
    tiers = tiers_by_network(graph)[network.key]
    old = network_blocks(network)
    subnets = [block for tier in tiers for block in tier_blocks(tier)]
    if not old or any(block.cidr.version == 6 for block in (*old, *subnets)) or _is_named(graph, old):
        return None
    taken = [block.cidr for block in _every(graph)]
    moved: dict[AddressBlock, Cidr] = {}
    for block in old:
        new = free(PRIVATE, block.cidr.prefixlen, taken)
        if new is None:
            return None
        taken.append(new)
        moved[block] = new
    if not all(any(_holds(block, subnet) for block in old) for subnet in subnets):
        return None
    ranges = [str(moved[block]) for block in old]
    steps: list[Operation] = [update(network.key, properties={"cidrs": ranges})]
    steps += _tiers(tiers, moved)
    return Fix(f"Renumber {network.key} to {', '.join(ranges)}, its subnets included.", tuple(steps))


def _every(graph: Graph) -> Iterator[AddressBlock]:
    for key, tiers in tiers_by_network(graph).items():
        yield from network_blocks(graph.zones[key])
        for tier in tiers:
            yield from tier_blocks(tier)


def _holds(block: AddressBlock, subnet: AddressBlock) -> bool:
    return (
        block.cidr.version == subnet.cidr.version and block.first <= subnet.first <= subnet.last <= block.last
    )


def _tiers(tiers: Iterable[Zone], moved: dict[AddressBlock, Cidr]) -> Iterator[Operation]:
    """Each subnet at the same distance from the start of its range as before."""
    for tier in tiers:
        cidrs = {}
        for subnet in tier_blocks(tier):
            block = next(block for block in moved if _holds(block, subnet))
            start = int(moved[block].network_address) + subnet.first - block.first
            cidrs[subnet.part] = str(IPv4Network((start, subnet.cidr.prefixlen)))
        if cidrs:
            yield update(tier.key, properties={"cidrs": cidrs})


def _is_named(graph: Graph, blocks: Iterable[AddressBlock]) -> bool:
    """Whether a rule, route or ACL entry speaks of these addresses, or of a part of them."""
    named = [row.cidr for row in graph.rules.values() if row.cidr]
    named += [row.cidr for row in graph.acl_entries.values()]
    named += [row.destination for row in graph.routes.values()]
    ours = [block.cidr for block in blocks]
    return any(
        one.version == cidr.version and one.prefixlen > 0 and one.overlaps(cidr)
        for one in map(ip_network, set(named))
        for cidr in ours
    )
