"""What is measured, each beside the plainest thing that could do a like job."""

import hashlib
import json
import time
from collections.abc import Iterator
from subprocess import TimeoutExpired, run

import networkx as nx
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.estate import estate
from benchmarks.timing import Row, best_of
from topologies import documents
from topologies.graph import Graph
from topologies.models import Draft, LinkRow, NodeRow, System, Topology
from topologies.rendering import dot, draw
from topologies.rendering.graphviz_process import program
from topologies.snapshots import read_graph, write_graph

PATIENCE = 120  # seconds for dot, which takes much longer where links are many


def rows(nodes: int) -> Iterator[Row]:
    """Every measure at one size."""
    graph = documents.parse(estate(nodes))
    draft = _draft(graph, nodes)
    yield _load(draft, nodes)
    yield _digest(graph, nodes)
    yield _picture(graph, nodes)


def _draft(graph: Graph, nodes: int) -> Draft:
    system = System.objects.get_or_create(slug="bench", defaults={"label": "Bench"})[0]
    topology = Topology.objects.create(system=system, slug=f"estate-{nodes}")
    draft = Draft.objects.create(
        topology=topology, purpose=Draft.Purpose.APPROVED, header=documents.dump_value(graph.header)
    )
    write_graph(draft, graph)
    return draft


def _load(draft: Draft, nodes: int) -> Row:
    """Rows -> graph, every section with types and integrity; the peer puts two columns into networkx."""
    with CaptureQueriesContext(connection) as queries:
        read_graph(draft)
    ours = best_of(lambda: read_graph(draft), clock=time.perf_counter)
    theirs = best_of(lambda: _plain_networkx(draft), clock=time.perf_counter)
    note = f"{len(queries)} queries; nodes and links only"
    return Row("rows -> graph", nodes, ours, "plain networkx", theirs, note)


def _plain_networkx(draft: Draft) -> "nx.MultiDiGraph[int]":
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    graph.add_nodes_from(NodeRow.objects.filter(draft=draft).values_list("pk", flat=True))
    graph.add_edges_from(LinkRow.objects.filter(draft=draft).values_list("source", "target"))
    return graph


def _digest(graph: Graph, nodes: int) -> Row:
    document = documents.dump(graph)
    ours = best_of(lambda: documents.digest(documents.dump(graph)))
    theirs = best_of(lambda: hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest())
    return Row("graph -> document -> digest", nodes, ours, "json.dumps + sha256", theirs, "document given")


def _picture(graph: Graph, nodes: int) -> Row:
    source = dot(graph).encode()
    ours = best_of(lambda: draw(graph).svg(), runs=1, clock=time.perf_counter)
    command = [*program(), "-Tsvg"]
    note = "same DOT"

    def plainly() -> None:
        nonlocal note
        try:
            run(command, input=source, capture_output=True, timeout=PATIENCE, check=False)
        except TimeoutExpired:
            note = f"same DOT; stopped after {PATIENCE} s, so the ratio is smaller yet"

    theirs = best_of(plainly, runs=1, clock=time.perf_counter)
    return Row("SVG", nodes, ours, "raw dot -Tsvg", theirs, note)
