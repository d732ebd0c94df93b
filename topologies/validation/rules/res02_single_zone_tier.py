from collections.abc import Iterator

from networkx.utils import UnionFind

from topologies.graph import Graph, Node
from topologies.kinds import Trait
from topologies.validation.context import Context
from topologies.validation.fixes.spreading import spread_out
from topologies.validation.model import Table, Violation
from topologies.validation.registry import rule
from topologies.validation.spread import Spread, spread, together


@rule(
    "RES02",
    severity="high",
    title="A serving or data tier runs in one availability zone",
    reads=("environment",),
    sources=(
        "AWS Security Hub RDS.5",
        "Checkov CKV_AWS_157",
        "CIS AWS Foundations Benchmark 7.0, 3.2.4",
        "AWS Well-Architected REL10-BP01",
    ),
)
def single_zone_tier(context: Context) -> Iterator[Violation]:
    """Everything that does one job can only run in one availability zone at a time.

    **What it means.** Nodes do one job together when a proxy or balancer sends traffic to both, when users reach either by
    another way, or when one holds a copy of the other's data. Such a group fails this rule when its smallest number of instances fits into one zone: one instance,
    one machine, a tier with one subnet, a database that is not multi-AZ. Several machines in one region of a provider
    whose regions are single datacenters (DigitalOcean, Hetzner) count as one zone.

    **Why it matters.** A zone is what fails as a whole: power, cooling, network. Whatever stands in one zone is gone with
    it, until somebody starts it elsewhere. For data that means a restore.

    **What to do.** Run at least two instances and give the tier a subnet in a second zone; switch the database to
    multi-AZ or give it a replica in another zone; put machines into different datacenters.

    **Limits.** Judged are proxies, what serves traffic, and data served over the network, outside development environments; optional parts and what
    runs on demand (no instance at rest) are not. Two instances are taken to be spread where their tier has two zones.
    Where zones are not named, the verdict is unknown and says what to state.
    """
    if context.graph.header.environment == "development":
        return
    for members in _jobs(context):
        yield from _judged(context.graph, members)


def _jobs(context: Context) -> Iterator[list[Node]]:
    """Nodes that stand in for each other, in groups."""
    graph, map_ = context.graph, context.resilience.map_
    judged = {node.key: node for node in graph.nodes.values() if _is_judged(graph, node)}
    peers = UnionFind(judged)
    for pair in _peers(graph, judged):
        peers.union(*pair)
    for job in set(map_.jobs):
        peers.union(*(key for place in job.members for key in map_.units[place].keys if key in judged))
    for keys in peers.to_sets():
        yield [judged[key] for key in sorted(keys)]


def _is_judged(graph: Graph, node: Node) -> bool:
    if node.optional or node.min_instances == 0:
        return False
    kind = graph.kind(node)
    called = any(link.role == "traffic" for link in graph.links_to.get(node.key, ()))
    served = bool(kind.ports) or node.key in graph.ports_of
    return kind.has(Trait.PROXY) or (kind.has(Trait.DATA) and served) or (kind.has(Trait.COMPUTE) and called)


def _peers(graph: Graph, judged: dict[str, Node]) -> Iterator[tuple[str, str]]:
    for proxy in graph.nodes_with(Trait.PROXY):
        behind: dict[tuple[str, str], str] = {}
        for link in graph.links_from.get(proxy.key, ()):
            node = judged.get(link.target)
            if node is not None:
                yield node.key, behind.setdefault((node.kind, node.slot), node.key)
    for copy in graph.replications.values():
        source, target = judged.get(copy.source), judged.get(copy.target)
        if source and target and (source.kind == target.kind or _both_databases(graph, source, target)):
            yield source.key, target.key


def _both_databases(graph: Graph, source: Node, target: Node) -> bool:
    return graph.kind(source).has(Trait.DATABASE) and graph.kind(target).has(Trait.DATABASE)


def _judged(graph: Graph, members: list[Node]) -> Iterator[Violation]:
    spreads = []
    for node in members:
        spreads.append(spread(graph, node))
        if spreads[-1].several:
            return
    verdict = together(spreads)
    if verdict is False:
        return
    missing = () if verdict else tuple(sorted({fact for one in spreads for fact in one.missing}))
    yield Violation(
        subjects=tuple(node.key for node in members),
        message=_message(members, not verdict),
        evidence=_table(members, spreads),
        causes=tuple(place for one in spreads for place in one.places),
        missing=missing,
        fixes=() if missing else spread_out(graph, members),
    )


def _message(members: list[Node], unknown: bool) -> str:
    names = ", ".join(node.name for node in members)
    if unknown:
        return f"Whether {names} can run in more than one availability zone depends on facts nobody stated."
    verb = "runs" if len(members) == 1 else "run"
    return f"{names} {verb} in one availability zone only."


def _table(members: list[Node], spreads: list[Spread]) -> Table:
    rows = (
        (
            node.key,
            str(node.min_instances),
            ", ".join(sorted(one.domains)) or "not stated",
            one.because or "it is spread",
        )
        for node, one in zip(members, spreads, strict=True)
    )
    return Table(("part", "instances at least", "zone", "because"), tuple(rows))
