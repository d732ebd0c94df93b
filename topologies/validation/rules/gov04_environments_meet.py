from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from topologies.graph import Graph, Link, Node, Replication
from topologies.kinds import Trait
from topologies.reachability.sites import Site
from topologies.validation.context import Context
from topologies.validation.environments import environment_of, stated
from topologies.validation.model import Conflict, Table, Violation
from topologies.validation.registry import rule

PRODUCTION = "production"
Class = tuple[Site, str]  # where parts stand and the environment they belong to


@dataclass(frozen=True, slots=True)
class Way:
    """What one class of one environment can open in another one."""

    sources: tuple[str, ...]
    what: str
    missing: tuple[str, ...] = ()


@rule(
    "GOV04",
    severity="high",
    title="Production and another environment reach each other",
    reads=("environment",),
    sources=("AWS Well-Architected SEC01-BP01", "NIST SP 800-53 SC-7", "PCI DSS 4.0, 6.5.3"),
)
def environments_meet(context: Context) -> Iterator[Violation]:
    """A part of production can open a part of development or staging inside the private networks, or the other way round.

    **What it means.** Zones say to which environment they belong. Routes and filters let a connection through between a part
    in production and one that is not, or a link or a copy is drawn between the two.

    **Why it matters.** Tests run with weaker passwords, more people and unfinished code. A way from there into production
    is the way an intruder takes, and a way from production is how its data gets there. A job with the wrong setting
    empties the real table.

    **What to do.** Give each environment an account or a network of its own, without a peering between them. Where one must
    read of the other, copy what it needs through a store that both may open and neither runs in.

    **Limits.** Judged are topologies in which a zone states its environment. What both offer to the whole internet is no
    way between them. Deployment and telemetry are not judged: they cross by design. Where a part is linked to production and
    nobody says to which environment it belongs, the verdict is unknown.
    """
    if not stated(context.graph):
        return
    declared = set()
    for edge in _edges(context.graph):
        found = _drawn(context.graph, edge)
        declared |= {(edge.source, edge.target)} if found else set()
        yield from found
    yield from _possible(context, declared)


def _edges(graph: Graph) -> Iterator[Link | Replication]:
    yield from (link for link in graph.links.values() if link.role == "traffic")
    yield from graph.replications.values()


def _drawn(graph: Graph, edge: Link | Replication) -> list[Violation]:
    ends = [graph.nodes[edge.source], graph.nodes[edge.target]]
    said = [environment_of(graph, node) for node in ends]
    outside = any(graph.kind(node).traits & {Trait.INTERNET, Trait.EXTERNAL, Trait.PUBLIC} for node in ends)
    if outside or said[0] == said[1] or PRODUCTION not in said:
        return []
    names = f"{ends[0].name} ({said[0] or 'not stated'}) to {ends[1].name} ({said[1] or 'not stated'})"
    what = "copies" if isinstance(edge, Replication) else "a link"
    missing = tuple(f"{node.key}: its environment" for node, one in zip(ends, said, strict=True) if not one)
    message = f"There is {what} from {names}."
    if missing:
        message = f"Whether {what} from {names} crosses environments is not stated."
    return [
        Violation((edge.source, edge.target), message, Conflict((edge.key,), message), (edge.key,), missing)
    ]


def _possible(context: Context, declared: set[tuple[str, str]]) -> Iterator[Violation]:
    callers = _callers(context)
    for node in context.graph.nodes.values():
        site, own = context.engine.sites.of(node.key), environment_of(context.graph, node)
        if site.place == "network" and own and node.key in context.graph.ports_of:
            ways = [
                way
                for other in _near(context, site)
                for (start, theirs), keys in callers.get(other, {}).items()
                if theirs != own and PRODUCTION in (theirs, own)
                for way in _ways(
                    context, node, start, [key for key in keys if (key, node.key) not in declared]
                )
            ]
            yield from _open(context.graph, node, own, ways)


def _callers(context: Context) -> Mapping[str, Mapping[Class, list[str]]]:
    """Network -> the classes of programs in it that belong to a stated environment."""
    found: dict[str, dict[Class, list[str]]] = defaultdict(lambda: defaultdict(list))
    for node in context.graph.nodes_with(Trait.COMPUTE):
        site, own = context.engine.sites.of(node.key), environment_of(context.graph, node)
        if site.place == "network" and own:
            found[site.network][site, own].append(node.key)
    return found


def _near(context: Context, site: Site) -> list[str]:
    beside = sorted(context.peered[site.network]) if site.network in context.peered else []
    return [site.network, *beside]


def _ways(context: Context, node: Node, start: Site, keys: list[str]) -> Iterator[Way]:
    """What the first port that is open, or may be, lets this class do."""
    if not keys:
        return
    site = context.engine.sites.of(node.key)
    found = [
        (port, context.engine.decide(start, site, port.protocol, port.number, port.bind))
        for port in context.graph.ports_of[node.key]
    ]
    for verdict in ("allowed", "unknown"):
        for port, decision in found:
            if decision.verdict == verdict:
                facts = (
                    fact.replace("{source}", keys[0]).replace("{target}", node.key)
                    for fact in decision.missing
                )
                yield Way(tuple(keys), f"{port.protocol} {port.number}", tuple(facts))
                return


def _open(graph: Graph, node: Node, own: str, ways: list[Way]) -> Iterator[Violation]:
    for unsure in (False, True):
        same = [way for way in ways if bool(way.missing) == unsure]
        if same:
            names = ", ".join(sorted({graph.nodes[key].name for way in same for key in way.sources}))
            message = f"{names}, of another environment, can open {node.name} of {own}."
            if unsure:
                message = f"Whether {names}, of another environment, can open {node.name} of {own} depends on facts nobody stated."
            yield Violation(
                subjects=(node.key,),
                message=message,
                evidence=Table(("from", "port"), tuple((", ".join(way.sources), way.what) for way in same)),
                causes=tuple(key for way in same for key in way.sources),
                missing=tuple(dict.fromkeys(fact for way in same for fact in way.missing)),
            )
