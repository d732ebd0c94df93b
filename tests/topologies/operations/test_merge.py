"""The three-way merge: its laws on random topologies, and each clash by name."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.builders import topology
from tests.operation_lists import RICH, operation_lists
from tests.strategies import graphs
from topologies.documents import dump
from topologies.graph import Faults, Graph
from topologies.operations import apply, diff, parse_operations, patched
from topologies.operations.merging import Decision, Merge, merge

Ops = list[dict[str, Any]]


def edited(graph: Graph, *operations: dict[str, Any]) -> Graph:
    return apply(graph, parse_operations(list(operations))).graph


@st.composite
def branches(draw: Any, count: int = 1) -> tuple[Graph, ...]:
    """A topology, and topologies that grew out of it by operations that fit."""
    return (RICH, *(_grown(RICH, draw(operation_lists(RICH, most=6))) for _ in range(count)))


def _grown(graph: Graph, operations: Sequence[dict[str, Any]]) -> Graph:
    """Operations that do not fit are left out."""
    for operation in operations:
        try:
            graph = edited(graph, operation)
        except Faults:
            continue
    return graph


# --- laws --------------------------------------------------------------------------------------------------------


@given(branches())
def test_the_same_change_twice_is_one_change(drawn: tuple[Graph, ...]) -> None:
    base, mine = drawn
    assert merge(base, mine, mine).graph == mine


@given(branches())
def test_a_change_beside_none_is_the_change(drawn: tuple[Graph, ...]) -> None:
    base, mine = drawn
    assert merge(base, mine, base).graph == mine
    assert merge(base, base, mine).graph == mine


@given(branches(2))
def test_what_merges_without_a_clash_does_so_from_either_side(drawn: tuple[Graph, ...]) -> None:
    base, mine, theirs = drawn
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert bool(one.clashes) == bool(other.clashes)
    if not one.clashes:
        assert one.graph is not None
        assert dump(one.graph) == dump(other.graph)


@given(branches(2))
def test_a_merge_without_a_clash_holds_the_changes_of_both(drawn: tuple[Graph, ...]) -> None:
    base, mine, theirs = drawn
    done = merge(base, mine, theirs)
    assume(done.graph)
    for graph in (mine, theirs):
        for change in diff(base, graph):
            if change.after is None:
                assert done.graph.find(change.key) is None
            elif change.before is None:
                assert done.graph.find(change.key) is not None


@given(branches(2), st.sampled_from(["mine", "theirs"]))
def test_one_who_always_decides_for_the_same_side_gets_a_topology_and_no_open_clash(
    drawn: tuple[Graph, ...], side: Any
) -> None:
    base, mine, theirs = drawn
    done = settled(base, mine, theirs, side)
    assert not done.open
    assert done.graph is not None


def settled(base: Graph, mine: Graph, theirs: Graph, side: Any) -> Merge:
    decisions: dict[str, Decision] = {}
    for _ in range(30):
        done = merge(base, mine, theirs, decisions)
        if not done.open:
            return done
        decisions |= {one.id: Decision(side) for one in done.open}
    raise AssertionError(f"clashes go on and on: {done.open}")


@given(graphs(), graphs())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_difference_applied_to_the_one_gives_the_other(mine: Graph, theirs: Graph) -> None:
    assert patched(mine, diff(mine, theirs)) == theirs


# --- clashes by name ---------------------------------------------------------------------------------------------


def update(key: str, **fields: Any) -> dict[str, Any]:
    return {"op": "update", "key": key, "fields": fields}


def add(section: str, key: str, **fields: Any) -> dict[str, Any]:
    return {"op": "add", "section": section, "key": key, "fields": fields}


def remove(key: str) -> dict[str, Any]:
    return {"op": "remove", "key": key}


def merged(mine: Ops, theirs: Ops, **decisions: str) -> Merge:
    chosen = {name: Decision(take) for name, take in decisions.items()}  # type: ignore[arg-type]
    return merge(RICH, edited(RICH, *mine), edited(RICH, *theirs), chosen)


CLASHES = {
    "field/app/label": ([update("app", label="One")], [update("app", label="Two")]),
    "field/app/properties.command": (
        [update("app", properties={"command": "/a"})],
        [update("app", properties={"command": "/b"})],
    ),
    "field//objectives.rto_seconds": (
        [{"op": "configure", "fields": {"objectives": {"rto_seconds": 60}}}],
        [{"op": "configure", "fields": {"objectives": {"rto_seconds": 90}}}],
    ),
    "element/app/": ([update("app", label="One")], [remove("app")]),
    "element/fresh/": (
        [add("nodes", "fresh", kind="redis")],
        [add("zones", "fresh", kind="region", properties={"code": "eu-west-1"})],
    ),
    "reference/private/": (
        [{"op": "move", "key": "lb", "to": "private"}],
        [remove("private")],
    ),
    "port/p-1//p-2": (
        [add("ports", "p-1", node="web-1", number=9000)],
        [add("ports", "p-2", node="web-2", number=9000)],
    ),
    "address/net-1//net-2": (
        [add("zones", "net-1", kind="network", properties={"cidrs": ["10.1.0.0/16"]})],
        [add("zones", "net-2", kind="network", properties={"cidrs": ["10.1.128.0/17"]})],
    ),
    "shadow/narrow//wide": (
        [add("rules", "narrow", group="app-sg", direction="ingress", from_port=9000, cidr="10.0.1.0/24")],
        [add("rules", "wide", group="app-sg", direction="ingress", from_port=9000, cidr="10.0.0.0/8")],
    ),
    "whole/app/min_instances": ([update("app", min_instances=4)], [update("app", max_instances=2)]),
}


@pytest.mark.parametrize("name", CLASHES)
def test_a_clash_is_found_before_the_merge_and_stays_open_until_somebody_decides(name: str) -> None:
    done = merged(*CLASHES[name])
    assert [one.id for one in done.open] == [name]
    assert done.graph is None


@pytest.mark.parametrize("name", CLASHES)
def test_either_side_settles_a_clash(name: str) -> None:
    mine, theirs = CLASHES[name]
    for side in ("mine", "theirs"):
        done = merged(mine, theirs, **{name: side})
        assert not done.open
        assert done.graph is not None
    assert dump(merged(mine, theirs, **{name: "mine"}).graph) != dump(
        merged(mine, theirs, **{name: "theirs"}).graph
    )


def test_both_may_stand_where_they_only_get_in_each_others_way() -> None:
    for name in ("port/p-1//p-2", "address/net-1//net-2", "shadow/narrow//wide"):
        done = merged(*CLASHES[name], **{name: "both"})
        assert done.graph is not None
        assert all(key in done.graph.by_key for key in name.split("/")[1::2] if key)


def test_a_field_may_get_a_value_of_its_own() -> None:
    one, other = (edited(RICH, *steps) for steps in CLASHES["field/app/label"])
    done = merge(RICH, one, other, {"field/app/label": Decision("edit", "Three")})
    assert done.graph is not None
    assert done.graph.nodes["app"].label == "Three"


def test_a_value_that_cannot_be_keeps_the_clash_open_and_says_why() -> None:
    one, other = (edited(RICH, update("app", max_instances=n)) for n in (3, 5))
    done = merge(RICH, one, other, {"field/app/max_instances": Decision("edit", -1)})
    assert done.graph is None
    assert "max_instances" in done.open[0].message


def test_different_fields_of_one_element_merge() -> None:
    done = merged(
        [update("app", label="One")], [update("app", properties={"command": "/b"}, max_instances=5)]
    )
    assert done.graph is not None
    app = done.graph.nodes["app"]
    assert (app.label, app.max_instances) == ("One", 5)


def test_what_is_kept_against_a_removal_comes_back_with_all_that_went_along() -> None:
    done = merged([remove("app")], [update("app", label="Kept")], **{"element/app/": "theirs"})
    assert done.graph is not None
    assert {"app-8080", "lb-to-app", "app-to-db"} <= done.graph.by_key.keys()


def test_an_element_moved_into_a_zone_that_the_other_removed_can_keep_the_zone() -> None:
    done = merged(*CLASHES["reference/private/"], **{"reference/private/": "mine"})
    assert done.graph is not None
    assert done.graph.nodes["lb"].zone == "private"


def test_two_moves_that_put_each_zone_into_the_other_are_a_clash() -> None:
    base = topology(zones={"one": {"kind": "group"}, "two": {"kind": "group"}})
    mine = edited(base, {"op": "move", "key": "one", "to": "two"})
    theirs = edited(base, {"op": "move", "key": "two", "to": "one"})
    done = merge(base, mine, theirs)
    assert [one.kind for one in done.open] == ["whole"]
    for side, graph in (("mine", mine), ("theirs", theirs)):
        assert settled(base, mine, theirs, side).graph == graph
