from collections.abc import Iterator

from topologies.graph import Node, Route, Zone
from topologies.kinds import Trait
from topologies.operations.wire import Remove
from topologies.reachability.spans import FAMILIES, intersect, of_cidr
from topologies.validation.context import Context
from topologies.validation.fixes import Fix
from topologies.validation.model import Conflict, Violation
from topologies.validation.registry import rule


@rule(
    "CON05",
    severity="high",
    title="A route leads nowhere or in a circle",
    sources=("Batfish, forwarding loops and null routes", "AWS documentation, VPC route tables: blackhole"),
)
def dead_route(context: Context) -> Iterator[Violation]:
    """A drawn route sends packets to something that cannot pass them on, or back to where they came from.

    **What it means.** The route's next hop stands in another network, is a peering of other networks, or a peering or network
    that does not hold the destination (a black hole); or its own tier sends the same destination on by a route that comes back
    (a loop), such as a NAT in the very tier that it serves.

    **Why it matters.** Nothing says so: packets vanish, and callers wait for their timeouts. A loop also loads the network.

    **What to do.** Let the route lead through a gateway, NAT or peering of its own network that reaches the destination, or
    delete it.

    **Limits.** Loops are followed over routes for the same destination. Whether a NAT that is reached gets any further is the
    matter of CON03. A network without stated addresses is taken to hold every destination.
    """
    for route in context.graph.routes.values():
        fault = _fault(context, route) or _loop(context, route)
        if fault:
            yield Violation(
                subjects=(route.key, route.zone),
                message=f"The route of {context.graph.zones[route.zone].name} to {route.destination} {fault}.",
                evidence=Conflict((route.key, route.via), f"{route.key} {fault}"),
                causes=(route.key, route.via),
                fixes=(Fix(f"Remove {route.key}.", (Remove(key=route.key, cascade=False),)),),
            )


def _fault(context: Context, route: Route) -> str:
    graph = context.graph
    own = graph.enclosing(graph.zones[route.zone], Trait.NETWORK)
    if own is None:
        return ""
    if route.via in graph.peerings:
        peering = graph.peerings[route.via]
        if own.key not in (peering.network, peering.peer):
            return f"leads over the peering {peering.key}, which joins other networks"
        far = graph.zones[peering.peer if own.key == peering.network else peering.network]
        return "" if _holds(far, route) else f"leads to {far.name}, which does not hold that destination"
    hop = graph.nodes.get(route.via) or graph.zones[route.via]
    return _hop_fault(context, route, own, hop)


def _hop_fault(context: Context, route: Route, own: Zone, hop: Node | Zone) -> str:
    if isinstance(hop, Zone) and context.graph.kind(hop).has(Trait.NETWORK):
        if hop.key != own.key and not context.peered.has_edge(own.key, hop.key):
            return f"leads to {hop.name}, which is not peered with {own.name}"
        return "" if _holds(hop, route) else f"leads to {hop.name}, which does not hold that destination"
    there = context.graph.enclosing(hop, Trait.NETWORK)
    if there is not None and there.key != own.key:
        return f"leads to {hop.name}, which stands in another network"
    return ""


def _holds(network: Zone, route: Route) -> bool:
    cidrs: tuple[str, ...] = getattr(network.properties, "cidrs", ())
    shared = (
        intersect(of_cidr(cidr, family), of_cidr(route.destination, family))
        for cidr in cidrs
        for family in FAMILIES
    )
    return not cidrs or any(shared)


def _loop(context: Context, route: Route) -> str:
    """Follows the destination from next hop to next hop until nobody drew a route, or one comes again."""
    seen: dict[str, None] = {}
    step: Route | None = route
    while step is not None and step.zone not in seen:
        seen[step.zone] = None
        step = _next(context, step)
    return f"comes back to {route.zone}" if step is not None and step.zone == route.zone else ""


def _next(context: Context, route: Route) -> Route | None:
    """The route for the same destination in the tier of the next hop, where that passes packets on."""
    graph = context.graph
    hop = graph.nodes.get(route.via) or graph.zones.get(route.via)
    tier = graph.enclosing(hop, Trait.TIER) if hop is not None else None
    if tier is None:
        return None
    zones = {"", route.availability_zone}
    same = (row for row in graph.routes_of.get(tier.key, ()) if row.destination == route.destination)
    return next((row for row in same if not route.availability_zone or row.availability_zone in zones), None)
