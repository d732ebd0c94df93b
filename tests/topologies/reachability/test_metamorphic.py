"""What must not change an answer, and what may change it in one direction only."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import topology
from tests.topologies.reachability.drawings import PORTS, PRIVATE_CIDRS, PUBLIC_CIDRS, drawings, traffic
from tests.topologies.reachability.test_oracle import CALM
from topologies.graph import Graph, build
from topologies.reachability import INTERNET, Engine, Flow
from topologies.validation import check


def _allowed(graph: Graph) -> set[Flow]:
    engine = Engine(graph)
    flows = [
        Flow(source, target, "tcp", port)
        for source in (INTERNET, *graph.nodes)
        for target in graph.nodes
        for port in PORTS
        if source != target
    ]
    return {flow for flow in flows if engine.reach(flow).verdict == "allowed"}


@settings(max_examples=60, deadline=None, suppress_health_check=CALM, derandomize=True)
@given(drawings(), st.data())
def test_a_rule_that_allows_more_closes_nothing(shape: dict[str, Any], data: st.DataObject) -> None:
    if not shape["groups"]:
        return
    before = _allowed(topology(**shape))
    name = data.draw(st.sampled_from(sorted(shape["groups"])))
    way, word = data.draw(st.sampled_from([("in", "from"), ("out", "to")]))
    rule = data.draw(traffic(word, [*PUBLIC_CIDRS, *PRIVATE_CIDRS, *shape["groups"]]))
    group = {**shape["groups"][name], way: [*shape["groups"][name].get(way, []), rule]}

    assert before <= _allowed(topology(**{**shape, "groups": {**shape["groups"], name: group}}))


@settings(max_examples=60, deadline=None, suppress_health_check=CALM, derandomize=True)
@given(drawings())
def test_labels_and_the_order_of_elements_change_no_finding(shape: dict[str, Any]) -> None:
    graph = topology(**shape)
    before = check(graph)
    elements = [element.model_copy(update={"label": f"<{element.key}>"}) for element in graph.elements()]
    after = check(build(graph.header, reversed(elements)))

    assert [finding.fingerprint for finding in after.findings] == [one.fingerprint for one in before.findings]
    assert [finding.evidence for finding in after.findings] == [one.evidence for one in before.findings]
    assert after.verdicts == before.verdicts


@settings(max_examples=40, deadline=None, suppress_health_check=CALM, derandomize=True)
@given(drawings())
def test_an_allowed_flow_has_hops_and_a_blocked_one_says_what_opens_it(shape: dict[str, Any]) -> None:
    graph = topology(**shape)
    engine = Engine(graph)
    for target in graph.nodes:
        answer = engine.reach(Flow(INTERNET, target, "tcp", 443))
        assert bool(answer.hops) == (answer.verdict == "allowed")
        assert bool(answer.needs) == (answer.verdict == "blocked") == bool(answer.blocked_by)
        assert bool(answer.missing) == (answer.verdict == "unknown")
        assert "{" not in repr((answer.hops, answer.blocked_by, answer.needs, answer.missing))
