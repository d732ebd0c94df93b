"""Questions about classes agree with questions about single flows.

users --443--> lb --8080--> app --5432--> db          worker stands beside app, with its groups
"""

from typing import Any

import pytest

from tests.builders import topology
from tests.cast import example
from tests.topologies.reachability.test_reach import SHOP
from topologies.graph import Graph
from topologies.reachability import INTERNET, SOME_PORT, Engine, Flow, intent
from topologies.reachability.questions import ask, matrix, what_reaches, who_reaches

EXAMPLES = [("infinri", "single-droplet"), ("infrar", "production"), ("collab", "active-active")]


@pytest.fixture
def shop() -> Engine:
    return Engine(topology(**SHOP))


def verdicts(engine: Engine, target: str, port: int) -> dict[str, str]:
    rows = who_reaches(engine, target, "tcp", port)
    return {key: row.answer.verdict for row in rows for key in row.members}


def test_who_reaches_the_database_is_the_app_alone(shop: Engine) -> None:
    found = verdicts(shop, "db", 5432)
    assert [key for key, verdict in found.items() if verdict == "allowed"] == ["app"]
    assert found[INTERNET] == "blocked"
    assert "db" not in found


@pytest.mark.parametrize("address", EXAMPLES)
def test_every_member_of_a_class_gets_the_answer_of_its_class(address: tuple[str, str]) -> None:
    engine = Engine(example(*address))
    for port in engine.graph.ports.values():
        found = {
            key: row.answer.verdict
            for row in who_reaches(engine, port.node, port.protocol, port.number)
            for key in row.members
        }
        assert found.keys() == {INTERNET, *engine.graph.nodes} - {port.node}
        for key, verdict in found.items():
            assert engine.reach(Flow(key, port.node, port.protocol, port.number)).verdict == verdict


def test_what_is_not_open_directly_is_told_by_way_of_others(shop: Engine) -> None:
    row = ask(shop, Flow(INTERNET, "db", "tcp", 5432))
    assert row.answer.verdict == "blocked"
    assert [answer.flow.target for answer in row.through] == ["lb", "app", "db"]
    assert all(answer.verdict == "allowed" for answer in row.through)


def test_a_source_reaches_what_listens_and_what_names_no_port(shop: Engine) -> None:
    rows = {row.members[0]: row for row in what_reaches(shop, "app")}
    assert rows["db"].answer.verdict == "allowed"
    assert rows["stripe"].answer.verdict == "allowed"
    assert all("app" not in row.members for row in rows.values())
    assert [row.answer.verdict for row in what_reaches(shop, "app")] == sorted(
        (row.answer.verdict for row in rows.values()), key=["allowed", "unknown", "blocked"].index
    )


def test_some_port_is_asked_where_none_is_stated() -> None:
    engine = Engine(topology(draw="app -> far", nodes={"far": {"kind": "external-service"}}))
    assert [row.answer.flow.port for row in what_reaches(engine, "app")] == [SOME_PORT]


def test_the_overview_says_which_ports_are_open_between_places(shop: Engine) -> None:
    found = matrix(shop)
    assert [flow.port for flow in found.cells["private", "isolated"].open] == [5432]
    assert found.cells[INTERNET, "isolated"].open == ()
    assert found.cells[INTERNET, "isolated"].blocked == 1
    assert [flow.port for flow in found.cells[INTERNET, "public"].open] == [443]


@pytest.mark.parametrize("address", EXAMPLES)
def test_a_cell_of_the_overview_is_what_single_flows_say(address: tuple[str, str]) -> None:
    engine = Engine(example(*address))
    for (row, column), cell in matrix(engine).cells.items():
        for flow in cell.open:
            assert engine.reach(flow).verdict == "allowed", (row, column)
        for flow in cell.unknown:
            assert engine.reach(flow).verdict == "unknown", (row, column)


def test_the_overview_keeps_the_places_with_the_most_nodes() -> None:
    zones = {
        f"t{n}": {"private": {"a": f"10.0.{n}.0/24"}, "in": "vpc", "holds": [f"db{n}"]} for n in range(5)
    }
    shape: dict[str, Any] = {
        "draw": "\n".join(f"app -> db{n}:5432" for n in range(5)),
        "zones": {"vpc": {"network": ["10.0.0.0/16"]}, **zones},
        "nodes": {f"db{n}": {"kind": "postgresql"} for n in range(5)},
    }
    found = matrix(Engine(topology(**shape)), most=3)
    assert len(found.rows) <= 4
    assert found.left == 3


# --- intent ------------------------------------------------------------------------------------------------------


def with_rules(**groups: Any) -> Graph:
    return topology(**{**SHOP, "groups": {**SHOP["groups"], **groups}})


def test_every_link_of_a_sound_picture_is_kept() -> None:
    found = intent(topology(**SHOP))
    assert [row.link.key for row in found.broken] == []
    assert found.kept == 5


def test_a_link_without_its_rule_is_broken_and_says_what_it_needs() -> None:
    found = intent(with_rules(**{"db-sg": {"on": ["db"], "in": []}}))
    (row,) = found.broken
    assert (row.link.key, row.decision.verdict) == ("app-to-db", "blocked")
    assert row.decision.blocks[0].need


def test_what_is_open_and_not_drawn_is_undeclared() -> None:
    shape = {**SHOP, "draw": SHOP["draw"].replace(" -> db:5432", ""), "ports": {"db": ["5432"]}}
    found = intent(topology(**shape))
    assert (("app",), "db") in [(row.sources, row.port.node) for row in found.undeclared]
    assert "db" not in [row.port.node for row in intent(topology(**SHOP)).undeclared]
