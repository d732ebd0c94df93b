from collections.abc import Iterator
from itertools import product

from topologies.graph import Graph, Link, Route
from topologies.kinds import Trait
from topologies.reachability.sites import Site, Stand
from topologies.validation.context import Context
from topologies.validation.model import Conflict, Violation
from topologies.validation.registry import rule

Hops = frozenset[str]
Pair = tuple[str, str]


@rule(
    "CON06",
    severity="medium",
    title="Replies take another way than the call",
    sources=("Batfish, asymmetric paths", "AWS Transit Gateway: appliance mode"),
)
def asymmetric_way(context: Context) -> Iterator[Violation]:
    """A call goes through a machine that tracks connections, and its replies do not, or the other way round.

    **What it means.** Routes are drawn that lead traffic between two tiers of one network through a firewall, a NAT or
    another machine. The tier at the other end sends its replies straight back, or through another such machine.

    **Why it matters.** Whoever tracks connections lets through what belongs to one that it has seen begin. It sees one
    half only, and drops the rest: connections open and stall, some of them, in some availability zones.

    **What to do.** Draw the same next hop into the routes of both tiers. Where each availability zone has a firewall of
    its own, let the firewall of the caller's zone, and no other, see both directions.

    **Limits.** Judged are declared links inside one network, for a drawn route decides there only where it is as narrow as
    the network or narrower. What a NAT sends to the internet comes back to it by itself. Where a tier states no addresses,
    a route may or may not hold them, and the verdict is unknown.
    """
    leading = _leading(context.graph)
    if not leading:
        return
    judged: set[tuple[Site, Site]] = set()
    for link in context.graph.links.values():
        source, target = context.engine.sites.of(link.source), context.engine.sites.of(link.target)
        inside = source.place == target.place == "network" and source.network == target.network
        if inside and {source.tier, target.tier} & leading and (source, target) not in judged:
            judged.add((source, target))
            yield from _judged(context, link, source, target)


def _leading(graph: Graph) -> frozenset[str]:
    """The tiers with a drawn route through something that may track connections."""
    return frozenset(route.zone for route in graph.routes.values() if _tracks(graph, route))


def _tracks(graph: Graph, route: Route) -> bool:
    if route.via in graph.nodes:
        return not graph.kind(graph.nodes[route.via]).has(Trait.INTERNET_GATEWAY)
    return route.via in graph.zones and graph.kind(graph.zones[route.via]).has(Trait.HOST)


def _judged(context: Context, link: Link, source: Site, target: Site) -> Iterator[Violation]:
    """One violation for the first pair of availability zones whose ways differ."""
    unsure: set[str] = set()
    for start, end in product(source.stands, target.stands):
        if start.family != end.family or (source.tier == target.tier and start.zone == end.zone):
            continue
        there = _hops(context, source, start, end)
        back = _hops(context, target, end, start)
        facts = {
            fact for hops, stand in ((there, end), (back, start)) if len(hops) > 1 for fact in _unsaid(stand)
        }
        if there != back and not facts:
            yield _violation(context.graph, link, (source.tier, target.tier), there, back)
            return
        unsure |= facts if there != back else set()
    if unsure:
        yield _unknown(context.graph, link, (source.tier, target.tier), tuple(sorted(unsure)))


def _hops(context: Context, site: Site, start: Stand, end: Stand) -> Hops:
    """What packets of one stand to another are led through; "" = straight."""
    graph, found = context.graph, set()
    for key in context.engine.router.inside(site, start, end):
        route = graph.routes.get(key)
        found.add(route.via if route and _tracks(graph, route) else "")
    return frozenset(found)


def _unsaid(stand: Stand) -> tuple[str, ...]:
    """The fact that would tell which addresses the stand has; its very address within a subnet does not matter."""
    return (stand.missing,) if stand.missing.endswith(".cidrs") or not stand.zone else ()


def _violation(graph: Graph, link: Link, tiers: Pair, there: Hops, back: Hops) -> Violation:
    hops = tuple(sorted((there | back) - {""}))
    names = [graph.nodes[key].name for key in (link.source, link.target)]
    text = f"There {_said(there)}, back {_said(back)}."
    return Violation(
        subjects=(*(tier for tier in tiers if tier), *hops),
        message=f"Replies of {names[1]} to {names[0]} take another way than the call, past {', '.join(hops)}.",
        evidence=Conflict((link.key, *hops), text),
        causes=tuple(route.key for tier in dict.fromkeys(tiers) for route in graph.routes_of.get(tier, ())),
    )


def _said(hops: Hops) -> str:
    return " or ".join(f"through {hop}" if hop else "straight" for hop in sorted(hops))


def _unknown(graph: Graph, link: Link, tiers: Pair, missing: tuple[str, ...]) -> Violation:
    names = [graph.nodes[key].name for key in (link.source, link.target)]
    message = f"Whether replies of {names[1]} to {names[0]} take the way of the call depends on facts nobody stated."
    evidence = Conflict((link.key,), "Drawn routes lead through a machine that tracks connections.")
    return Violation(tuple(tier for tier in tiers if tier), message, evidence, missing=missing)
