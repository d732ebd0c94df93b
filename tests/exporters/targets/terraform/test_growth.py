"""Ten times the topology is ten times the work: what is counted are calls, so no clock has a say."""

import sys
from types import FrameType

from benchmarks.estate import estate
from exporters.registry import find_target
from topologies import documents


def calls(nodes: int) -> float:
    """How many functions of Python the generator calls, for each node."""
    graph = documents.parse(estate(nodes))
    find_target("terraform").generate(graph)  # what is worked out once for all is not counted
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(counted)
    try:
        find_target("terraform").generate(graph)
    finally:
        sys.setprofile(None)
    return count / len(graph.nodes)


def test_a_node_costs_the_same_in_a_large_topology() -> None:
    assert calls(1000) < 1.02 * calls(200)
