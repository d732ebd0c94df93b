"""What the proofs cost: the rules, an edit, failures. Beside each stands a walk of the plain library over the same links."""

import math
from collections.abc import Iterator
from typing import Any

import networkx as nx

from benchmarks.estate import estate
from benchmarks.timing import Row, best_of
from topologies import documents
from topologies.graph import Graph
from topologies.operations import apply, parse_operations
from topologies.resilience import FailureKind, resilience
from topologies.validation import check, judge, recheck, rules

SIZES = (1_000, 10_000, 50_000)
EDITED = 10_000
EDITS: dict[str, dict[str, Any]] = {
    "rename": {"op": "update", "key": "net3-svc4", "fields": {"label": "Checkout"}},
    "property": {"op": "update", "key": "net3-db0", "fields": {"properties": {"multi_az": True}}},
    "link": {"op": "connect", "key": "new", "source": "net3-svc4", "target": "net3-svc5"},
    "link to another network": {"op": "connect", "key": "far", "source": "net3-svc4", "target": "net4-svc5"},
    "rule": {
        "op": "add",
        "section": "rules",
        "key": "open",
        "fields": {"group": "net3-data", "direction": "ingress", "from_port": 5432, "cidr": "0.0.0.0/0"},
    },
    "remove a node": {"op": "remove", "key": "net3-lb0", "cascade": True},
    "note": {"op": "update", "key": "net3-svc4", "fields": {"note": "seen"}},
    "first objective": {"op": "configure", "fields": {"objectives": {"rto_seconds": 60}}},
    "objective": {"op": "configure", "fields": {"objectives": {"rto_seconds": 30}}},
}  # fmt: skip
WIDE: tuple[FailureKind, ...] = ("zone", "region")
DEEP: tuple[FailureKind, ...] = ("zone", "zones", "node")


def rows() -> Iterator[Row | str]:
    """Every measure, and the growth between the smallest and the largest size as a line of its own."""
    full: dict[int, float] = {}
    for nodes in SIZES:
        row = _rules(nodes)
        full[nodes] = row.ours
        yield row
    small, large = SIZES[0], SIZES[-1]
    exponent = math.log(full[large] / full[small]) / math.log(large / small)
    yield f"every rule, growth exponent {small} to {large} nodes: {exponent:.2f}"
    yield from _edits()
    yield _failures(200, DEEP, "zones, pairs of zones, nodes")
    yield _failures(10_000, WIDE, "zones, regions")


def _rules(nodes: int) -> Row:
    """Graphs that nobody asked anything yet, so that no answer is remembered. The peer: one dominator tree."""
    document = estate(nodes)
    runs = 3 if nodes < SIZES[-1] else 1
    fresh = iter([documents.parse(document) for _ in range(runs)])
    theirs = _tree(documents.parse(document))
    rules()
    ours = best_of(lambda: check(next(fresh)), runs=runs)
    return Row(
        f"all {len(rules())} rules", nodes, ours, "networkx dominators", theirs, "once, over drawn links"
    )


def _tree(graph: Graph) -> float:
    ways = nx.DiGraph(graph.traffic)
    return best_of(lambda: nx.immediate_dominators(ways, "users"))


def _edits() -> Iterator[Row]:
    """One edit after the other on one draft; the peer is one walk from the users."""
    judged = judge(documents.parse(estate(EDITED)))
    walk = best_of(lambda: nx.descendants(judged.graph.traffic, "users"))
    for name, posted in EDITS.items():
        graph = apply(judged.graph, parse_operations([posted])).graph
        before = judged
        ours = best_of(lambda before=before, graph=graph: recheck(before, graph), runs=1)
        judged = recheck(before, graph)
        equal = "equal to a full check" if judged.report == check(graph) else "NOT EQUAL to a full check"
        yield Row(f"findings after: {name}", EDITED, ours, "networkx descendants", walk, equal)


def _failures(nodes: int, kinds: tuple[FailureKind, ...], what: str) -> Row:
    """The simulator from nothing; the peer walks from the users once for each failure."""
    graph = documents.parse(estate(nodes))
    count = len(resilience(graph, kinds).scenarios)
    ours = best_of(lambda: resilience(graph, kinds))
    walk = best_of(lambda: nx.descendants(graph.traffic, "users"))
    return Row(f"failures: {what}", nodes, ours, "networkx walks", walk * count, f"{count} failures")
