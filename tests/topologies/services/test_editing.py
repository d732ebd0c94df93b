"""One list of operations, one transaction, one version."""

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, Phase, given, settings

from tests.strategies import graphs
from topologies.documents import dump
from topologies.graph import Faults, Graph
from topologies.models import AuditEntry, Draft, Topology
from topologies.operations import parse_operations
from topologies.services import (
    DraftClosed,
    Edit,
    RequestReused,
    StaleVersion,
    draft_discard,
    draft_edit,
    draft_open,
    draft_publish,
)
from topologies.snapshots import read_graph, write_graph

RENAME = {"op": "update", "key": "database", "fields": {"label": "renamed"}}
REMOVE = {"op": "remove", "key": "copy"}
ADD_COPY = {"op": "add", "section": "nodes", "key": "copy", "fields": {"kind": "postgresql"}}


@pytest.fixture
def opened(published: Topology, architect: User) -> Draft:
    return draft_open(topology=published, actor=architect)


def edit(draft: Draft, *operations: dict, base: int, request: str) -> Edit:
    return draft_edit(
        draft=draft,
        actor=draft.owner,
        base_version=base,
        operations=parse_operations(list(operations)),
        request_id=request,
    )


def test_an_edit_writes_its_rows_its_log_and_who_did_it(opened: Draft) -> None:
    done = edit(opened, RENAME, base=0, request="one")
    assert done.version == 1
    assert [(change["section"], change["key"]) for change in done.changes] == [("nodes", "database")]
    assert read_graph(opened).nodes["database"].label == "renamed"
    assert opened.log.get().operations == [RENAME]
    assert AuditEntry.objects.filter(action="edit draft", details__version=1).count() == 1


def test_the_inverse_leads_back(opened: Draft, small: Graph) -> None:
    done = edit(opened, RENAME, REMOVE, base=0, request="one")
    assert read_graph(opened) != small
    edit(opened, *(operation.wire() for operation in done.inverse), base=1, request="two")
    assert read_graph(opened) == small


def test_the_same_request_again_changes_nothing_and_answers_the_same(opened: Draft) -> None:
    first = edit(opened, RENAME, REMOVE, base=0, request="one")
    assert edit(opened, RENAME, REMOVE, base=0, request="one") == first
    opened.refresh_from_db()
    assert opened.version == 1


def test_a_request_id_is_not_for_other_operations(opened: Draft) -> None:
    edit(opened, RENAME, base=0, request="one")
    with pytest.raises(RequestReused):
        edit(opened, REMOVE, base=1, request="one")


def test_a_stale_version_is_refused_and_says_the_current_one(opened: Draft) -> None:
    edit(opened, RENAME, base=0, request="one")
    with pytest.raises(StaleVersion) as refusal:
        edit(opened, REMOVE, base=0, request="two")
    assert refusal.value.version == 1
    assert "copy" in read_graph(opened).nodes


def test_one_bad_operation_leaves_everything_as_it_was(opened: Draft, small: Graph) -> None:
    wrong = {"op": "update", "key": "walls-in", "fields": {"from_port": 70000}}
    with pytest.raises(Faults, match=r"walls-in\.from_port"):
        edit(opened, RENAME, wrong, base=0, request="one")
    opened.refresh_from_db()
    assert (opened.version, read_graph(opened)) == (0, small)


def test_the_header_changes_like_an_element(opened: Draft) -> None:
    configure = {"op": "configure", "fields": {"label": "Renamed", "objectives": {"rto_seconds": 60}}}
    edit(opened, configure, base=0, request="one")
    assert read_graph(opened).header.objectives.rto_seconds == 60
    again = edit(opened, configure, base=0, request="one")
    assert again.changes[0]["after"] == dump(read_graph(opened))["topology"]


def test_a_removed_key_is_not_given_again(opened: Draft) -> None:
    edit(opened, REMOVE, base=0, request="one")
    with pytest.raises(Faults, match=r"copy\.key: was used before"):
        edit(opened, ADD_COPY, base=1, request="two")


def test_not_even_in_the_edit_that_removes_it(opened: Draft) -> None:
    with pytest.raises(Faults, match=r"copy\.key"):
        edit(opened, REMOVE, ADD_COPY, base=0, request="one")


@pytest.mark.usefixtures("solo")
def test_a_key_of_an_earlier_revision_is_not_given_again_nor_restored(
    opened: Draft, published: Topology
) -> None:
    edit(opened, REMOVE, base=0, request="one")
    draft_publish(draft=opened, actor=opened.owner)
    fresh = draft_open(topology=published, actor=opened.owner)
    restore = {"op": "restore", "elements": {"nodes": {"copy": {"kind": "postgresql"}}}}
    for operation in (ADD_COPY, restore):
        with pytest.raises(Faults, match=r"copy\.key: was used before"):
            edit(fresh, operation, base=0, request=operation["op"])


def test_what_never_was_published_may_come_and_go(opened: Draft) -> None:
    extra = ADD_COPY | {"key": "extra"}
    edit(opened, extra, base=0, request="one")
    edit(opened, {"op": "remove", "key": "extra"}, base=1, request="two")
    assert edit(opened, extra, base=2, request="three").version == 3


def test_closed_drafts_and_the_approved_state_are_not_edited(
    opened: Draft, published: Topology, people: dict[str, User]
) -> None:
    draft_discard(draft=opened, actor=opened.owner)
    with pytest.raises(DraftClosed):
        edit(opened, RENAME, base=0, request="one")
    with pytest.raises(DraftClosed):
        draft_edit(
            draft=published.drafts.get(purpose="approved"),
            actor=people["administrator"],
            base_version=1,
            operations=parse_operations([RENAME]),
            request_id="two",
        )


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.reuse, Phase.generate],  # shrinking through a database takes minutes
)
@given(graph=graphs())
def test_removing_any_element_and_undoing_it_restores_every_row(draft: Draft, graph: Graph) -> None:
    for number, key in enumerate(list(graph.by_key)[::5]):
        write_graph(draft, graph)
        draft.refresh_from_db()
        base, request = draft.version, f"{draft.version}-{number}"
        done = edit(draft, {"op": "remove", "key": key}, base=base, request=request)
        undo = [operation.wire() for operation in done.inverse]
        edit(draft, *undo, base=base + 1, request=f"{request}-undo")
        assert read_graph(draft) == graph
