from collections import Counter
from collections.abc import Iterator, Mapping

from topologies.graph import Graph, Node, Zone
from topologies.kinds import Trait
from topologies.validation.addresses import AddressBlock, tier_blocks
from topologies.validation.context import Context
from topologies.validation.model import Table, Violation
from topologies.validation.registry import rule

RESERVED = (
    5  # of each IPv4 subnet. Source: AWS and Azure documentation, addresses that a subnet keeps for itself
)
BALANCER = 8  # free addresses that a load balancer of AWS asks of each subnet. Source: AWS, Application Load Balancers
SMALLEST = 11  # left in a /28, the smallest subnet that AWS makes


@rule(
    "ADR04",
    severity="medium",
    title="A subnet has too few addresses",
    sources=("AWS Well-Architected REL02-BP03", "AWS VPC: subnet sizing", "AWS: Application Load Balancers"),
)
def address_exhaustion(context: Context) -> Iterator[Violation]:
    """At its peak a subnet tier runs more instances than one of its subnets has addresses for.

    **What it means.** Every instance takes an address, and the network keeps five of each subnet for itself. The largest
    number of instances of everything in the tier, spread evenly over its availability zones, is more than a subnet holds.

    **Why it matters.** Scaling stops when it is needed most, and says so in a log that nobody reads at that hour. A
    subnet cannot be enlarged: whoever runs out moves.

    **What to do.** Give the tier larger subnets, or a tier of its own to what scales. Leave room for twice the peak: a
    deployment starts the new instances before the old ones end, and a lost zone moves over.

    **Limits.** Only IPv4 is counted. What stands on one host shares its address; a load balancer of AWS asks for eight in
    each subnet. Where a tier states no ranges, the verdict is unknown only if its peak would not fit the smallest subnet.
    """
    for tier, parts in _by_tier(context.graph).items():
        yield from _judged(context.graph, context.graph.zones[tier], parts)


def _by_tier(graph: Graph) -> Mapping[str, list[Node | Zone]]:
    """Subnet tier -> the nodes and hosts that take addresses in it."""
    found: dict[str, list[Node | Zone]] = {}
    parts: tuple[Node | Zone, ...] = (*graph.nodes.values(), *graph.zones_with(Trait.HOST))
    for part in parts:
        tier, host = graph.enclosing(part, Trait.TIER), graph.enclosing(part, Trait.HOST)
        if tier is not None and (host is None or host.key == part.key):
            found.setdefault(tier.key, []).append(part)
    return found


def _judged(graph: Graph, tier: Zone, parts: list[Node | Zone]) -> Iterator[Violation]:
    rooms = {block.part: block for block in tier_blocks(tier) if block.cidr.version == 4}
    if rooms:
        wanted = _wanted(graph, parts, tuple(sorted(rooms)))
        short = [zone for zone in sorted(rooms) if wanted[zone] > _room(rooms[zone])]
        if short:
            yield _violation(tier, [rooms[zone] for zone in short], wanted)
    elif not tier_blocks(tier):
        yield from _unstated(graph, tier, parts)


def _unstated(graph: Graph, tier: Zone, parts: list[Node | Zone]) -> Iterator[Violation]:
    count: int = getattr(tier.properties, "zone_count", None) or 1
    most = max(_wanted(graph, parts, tuple(map(str, range(count)))).values(), default=0)
    if most > SMALLEST:
        table = Table(
            ("tier", "addresses wanted in a zone", "addresses"), ((tier.key, str(most), "not stated"),)
        )
        message = f"Whether {tier.name} has {most} addresses in each availability zone is not stated."
        yield Violation((tier.key,), message, table, missing=(f"{tier.key}.cidrs",))


def _wanted(graph: Graph, parts: list[Node | Zone], zones: tuple[str, ...]) -> Counter[str]:
    """Availability zone -> addresses at the peak."""
    found: Counter[str] = Counter()
    for part in parts:
        pinned = part.availability_zones if isinstance(part, Node) else ()
        own = tuple(zone for zone in zones if zone in pinned) or zones
        each = _in_zone(graph, part, len(own))
        for zone in own:
            found[zone] += each
    return found


def _in_zone(graph: Graph, part: Node | Zone, zones: int) -> int:
    """The most addresses that a part takes in one of its zones."""
    kind = graph.kind(part)
    if isinstance(part, Node) and kind.has(Trait.BALANCER):
        return BALANCER if kind.provider == "aws" else 1
    return -(-_instances(part) // zones)


def _instances(part: Node | Zone) -> int:
    if isinstance(part, Zone):
        return 1
    count: int = getattr(part.properties, "node_count", None) or 1
    copies: int = 1 + (getattr(part.properties, "replicas", None) or 0)
    return max(part.max_instances, count, copies, 2 if getattr(part.properties, "multi_az", None) else 1)


def _room(block: AddressBlock) -> int:
    return max(0, block.last - block.first + 1 - RESERVED)


def _violation(tier: Zone, short: list[AddressBlock], wanted: Counter[str]) -> Violation:
    rows = tuple((block.part, str(block.cidr), str(wanted[block.part]), str(_room(block))) for block in short)
    zones = ", ".join(block.part for block in short)
    return Violation(
        subjects=(tier.key,),
        message=f"{tier.name} wants more addresses at its peak than its subnets have: {zones}.",
        evidence=Table(("zone", "subnet", "addresses wanted", "addresses"), rows),
        causes=tuple(block.part for block in short),
    )
