"""Every fix that is offered, applied: in the failing cases of its rule, and in the example systems."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from tests.builders import topology
from tests.topologies.validation.test_cases import CASES, _read
from topologies.examples import examples
from topologies.graph import Graph
from topologies.operations import parse_operations
from topologies.validation import Finding, Fix, check, preview
from topologies.validation.model import SEVERITIES

# Rules that must know a way out in at least one of their failing cases.
FIXED = {
    *("ADR01", "ADR02", "ADR03", "CON01", "CON02", "CON03", "CON04", "CON05", "CON07", "CON08"),
    *("DEP01", "DEP02", "GOV02", "GOV03", "NET01", "NET02", "NET03", "NET04", "NET07", "NET08"),
    *("NET09", "NET10", "NET11", "NET12", "NET13", "REP01", "REP02", "REP04", "RES02", "RES09"),
}


@cache
def _case_graphs(code: str) -> dict[str, Graph]:
    cases: dict[str, Any] = _read(CASES / f"{code.lower()}.yaml")
    return {name: topology(**case["topology"]) for name, case in cases.items() if case["verdict"] == "fail"}


def _offers(graph: Graph, only: str | None = None) -> Iterator[tuple[Finding, Fix]]:
    for finding in check(graph, only=[only] if only else None).findings:
        for fix in finding.fixes:
            yield finding, fix


def _in_cases() -> Iterator[Any]:
    for code in sorted(FIXED):
        for name, graph in _case_graphs(code).items():
            for number, (finding, fix) in enumerate(_offers(graph, code)):
                yield pytest.param(graph, finding, fix, id=f"{code}-{name}-{number}")


def _in_examples() -> Iterator[Any]:
    for example in examples():
        graph = example.graph()
        for number, (finding, fix) in enumerate(_offers(graph)):
            name = f"{example.system}-{example.slug}-{finding.code}-{number}"
            yield pytest.param(graph, finding, fix, id=name)


@cache
def _before(graph_id: int) -> tuple[Finding, ...]:
    return check(_GRAPHS[graph_id]).findings


_GRAPHS: dict[int, Graph] = {}


@pytest.mark.parametrize(("graph", "finding", "fix"), [*_in_cases(), *_in_examples()])
def test_a_fix_removes_its_finding_and_brings_none_as_severe_as_the_worst_that_goes(
    graph: Graph, finding: Finding, fix: Fix
) -> None:
    _GRAPHS[id(graph)] = graph
    before = _before(id(graph))

    found = preview(graph, fix.operations, before)

    assert finding.fingerprint in {one.fingerprint for one in found.removed}, fix.text
    worst = min(SEVERITIES.index(one.severity) for one in found.removed if one.verdict == "fail")
    was = {(one.code, one.subjects) for one in before}
    worse = [
        f"{one.code} {one.subjects}: {one.message}"
        for one in found.added
        if one.verdict == "fail"
        and SEVERITIES.index(one.severity) <= worst
        and (one.code, one.subjects) not in was
    ]
    assert not worse, fix.text


@pytest.mark.parametrize("code", sorted(FIXED))
def test_the_rule_knows_a_way_out(code: str) -> None:
    offers = [fix for graph in _case_graphs(code).values() for _, fix in _offers(graph, code)]
    assert offers


@pytest.mark.parametrize("code", sorted(FIXED))
def test_a_fix_is_the_same_each_time_and_survives_the_wire(code: str) -> None:
    for graph in _case_graphs(code).values():
        first = [fix for _, fix in _offers(graph, code)]
        assert first == [fix for _, fix in _offers(graph, code)]
        for fix in first:
            assert parse_operations([one.wire() for one in fix.operations]) == fix.operations
