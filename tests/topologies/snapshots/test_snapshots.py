"""Rows -> graph -> document -> graph -> rows loses nothing, in a fixed number of queries."""

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.strategies import graphs
from topologies.documents import dump, dump_value, encode, loads
from topologies.graph import SECTIONS, Faults, Graph
from topologies.models import ROWS, Draft, ElementKey, NodeRow, ZoneRow
from topologies.operations import diff
from topologies.snapshots import clear, read_graph, write_changes, write_graph

pytestmark = pytest.mark.django_db
on_rows = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking through a database takes minutes
)
IDENTITIES = {"id", "draft_id"}


def rows_of(draft: Draft) -> dict[str, list[dict[str, Any]]]:
    """Every row of the draft, foreign keys included, without numbers that change when it is written again."""
    keys = {
        (name, row.pk): row.key for name, table in ROWS.items() for row in table.objects.filter(draft=draft)
    }
    sections = {table: name for name, table in ROWS.items()}
    found: dict[str, list[dict[str, Any]]] = {}
    for name, table in ROWS.items():
        for row in table.objects.filter(draft=draft):
            fields = {}
            for field in table._meta.concrete_fields:
                value = getattr(row, field.attname)
                if field.attname not in IDENTITIES:
                    fields[field.attname] = (
                        keys[sections[field.related_model], value]
                        if field.is_relation and value is not None
                        else value
                    )
            found.setdefault(name, []).append(fields)
    return found


@on_rows
@given(graph=graphs())
def test_rows_graph_document_graph_rows_loses_nothing(draft: Draft, graph: Graph) -> None:
    write_graph(draft, graph)
    first = rows_of(draft)
    read = read_graph(draft)
    again = loads(encode(dump(read)))
    write_graph(draft, again)
    assert read == again == graph
    assert rows_of(draft) == first


@on_rows
@given(before=graphs(), after=graphs())
def test_writing_the_changes_is_writing_the_whole(draft: Draft, before: Graph, after: Graph) -> None:
    write_graph(draft, before)
    write_changes(draft, diff(before, after))
    assert read_graph(draft) == after
    assert set(draft.keys.values_list("key", flat=True)) == set(after.by_key)


def test_reading_takes_a_query_a_section_and_two_for_the_draft(
    draft: Draft, small: Graph, django_assert_num_queries
) -> None:
    write_graph(draft, small)
    with django_assert_num_queries(len(SECTIONS) + 2):
        read_graph(draft)


def test_a_change_touches_only_its_own_rows(draft: Draft, small: Graph) -> None:
    write_graph(draft, small)
    before = dict(NodeRow.objects.values_list("key", "id"))
    node = small.nodes["database"].model_copy(update={"label": "renamed"})
    write_changes(draft, [Changed("nodes", node.key, small.nodes["database"], node)])
    assert dict(NodeRow.objects.values_list("key", "id")) == before
    assert NodeRow.objects.get(key="database").label == "renamed"


def test_a_read_that_a_change_tears_is_taken_again(draft: Draft, small: Graph, monkeypatch) -> None:
    write_graph(draft, small)
    old, new = uuid4(), uuid4()
    states = iter([(0, old, {}), (1, new, {}), (1, new, dump_value(small.header)), (1, new, {})])
    monkeypatch.setattr("topologies.snapshots._state", lambda _: next(states))
    assert read_graph(draft) == small


def test_rows_that_are_no_graph_are_named(draft: Draft, small: Graph) -> None:
    write_graph(draft, small)
    ZoneRow.objects.filter(key="host").update(kind="nonsense")
    with pytest.raises(Faults, match=r"host\.kind: there is no zone kind 'nonsense'"):
        read_graph(draft)


def test_clearing_a_draft_frees_its_keys_and_leaves_the_other_drafts(
    draft: Draft, other_draft: Draft, small: Graph
) -> None:
    write_graph(draft, small)
    write_graph(other_draft, small)
    clear(draft)
    assert not ElementKey.objects.filter(draft=draft).exists()
    assert read_graph(other_draft) == small


class Changed:
    def __init__(self, section: str, key: str, before: Any, after: Any) -> None:
        self.section, self.key, self.before, self.after = section, key, before, after
