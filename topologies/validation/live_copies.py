"""Stores that hold the same data at the same time: databases joined by replication.

Snapshots are no part of it: what is restored from one lives its own life. Logical replication copies chosen tables into a
database that may write others, so in one direction it joins nothing either; in both directions it does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import networkx as nx

from topologies.graph import Graph, Node, Replication


@dataclass(frozen=True, slots=True)
class DataSet:
    """Databases of one data set with the replications between them, by key."""

    members: tuple[Node, ...]
    copies: tuple[Replication, ...]

    @property
    def writers(self) -> tuple[Node, ...]:
        return tuple(node for node in self.members if is_writer(node))

    @property
    def causes(self) -> tuple[str, ...]:
        return tuple(row.key for row in self.copies)


def replicates(node: Node) -> bool:
    """Whether it is of a kind that runs as primary or replica."""
    return hasattr(node.properties, "role")


def is_writer(node: Node) -> bool:
    return getattr(node.properties, "role", "") == "primary"


def live(graph: Graph) -> tuple[Replication, ...]:
    """Replications that keep two databases equal."""
    ends = {(row.source, row.target) for row in graph.replications.values() if row.mode != "snapshot"}
    return tuple(
        row
        for row in graph.replications.values()
        if row.mode in ("sync", "async") or (row.mode == "logical" and (row.target, row.source) in ends)
        if replicates(graph.nodes[row.source]) and replicates(graph.nodes[row.target])
    )


def data_sets(graph: Graph) -> Iterator[DataSet]:
    """Every group of databases that live replication joins; a database without any is not among them."""
    joined: nx.Graph[str] = nx.Graph()
    joined.add_edges_from((row.source, row.target) for row in live(graph))
    yield from _grouped(graph, nx.connected_components(joined))


def cycles(graph: Graph) -> Iterator[DataSet]:
    """Databases that copy to each other in a circle."""
    circle: nx.DiGraph[str] = nx.DiGraph()
    circle.add_edges_from((row.source, row.target) for row in live(graph))
    yield from _grouped(graph, (keys for keys in nx.strongly_connected_components(circle) if len(keys) > 1))


def _grouped(graph: Graph, groups: Iterable[set[str]]) -> Iterator[DataSet]:
    """The groups with the replications inside each."""
    ordered = [sorted(keys) for keys in groups]
    place = {key: number for number, keys in enumerate(ordered) for key in keys}
    rows: dict[int, list[Replication]] = defaultdict(list)
    for row in live(graph):
        if row.source in place and place[row.source] == place.get(row.target):
            rows[place[row.source]].append(row)
    for number, keys in enumerate(ordered):
        yield DataSet(tuple(graph.nodes[key] for key in keys), tuple(rows[number]))
