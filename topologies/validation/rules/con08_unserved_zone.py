from collections.abc import Iterator

from topologies.graph import Node
from topologies.kinds import Trait
from topologies.validation.context import Context
from topologies.validation.fixes import Fix, update
from topologies.validation.fixes.spreading import reaching
from topologies.validation.model import Table, Violation
from topologies.validation.registry import rule


@rule(
    "CON08",
    severity="high",
    title="A balancer does not stand in a zone of its targets",
    sources=(
        "AWS Security Hub ELB.13",
        "AWS documentation, Application Load Balancers: Availability Zones must be enabled",
    ),
)
def unserved_zone(context: Context) -> Iterator[Violation]:
    """Instances behind a balancer stand in an availability zone that the balancer is not enabled for.

    **What it means.** The balancer has a subnet in some zones; the tier of its targets, or the zone a target is pinned to, is
    another one of the same network. A cloud balancer sends nothing to targets in zones where it has no subnet.

    **Why it matters.** The instances run, cost money and get no request. When the other zone fails they do not take over,
    which is what they were for.

    **What to do.** Give the balancer's tier a subnet in every zone of its targets, or take the target out of the zone.

    **Limits.** Zones are compared by name inside one network. A target that a filter blocks is the matter of CON01. Where one
    side names its zones and the other's are not named, the verdict is unknown.
    """
    for balancer in context.graph.nodes_with(Trait.BALANCER):
        if context.engine.sites.of(balancer.key).place == "network":
            yield from _judged(context, balancer)


def _judged(context: Context, balancer: Node) -> Iterator[Violation]:
    sites = context.engine.sites
    own = _zones(context, balancer)
    served = {sites.of(balancer.key)}  # classes of targets that stand where the balancer does
    for key in sorted({link.target for link in context.graph.links_from.get(balancer.key, ())}):
        site = sites.of(key)
        if site.network == sites.of(balancer.key).network and site not in served:
            target = context.graph.nodes[key]
            zones = _zones(context, target)
            unnamed = _unnamed(context, balancer, target)
            if own == zones or not (unnamed or zones - own):
                served.add(site)
            else:
                fixes = () if unnamed else _fixes(context, balancer, own | zones)
                yield _violation(balancer, target, own, zones, unnamed, fixes)


def _zones(context: Context, node: Node) -> set[str]:
    return {stand.zone for stand in context.engine.sites.of(node.key).stands}


def _unnamed(context: Context, *nodes: Node) -> tuple[str, ...]:
    places = {
        node.key: context.engine.sites.of(node.key).tier for node in nodes if "" in _zones(context, node)
    }
    return tuple(f"{tier}.cidrs" if tier else f"{key}: its subnet tier" for key, tier in places.items())


def _violation(
    balancer: Node,
    target: Node,
    own: set[str],
    zones: set[str],
    missing: tuple[str, ...],
    fixes: tuple[Fix, ...],
) -> Violation:
    lost = sorted(zones - own)
    text = f"{balancer.name} does not stand in {', '.join(lost)}, where {target.name} runs."
    if missing:
        text = f"Whether {balancer.name} serves every zone of {target.name} depends on facts nobody stated."
    rows = tuple(
        (zone or "not named", _yes(zone in own), _yes(zone in zones)) for zone in sorted(own | zones)
    )
    return Violation(
        subjects=(balancer.key, target.key),
        message=text,
        evidence=Table(("zone", "balancer", "target"), rows),
        causes=(balancer.key, target.key, *(() if missing else lost)),
        missing=missing,
        fixes=fixes,
    )


def _yes(so: bool) -> str:
    return "yes" if so else "no"


def _fixes(context: Context, balancer: Node, zones: set[str]) -> tuple[Fix, ...]:
    steps = reaching(context.graph, balancer, zones)
    if steps is None:
        return ()
    pinned = (update(balancer.key, availability_zones=sorted(zones)),) if balancer.availability_zones else ()
    return (Fix(f"Enable {balancer.key} in {', '.join(sorted(zones))}.", (*steps, *pinned)),)
