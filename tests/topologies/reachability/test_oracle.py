"""The engine agrees with brute force on random networks."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import topology
from tests.topologies.reachability.drawings import PORTS, drawings
from tests.topologies.reachability.oracle import Oracle
from topologies.reachability import INTERNET, Engine, Flow

CALM = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def _agree(shape: dict[str, Any], asked: list[tuple[int, int, int]]) -> None:
    graph = topology(**shape)
    engine, oracle = Engine(graph), Oracle(graph)
    targets = [key for key in graph.nodes if not key.startswith(("gateway", "nat", "endpoint", "internet"))]
    sources = [INTERNET, *(key for key in graph.nodes if not key.startswith(("gateway", "nat", "endpoint")))]
    for first, second, place in asked:
        if not targets:
            return
        target, port = targets[second % len(targets)], PORTS[place]
        others = [source for source in sources if source != target]
        flow = Flow(others[first % len(others)], target, "tcp", port)
        found = engine.reach(flow)
        assert found.verdict == oracle.verdict(flow.source, target, "tcp", port), found


questions = st.lists(
    st.tuples(st.integers(0, 99), st.integers(0, 99), st.integers(0, 1)), min_size=10, max_size=10
)


@settings(max_examples=300, deadline=None, suppress_health_check=CALM, derandomize=True)
@given(drawings(), questions)
def test_the_engine_agrees_with_a_packet_simulator(
    shape: dict[str, Any], asked: list[tuple[int, int, int]]
) -> None:
    _agree(shape, asked)


@pytest.mark.slow
@settings(max_examples=5_000, deadline=None, suppress_health_check=CALM)
@given(drawings(), questions)
def test_the_engine_agrees_with_a_packet_simulator_at_length(
    shape: dict[str, Any], asked: list[tuple[int, int, int]]
) -> None:
    _agree(shape, asked)
