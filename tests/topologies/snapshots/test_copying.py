"""A draft copied inside the database holds what the first one holds."""

import pytest
from hypothesis import HealthCheck, given, settings

from tests.strategies import graphs
from topologies.copying import copy_rows
from topologies.documents import dump_value
from topologies.graph import Graph
from topologies.models import Draft, System, Topology
from topologies.snapshots import clear, read_graph, write_graph

pytestmark = pytest.mark.django_db


def draft_of(topology: Topology, graph: Graph) -> Draft:
    return Draft.objects.create(topology=topology, purpose="approved", header=dump_value(graph.header))


@given(graph=graphs())
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_copy_reads_as_the_same_graph_and_shares_no_row(db: None, graph: Graph) -> None:
    system = System.objects.get_or_create(slug="copies", defaults={"label": "Copies"})[0]
    first, second = (
        draft_of(Topology.objects.create(system=system, slug=f"{name}-{Topology.objects.count()}"), graph)
        for name in ("one", "two")
    )
    write_graph(first, graph)
    copy_rows(first, second)
    assert read_graph(second) == read_graph(first) == graph
    clear(first)
    assert read_graph(second) == graph
