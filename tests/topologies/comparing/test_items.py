"""What differs, item by item and field by field."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.operation_lists import RICH, operation_lists
from topologies.comparing import Compared, compared
from topologies.documents import dump
from topologies.graph import Faults, Graph
from topologies.operations import apply, parse_operations


def edited(graph: Graph, *operations: dict[str, Any]) -> Graph:
    """What fits of these operations."""
    for operation in operations:
        try:
            graph = apply(graph, parse_operations([operation])).graph
        except Faults:
            continue
    return graph


@st.composite
def pairs(draw: Any, most: int = 12) -> Compared:
    """A topology, and one that grew out of it; either way round."""
    after = edited(RICH, *draw(operation_lists(RICH, most=most)))
    before, after = draw(st.permutations((RICH, after)))
    return compared(before, after)


def after(*operations: dict[str, Any]) -> Compared:
    return compared(RICH, edited(RICH, *operations))


def update(key: str, **fields: Any) -> dict[str, Any]:
    return {"op": "update", "key": key, "fields": fields}


@given(pairs())
@settings(max_examples=30, deadline=None)
def test_there_is_one_item_for_each_element_whose_document_differs(pair: Compared) -> None:
    old, new = (
        {name: rows for name, rows in dump(one).items() if name != "format"}
        for one in (pair.before, pair.after)
    )
    expected = {"topology--"} if old.pop("topology") != new.pop("topology") else set()
    for section in old.keys() | new.keys():
        was, now = old.get(section, {}), new.get(section, {})
        expected |= {f"{section}--{key}" for key in was.keys() | now.keys() if was.get(key) != now.get(key)}
    assert sorted(item.id for item in pair.items) == sorted(expected)


@given(pairs())
@settings(max_examples=30, deadline=None)
def test_every_item_tells_a_field_and_no_field_that_is_the_same(pair: Compared) -> None:
    for item in pair.items:
        assert item.fields or item.kind in ("added", "removed"), item.id
        assert all(field.before != field.after for field in item.fields)


def test_kinds_of_change() -> None:
    found = after(
        {"op": "add", "section": "nodes", "key": "cache", "fields": {"kind": "redis", "zone": "private"}},
        {"op": "remove", "key": "web-2", "cascade": True},
        {"op": "move", "key": "db", "to": "public"},
        update("app", label="Shop", min_instances=2),
        {"op": "place", "view": "overview", "placements": {"lb": {"x": 9, "y": 9}}},
        {"op": "configure", "fields": {"objectives": {"rto_seconds": 60}}},
    )
    kinds = {item.id: item.kind for item in found.items}
    assert kinds["nodes--cache"] == "added"
    assert kinds["nodes--web-2"] == "removed"
    assert kinds["nodes--db"] == "moved"
    assert kinds["nodes--app"] == "changed"
    assert kinds["views--overview"] == "moved"
    assert kinds["topology--"] == "changed"
    assert sum(found.counts.values()) == len(found.items)


def test_fields_before_and_after_with_defaults_where_something_else_stands_beside_them() -> None:
    found = {
        item.id: item for item in after(update("app", min_instances=2), update("lb-443", tls=True)).items
    }
    assert [(field.path, field.before, field.after) for field in found["nodes--app"].fields] == [
        ("min_instances", 1, 2)
    ]
    assert [(field.path, field.before, field.after) for field in found["ports--lb-443"].fields] == [
        ("tls", False, True)
    ]


def test_a_property_is_told_by_its_own_path_and_of_a_view_only_what_moved() -> None:
    found = {
        item.id: item
        for item in after(
            update("db", properties={"monthly_cost_usd": 40}),
            {"op": "place", "view": "overview", "placements": {"lb": {"x": 9, "y": 9}}},
        ).items
    }
    assert [field.path for field in found["nodes--db"].fields] == ["properties.monthly_cost_usd"]
    [places] = found["views--overview"].fields
    assert list(places.before) == list(places.after) == ["lb"]
