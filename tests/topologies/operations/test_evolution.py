"""What a graph carries over to its next version is what that version would work out anew."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.operation_lists import operation_lists
from tests.strategies import graphs
from topologies.graph import SECTIONS, Faults, Graph
from topologies.graph.evolution import _ANSWERS
from topologies.operations import apply, parse_operations


def _answers(graph: Graph) -> dict[str, Any]:
    """Every answer that may be carried over, asked for."""
    found = {name: getattr(graph, name) for name in _ANSWERS}
    for name in ("traffic", "copies"):
        found[name] = (list(found[name].nodes), sorted(found[name].edges(keys=True)))
    return {**found, "referrers": graph.referrers}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data(), graphs())
def test_answers_carried_over_are_those_of_a_graph_that_knows_nothing_yet(
    data: st.DataObject, graph: Graph
) -> None:
    for _ in range(3):
        _answers(graph)
        try:
            graph = apply(graph, parse_operations(data.draw(operation_lists(graph)))).graph
        except Faults:
            continue
        fresh = Graph(graph.header, **{name: graph.section(name) for name in SECTIONS})
        assert _answers(graph) == _answers(fresh)
