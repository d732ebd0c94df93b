"""A report after an edit equals a full check, whatever was edited; and every rule says truly how far it looks."""

from collections.abc import Collection, Iterator
from dataclasses import replace
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
from topologies.documents import dump_value, parse
from topologies.examples import examples
from topologies.graph import Faults, Graph, Header, Objectives
from topologies.operations import apply, parse_operations
from topologies.validation import Context, Finding, check, judge, recheck, rules
from topologies.validation.check import found
from topologies.validation.context import Survey
from topologies.validation.facts import Fact
from topologies.validation.islands import islands

Posted = dict[str, Any]


# --- every rule's declaration ------------------------------------------------------------------------------------


def _on_islands(graph: Graph, codes: list[str]) -> list[Finding]:
    """What the rules find on each island alone."""
    settled = islands(graph)
    rows = [
        finding
        for keys in settled.members.values()
        for finding in found(Context(settled.part(graph, keys)), [rules()[code] for code in codes])
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


WHOLE = [code for code, spec in rules().items() if spec.whole]


def _surveyed(graph: Graph, code: str) -> dict[Survey[Any], list[Fact[Any]]]:
    """What the rule asked for, of what stands on an island."""
    home, context = islands(graph).home, Context(graph)
    list(rules()[code].check(context))
    return {
        survey: [fact for fact in facts if any(key in home for key in fact.keys)]
        for survey, facts in context.surveyed.items()
    }


def _surveyed_on_islands(graph: Graph, survey: Survey[Any]) -> list[Fact[Any]]:
    settled = islands(graph)
    parts = [(settled.part(graph, keys), {*keys}) for keys in settled.members.values()]
    facts = [fact for part, keys in parts for fact in survey(Context(part)) if keys & {*fact.keys}]
    return sorted(facts, key=lambda fact: fact.keys)


@pytest.mark.parametrize("code", WHOLE)
def test_a_survey_says_of_an_island_what_it_says_in_the_whole(code: str) -> None:
    cases = [topology(**case["topology"]) for case in _read(CASES / f"{code.lower()}.yaml").values()]

    for number in range(len(cases)):
        graph = beside(*cases[number:], *cases[:number], cases[number])
        for survey, facts in _surveyed(graph, code).items():
            assert _surveyed_on_islands(graph, survey) == facts


# --- what rules read of the header -------------------------------------------------------------------------------

# Header fields as nothing says them, as a little, and as much: whoever reads one of them is seen to.
INTENTS: list[dict[str, Any]] = [
    {
        "environment": environment,
        "objectives": {name: number for name in Objectives.model_fields if name != "residency_regions"}
        | {"residency_regions": regions},
        "stated": {"monthly_cost_usd": number, "monthly_cost_high_usd": number, "default_region": region},
    }
    for environment, number, regions, region in [
        ("development", None, [], None),
        ("production", 1, ["nowhere"], "nowhere"),
        ("staging", 90, ["us-east-1"], "us-east-1"),
    ]
]


def _but(graph: Graph, intent: dict[str, Any], kept: Collection[str]) -> Graph:
    """The graph with this intent, but for what is kept of its own."""
    header = Header.model_validate(dump_value(graph.header) | intent)
    for path in kept:
        owner, _, name = path.rpartition(".")
        own = getattr(graph.header, owner) if owner else graph.header
        said = {name: getattr(own, name)}
        header = header.model_copy(
            update={owner: getattr(header, owner).model_copy(update=said)} if owner else said
        )
    return replace(graph, header=header)


@pytest.mark.parametrize("code", rules())
def test_a_rule_reads_no_more_of_the_header_than_it_says(code: str) -> None:
    for case in _read(CASES / f"{code.lower()}.yaml").values():
        graph = topology(**case["topology"])
        found = check(graph, only=[code])

        assert all(
            check(_but(graph, intent, rules()[code].reads), only=[code]) == found for intent in INTENTS
        )


def test_what_it_does_not_say_is_seen() -> None:
    """RES04 compares with the recovery time objective: had it not said so, the check above would see it."""
    graphs = [topology(**case["topology"]) for case in _read(CASES / "res04.yaml").values()]
    reads = rules()["RES04"].reads - {"objectives.rto_seconds"}

    assert any(
        check(_but(graph, intent, reads), only=["RES04"]) != check(graph, only=["RES04"])
        for graph in graphs
        for intent in INTENTS
    )


@pytest.mark.parametrize("code", WHOLE)
def test_a_survey_reads_nothing_of_the_header(code: str) -> None:
    for case in _read(CASES / f"{code.lower()}.yaml").values():
        graph = topology(**case["topology"])
        for survey, facts in _surveyed(graph, code).items():
            for intent in INTENTS:
                assert sorted(survey(Context(_but(graph, intent, ()))), key=lambda one: one.keys) == facts


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
        {"op": "configure", "fields": draw(_intents)},
    ]  # fmt: skip
    return [draw(st.sampled_from(choices))]


_intents = st.fixed_dictionaries(
    {},
    optional={
        "environment": st.sampled_from(["development", "production", "other"]),
        "objectives": st.fixed_dictionaries(
            {},
            optional={
                name: st.sampled_from([None, 1, 60, 99.9, 3600])
                for name in ("rto_seconds", "rpo_seconds", "availability_percent", "requests_per_second")
            }
            | {"monthly_budget_usd": st.sampled_from([None, 1, 1000])}
            | {"residency_regions": st.sampled_from([[], ["eu-west-1"], ["us-east-1", "eu-west-1"]])},
        ),
        "stated": st.fixed_dictionaries(
            {}, optional={"default_region": st.sampled_from([None, "eu-west-1"])}
        ),
    },
).filter(bool)
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
    "another objective": {"op": "configure", "fields": {"objectives": {"rpo_seconds": 60}}},
    "stricter": {"op": "configure", "fields": {"objectives": {"rto_seconds": 30}}},
    "link again": {"op": "connect", "key": "new-again", "source": "net3-svc4", "target": "net3-svc7"},
    "development": {"op": "configure", "fields": {"environment": "development"}},
    "production": {"op": "configure", "fields": {"environment": "production"}},
    "back": {"op": "configure", "fields": {"objectives": {"rto_seconds": None, "rpo_seconds": 5}}},
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


def test_fixes_add_nothing_under_a_key_that_another_island_took() -> None:
    closed = [{"op": "remove", "key": "net0-app-db"}]
    graph = apply(parse(estate(80)), parse_operations(closed)).graph
    judged = judge(graph)
    key = next(key for one in judged.report.findings for fix in one.fixes for key in fix.adds)
    fields = {"kind": "alb", "zone": "net1-app-tier"}
    for posted in (
        {"op": "add", "section": "nodes", "key": key, "fields": fields},
        {"op": "remove", "key": key},
    ):
        judged = recheck(judged, apply(judged.graph, parse_operations([posted])).graph)
        assert judged.report == check(judged.graph)
