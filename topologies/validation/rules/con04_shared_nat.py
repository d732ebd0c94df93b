from collections.abc import Iterator
from dataclasses import dataclass, field

from topologies.graph import Graph, Node
from topologies.kinds import Trait
from topologies.reachability import Leaving, egress
from topologies.reachability.sites import Site
from topologies.validation.context import Context
from topologies.validation.fixes.spreading import in_zones, times
from topologies.validation.model import Lost, Violation
from topologies.validation.registry import rule


@dataclass(slots=True)
class Served:
    """Who leaves by one NAT: the availability zones and tiers, and how many zones the tiers have in all."""

    zones: set[str] = field(default_factory=set)
    tiers: dict[str, None] = field(default_factory=dict)
    nodes: list[str] = field(default_factory=list)


@rule(
    "CON04",
    severity="medium",
    title="Several availability zones share one NAT",
    sources=("AWS Well-Architected REL10-BP01", "AWS documentation, NAT gateways: create one in each zone"),
)
def shared_nat(context: Context) -> Iterator[Violation]:
    """Programs in several availability zones leave their network through a NAT that stands in fewer.

    **What it means.** A NAT gateway stands in one availability zone. When it is the door of several, the loss of its zone takes
    the way out from programs in zones that work.

    **Why it matters.** The application looks spread, and still stops calling payments, mail and image registries with one
    zone. Traffic from the other zones to the NAT is also charged between zones.

    **What to do.** Put one NAT into the public subnet of each zone and let each zone's private subnet route to its own; or use
    private endpoints, and leave the NAT for what can wait.

    **Limits.** A NAT counts for as many zones as it is pinned to, or has instances. Where a tier names no zones and says not
    how many it spans, the verdict is unknown.
    """
    found: dict[str, Served] = {}
    for site, nodes in _callers(context).items():
        for row in egress(context.graph, nodes[0], context.engine).zones:
            if row.nat:
                _serve(found, site, nodes, row)
    for key, served in sorted(found.items()):
        yield from _judged(context.graph, key, served)


def _callers(context: Context) -> dict[Site, list[str]]:
    """Programs in networks, class by class; stores have hardly anybody to call."""
    found: dict[Site, list[str]] = {}
    for node in context.graph.nodes_with(Trait.COMPUTE):
        site = context.engine.sites.of(node.key)
        if site.place == "network":
            found.setdefault(site, []).append(node.key)
    return found


def _serve(found: dict[str, Served], site: Site, nodes: list[str], row: Leaving) -> None:
    served = found.setdefault(row.nat, Served())
    served.zones.add(row.zone)
    served.nodes.extend(nodes)
    if site.tier:
        served.tiers[site.tier] = None


def _judged(graph: Graph, key: str, served: Served) -> Iterator[Violation]:
    nat = graph.nodes.get(key)
    if nat is None or not graph.kind(nat).has(Trait.NAT):  # a machine that forwards is judged as a machine
        return
    stands = max(len(set(nat.availability_zones)), nat.min_instances)
    away = bool(nat.availability_zones) and bool(served.zones - {""} - set(nat.availability_zones))
    counts = [_count(graph, tier) for tier in served.tiers]
    unnamed = [count or 0 for count in counts] if "" in served.zones else []
    spans = max([len(served.zones - {""}), *unnamed])
    if away or spans > stands:
        yield _violation(graph, nat, served, count=spans)
    elif "" in served.zones and None in counts:
        yield _violation(
            graph,
            nat,
            served,
            tuple(f"{tier}.zone_count" for tier in served.tiers if not _count(graph, tier)),
        )


def _count(graph: Graph, tier: str) -> int | None:
    """How many zones the tier has; None = nobody says."""
    properties = graph.zones[tier].properties
    count: int | None = getattr(properties, "zone_count", None)
    return len(getattr(properties, "cidrs", ())) or count


def _violation(
    graph: Graph, nat: Node, served: Served, missing: tuple[str, ...] = (), count: int = 0
) -> Violation:
    text = f"{nat.name} is the way out of more availability zones than it stands in."
    if missing:
        text = f"Whether {nat.name} serves several availability zones depends on facts nobody stated."
    named = "" not in served.zones
    fixes = in_zones(graph, nat, served.zones) if named else times(graph, nat, count)
    return Violation(
        subjects=(nat.key, *served.tiers),
        message=text,
        evidence=Lost((nat.key,), tuple(sorted(set(served.nodes)))),
        causes=(nat.key, *served.tiers),
        missing=missing,
        fixes=fixes if count else (),
    )
