"""A report after an edit equals a full check, whatever was edited; and every rule says truly how far it looks."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.estate import estate
from tests.builders import topology
from tests.topologies.reachability.drawings import drawings
from tests.topologies.resilience.worlds import topologies
from tests.topologies.validation.estates import beside
from tests.topologies.validation.test_cases import CASES, _read
from topologies.documents import parse
from topologies.examples import examples
from topologies.graph import Faults, Graph
from topologies.operations import apply, parse_operations
from topologies.validation import Finding, check, judge, recheck, rules
from topologies.validation.check import found
from topologies.validation.islands import islands

Posted = dict[str, Any]


# --- every rule's declaration ------------------------------------------------------------------------------------


def _on_islands(graph: Graph, codes: list[str]) -> list[Finding]:
    """What the rules find on each island alone."""
    settled = islands(graph)
    rows = [
        finding
        for keys in settled.members.values()
        for finding in found(settled.part(graph, keys), [rules()[code] for code in codes])
        if {*keys} & {*finding.subjects}
    ]
    return sorted(rows, key=lambda one: one.rank)


def _of_islands(graph: Graph, codes: list[str]) -> Iterator[Finding]:
    """The findings of the whole that name something on an island, which is one and the same for all of it."""
    home = islands(graph).home
    for finding in check(graph, only=codes).findings:
        numbers = {home[key] for key in finding.subjects if key in home}
        assert len(numbers) < 2, finding
        if numbers:
            yield finding


LOCAL = [code for code, spec in rules().items() if not spec.whole]


@pytest.mark.parametrize("code", LOCAL)
def test_a_rule_finds_on_an_island_what_it_finds_in_the_whole(code: str) -> None:
    cases = [topology(**case["topology"]) for case in _read(CASES / f"{code.lower()}.yaml").values()]

    for number in range(len(cases)):
        graph = beside(*cases[number:], *cases[:number], cases[number])  # one of them twice
        assert _on_islands(graph, [code]) == list(_of_islands(graph, [code]))


def test_a_wrong_declaration_does_not_pass() -> None:
    """Costs are summed over the whole: had the rule said that it looks at islands, the check above would see it."""
    graph = beside(*(topology(**case["topology"]) for case in _read(CASES / "cst01.yaml").values()))

    assert rules()["CST01"].whole
    assert _on_islands(graph, ["CST01"]) != list(check(graph, only=["CST01"]).findings)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.lists(topologies(), min_size=2, max_size=3), st.lists(drawings(), max_size=1))
def test_random_topologies_beside_each_other_are_judged_alike_in_parts_and_whole(
    worlds: list[Graph], shapes: list[dict[str, Any]]
) -> None:
    graph = beside(*worlds, *(topology(**shape) for shape in shapes))

    assert _on_islands(graph, LOCAL) == list(_of_islands(graph, LOCAL))


def test_the_examples_beside_each_other_are_judged_alike_in_parts_and_whole() -> None:
    graph = beside(*(one.graph() for one in examples()))

    assert _on_islands(graph, LOCAL) == list(_of_islands(graph, LOCAL))


# --- after edits -------------------------------------------------------------------------------------------------


@st.composite
def _posted(draw: st.DrawFn, graph: Graph, number: int) -> list[Posted]:
    nodes = st.sampled_from(sorted(graph.nodes))
    key = draw(st.sampled_from(sorted(graph.by_key)))
    node, other = draw(nodes), draw(nodes)
    choices: list[Posted] = [
        {"op": "update", "key": key, "fields": {"label": f"name {number}"}},
        {"op": "update", "key": key, "fields": {"note": f"note {number}"}},
        {"op": "remove", "key": key, "cascade": True},
        {"op": "connect", "key": f"new-link-{number}", "source": node, "target": other},
        {"op": "move", "key": node, "to": draw(st.sampled_from([*sorted(graph.zones), None]))},
        {"op": "update", "key": node, "fields": {"min_instances": draw(st.integers(1, 3)), "max_instances": 3}},
        {"op": "update", "key": node, "fields": {"availability_zones": draw(st.sampled_from([[], ["a"], ["x"]]))}},
        {"op": "update", "key": node, "fields": {"properties": {"multi_az": draw(st.booleans())}}},
        {"op": "update", "key": node, "fields": {"properties": {"domains": ["example.com"]}}},
        {"op": "add", "section": "nodes", "key": f"new-{number}", "fields": {"kind": draw(_kinds)}},
        {"op": "configure", "fields": {"objectives": {"rto_seconds": 60}}},
    ]  # fmt: skip
    return [draw(st.sampled_from(choices))]


_kinds = st.sampled_from(
    ["app-server", "users", "external-service", "s3-bucket", "route53", "postgresql", "alb"]
)


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(topologies(), drawings(), st.data())
def test_after_any_edits_the_report_is_that_of_a_full_check(
    world: Graph, shape: dict[str, Any], data: st.DataObject
) -> None:
    judged = judge(beside(world, topology(**shape)))
    for number in range(6):
        posted = data.draw(_posted(judged.graph, number))
        try:
            graph = apply(judged.graph, parse_operations(posted)).graph
        except Faults:
            continue
        judged = recheck(judged, graph)
        assert judged.report == check(graph)


EDITS: dict[str, Posted] = {
    "rename": {"op": "update", "key": "net3-svc4", "fields": {"label": "Checkout"}},
    "property": {"op": "update", "key": "net3-db0", "fields": {"properties": {"multi_az": True}}},
    "link": {"op": "connect", "key": "new", "source": "net3-svc4", "target": "net3-svc5"},
    "link across": {"op": "connect", "key": "new-across", "source": "net3-svc4", "target": "net4-svc5"},
    "unlink": {"op": "disconnect", "key": "new-across"},
    "open": {
        "op": "add",
        "section": "rules",
        "key": "open",
        "fields": {"group": "net3-data", "direction": "ingress", "from_port": 5432, "cidr": "0.0.0.0/0"},
    },
    "remove": {"op": "remove", "key": "net3-lb0", "cascade": True},
    "add": {"op": "add", "section": "nodes", "key": "nn", "fields": {"kind": "alb", "zone": "net3-app-tier"}},
    "zone": {"op": "update", "key": "net5-svc0", "fields": {"availability_zones": ["z"]}},
    "region": {"op": "update", "key": "region0", "fields": {"properties": {"zone_count": 2}}},
    "users": {"op": "connect", "key": "callback", "source": "net1-svc0", "target": "users"},
    "objective": {"op": "configure", "fields": {"objectives": {"rto_seconds": 60}}},
}  # fmt: skip


def test_edits_of_an_estate_lead_to_the_report_of_a_full_check() -> None:
    judged = judge(parse(estate(240)))

    for name, posted in EDITS.items():
        judged = recheck(judged, apply(judged.graph, parse_operations([posted])).graph)
        assert judged.report == check(judged.graph), name


@pytest.mark.parametrize("fields", [{"note": "seen"}, {"stated_in": "a page"}])
def test_what_no_rule_reads_runs_nothing_again(fields: dict[str, str]) -> None:
    judged = judge(parse(estate(80)))
    posted = [{"op": "update", "key": "net0-svc0", "fields": fields}]

    assert recheck(judged, apply(judged.graph, parse_operations(posted)).graph).report is judged.report


def test_an_edit_is_judged_on_its_own_island() -> None:
    judged = judge(parse(estate(240)))
    _, concerned = judged.islands.moved(judged.graph, {"net3-svc4"})

    assert "net3-db0" in concerned
    assert not any(key.startswith("net4") for key in concerned)
