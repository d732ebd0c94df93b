"""What must not change an answer, and what may change it in one direction only."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import topology
from tests.topologies.reachability.drawings import PORTS, PRIVATE_CIDRS, PUBLIC_CIDRS, drawings, traffic
from tests.topologies.reachability.test_oracle import CALM
from topologies.graph import Element, Graph, build
from topologies.reachability import INTERNET, Engine, Flow
from topologies.validation import Finding, check


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


@settings(max_examples=40, deadline=None, suppress_health_check=CALM, derandomize=True)
@given(drawings())
def test_labels_change_the_words_of_a_finding_and_nothing_else(shape: dict[str, Any]) -> None:
    graph = topology(**shape)
    before = check(graph)
    after = check(build(graph.header, [_labelled(element) for element in graph.elements()]))

    assert [_identity(one) for one in after.findings] == [_identity(one) for one in before.findings]
    assert after.verdicts == before.verdicts


@settings(max_examples=40, deadline=None, suppress_health_check=CALM, derandomize=True)
@given(drawings())
def test_the_order_of_elements_changes_no_byte_of_the_report(shape: dict[str, Any]) -> None:
    graph = topology(**shape)
    turned = build(graph.header, reversed(list(graph.elements())))

    assert repr(check(turned)) == repr(check(graph))


def _labelled(element: Element) -> Element:
    return element.model_copy(update={"label": f"<{element.key}>"})


def _identity(finding: Finding) -> tuple[object, ...]:
    return finding.fingerprint, finding.verdict, finding.severity, finding.subjects


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
