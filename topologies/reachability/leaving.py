"""Can a node get out of its network, and by which door in each availability zone."""

from dataclasses import dataclass

from topologies.graph import Graph
from topologies.reachability.engine import Engine
from topologies.reachability.flow import INTERNET, Block, Verdict
from topologies.reachability.routes import Exit
from topologies.reachability.sites import Stand


@dataclass(frozen=True, slots=True)
class Leaving:
    """The door of one availability zone ("" = the zone is not named).

    `nat` is the NAT it leaves by, if any; `shared` = that NAT stands in other zones only, and fails with them.
    """

    zone: str
    verdict: Verdict
    route: str = ""
    via: tuple[str, ...] = ()
    nat: str = ""
    shared: bool = False
    blocked_by: Block | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Egress:
    """How a node gets out: allowed where it does from every zone, blocked where some zone has no way."""

    node: str
    verdict: Verdict
    zones: tuple[Leaving, ...]


def egress(graph: Graph, node: str, engine: Engine | None = None) -> Egress:
    """The routes of this node to the internet, zone by zone. Filters are `reach`'s part."""
    asked = engine or Engine(graph)
    stands: dict[str, Stand] = {}
    for stand in asked.sites.of(node).stands:
        stands.setdefault(stand.zone, stand)
    rows = tuple(_leaving(asked, node, stand) for stand in stands.values())
    verdicts = {row.verdict for row in rows}
    worst: Verdict = "blocked" if "blocked" in verdicts else "unknown" if "unknown" in verdicts else "allowed"
    return Egress(node, worst, rows)


def _leaving(engine: Engine, node: str, stand: Stand) -> Leaving:
    out = engine.router.leave(engine.sites.of(node), stand)
    if out.missing:
        missing = tuple(fact.replace("{source}", node) for fact in out.missing)
        return Leaving(stand.zone, "unknown", missing=missing)
    if out.broken:
        return Leaving(stand.zone, "blocked", blocked_by=_named(out.broken, node))
    return Leaving(stand.zone, "allowed", out.route, out.via, out.relay, _shared(engine, out, stand))


def _shared(engine: Engine, out: Exit, stand: Stand) -> bool:
    if not out.relay or not stand.zone:
        return False
    zones = {at.zone for at in engine.sites.of(out.relay).stands}
    return "" not in zones and stand.zone not in zones


def _named(block: Block, node: str) -> Block:
    def named(text: str) -> str:
        return text.replace("{source}", node).replace("{target}", INTERNET)

    return block.named(named)
