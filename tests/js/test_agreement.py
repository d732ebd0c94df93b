"""The browser's model and the server apply operations alike: same documents, same changes, same way back."""

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.js.test_units import HERE, NODE
from tests.operation_lists import operation_lists
from tests.strategies import graphs
from topologies.api.kinds import _catalogue
from topologies.documents import dump, dump_value
from topologies.graph import SECTIONS, Faults, Graph, build
from topologies.operations import Applied, Change, after_told, apply, parse_operations
from topologies.schema import json_schema

Ask = Any
MANY = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.reuse, Phase.generate],  # shrinking whole graphs takes minutes
)


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Asks one long-lived node process."""
    process = subprocess.Popen(
        [str(NODE), str(HERE / "agree.js")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )

    def asked(**question: Any) -> Any:
        print(json.dumps(question), file=process.stdin, flush=True)
        return json.loads(process.stdout.readline())

    asked.sections = asked(kinds=list(_catalogue().values()))
    yield asked
    process.stdin.close()
    process.wait(10)


def plain(schema: Any) -> Any:
    """A schema without its words, its references looked up, defaults of objects as the empty object."""
    if isinstance(schema, list):
        return [plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        found = plain(json_schema()["$defs"][schema["$ref"].removeprefix("#/$defs/")])
        return found | ({"default": {}} if "default" in schema else {})
    kept = {name: value for name, value in schema.items() if name not in ("title", "description", "allOf")}
    return {name: plain(value) for name, value in kept.items()}


def test_the_fields_of_every_section_are_the_same(ask):
    definitions = json_schema()["$defs"]
    for name, kind in SECTIONS.items():
        mine, theirs = ask.sections["sections"][name], plain(definitions[kind.__name__])
        for schema in (mine, theirs):
            schema["properties"].pop("kind", None)
        assert mine == theirs
        marks = {
            field: {"sections": list(mark.sections), "cascade": mark.cascade}
            for field, mark in kind.references().items()
        }
        assert ask.sections["references"][name] == marks
    mine, theirs = ask.sections["header"], plain(definitions["Header"])
    required = [
        schema["properties"][name].pop("required", [])
        for schema in (mine, theirs)
        for name in ("stated", "objectives")
    ]
    assert required == [[], [], [], []]
    assert mine == theirs


def attempt(graph: Graph, operations: list[dict[str, Any]]) -> Applied | Faults:
    try:
        return apply(graph, parse_operations(operations))
    except Faults as refusal:
        return refusal


def whole(change: Change) -> dict[str, Any]:
    """The change with all that its element holds."""
    states = {"before": change.before, "after": change.after}
    fields = {name: state and dump_value(state) for name, state in states.items()}
    for state in fields.values():
        if state and change.key:
            del state["key"]
    return {"section": change.section, "key": change.key, **fields}


def by_place(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))


@MANY
@given(data=st.data(), graph=graphs())
def test_both_sides_apply_alike(ask, data: st.DataObject, graph: Graph) -> None:
    operations = data.draw(operation_lists(graph))
    answer = ask(document=dump(graph), operations=operations)
    applied = attempt(graph, operations)
    if isinstance(applied, Faults):
        assert "faults" in answer, f"only the server refuses: {applied}"
        assert answer["untouched"]
        return
    assert "faults" not in answer, answer
    assert answer["document"] == dump(applied.graph)
    assert by_place(answer["changes"]) == by_place([whole(change) for change in applied.changes])
    assert by_place(answer["inverse"]) == by_place([one.wire() for one in applied.inverse])
    assert answer["back"] == dump(graph)
    assert apply(applied.graph, parse_operations(answer["inverse"])).graph == graph
    told = [change.wire() for change in applied.changes]
    assert ask(document=dump(graph), changes=told)["document"] == dump(applied.graph)
    assert [after_told(change.before, change.wire()) for change in applied.changes] == [
        change.after for change in applied.changes
    ]


@MANY
@given(data=st.data(), graph=graphs())
def test_checking_what_an_edit_touches_is_checking_everything(data: st.DataObject, graph: Graph) -> None:
    """What `apply` makes of a graph piece by piece is what `build` makes of all its elements."""
    for _ in range(3):
        try:
            graph = apply(graph, parse_operations(data.draw(operation_lists(graph)))).graph
        except Faults:
            continue
        whole = build(graph.header, graph.elements())
        assert graph == whole
        assert graph.referrers == whole.referrers
        assert [list(graph.section(name)) for name in SECTIONS] == [
            list(whole.section(name)) for name in SECTIONS
        ]
