"""What an open editor asks for: state, log, undoing, findings, layout and who is there."""

import pytest
from rest_framework.test import APIClient

from tests.rest import HOME, caller, refusal
from tests.topologies.conftest import SMALL, person
from topologies import live
from topologies.documents import dump, parse
from topologies.models import Draft, Role
from topologies.rendering import draw
from topologies.snapshots import read_graph

ROOMS = ("state/", "operations/", "events/", "findings/", "layout/")
RENAME = {"op": "update", "key": "database", "fields": {"label": "Main"}}
REMOVE = {"op": "remove", "key": "copy"}


@pytest.fixture
def anna(cast) -> APIClient:
    return cast["architect"]


@pytest.fixture
def bob(system) -> APIClient:
    return caller(person("bob", system, Role.ARCHITECT))


@pytest.fixture
def draft(anna, published) -> str:
    return str(anna.post(HOME + "drafts/")["Location"]).removeprefix("http://testserver")


def edit(client: APIClient, draft: str, base: int, *operations: dict, request: str = "", **more: object):
    name = request or f"{id(client)}-{base}"
    body = {"base_version": base, "request_id": name, "operations": list(operations), **more}
    return client.post(draft + "operations/", body)


def undo(client: APIClient, draft: str, way: str = "undo"):
    state = client.get(draft + "state/").json()
    step = state[way][-1]
    return edit(client, draft, state["version"], *step["inverse"], undoes=step["version"])


def stored() -> dict:
    """The document of the one draft, read from its rows."""
    return dump(read_graph(Draft.objects.get(purpose="working")))


def test_the_state_is_all_that_an_editor_starts_from(anna, draft):
    assert anna.get(draft + "state/").json() == {
        "version": 0,
        "document": dump(parse(SMALL)),
        "used": [],
        "undo": [],
        "redo": [],
    }
    edit(anna, draft, 0, RENAME, request="one")
    state = anna.get(draft + "state/").json()
    assert (state["version"], state["document"]) == (1, stored())
    inverse = [{"op": "update", "key": "database", "fields": {"label": None}}]
    assert [
        (step["version"], step["request_id"], step["inverse"], step["focus"]) for step in state["undo"]
    ] == [(1, "one", inverse, ["database"])]


def test_the_state_is_of_now_whoever_read_it_before(anna, bob, draft):
    """What is kept of a document is never told of another version."""
    for version in range(3):
        states = [client.get(draft + "state/").json() for client in (anna, bob, anna)]
        assert [state["version"] for state in states] == [version] * 3
        assert [state["document"] for state in states] == [stored()] * 3
        edit(anna, draft, version, {"op": "update", "key": "copy", "fields": {"label": f"Copy {version}"}})


def test_a_key_that_an_older_revision_had_is_told_as_used(anna, draft, published):
    edit(anna, draft, 0, REMOVE)
    assert anna.get(draft + "state/").json()["used"] == ["copy", "copying"]


def test_an_edit_answers_what_it_changed_and_the_log_tells_it_to_others(anna, bob, draft):
    answer = edit(anna, draft, 0, RENAME, request="one").json()
    (change,) = answer["changes"]
    assert (change["section"], change["key"]) == ("nodes", "database")
    assert change["after"]["label"] == "Main"
    assert "label" not in change["before"]
    told = bob.get(draft + "operations/?since=0").json()
    assert told["version"] == 1
    (entry,) = told["edits"]
    assert entry["actor"] == "architect"
    assert entry["operations"] == [RENAME]
    assert (entry["changes"], entry["inverse"]) == (answer["changes"], answer["inverse"])
    assert bob.get(draft + "operations/?since=1").json() == {"version": 1, "edits": []}


def test_undo_and_redo_are_each_persons_own_and_follow_from_the_log(anna, bob, draft):
    edit(anna, draft, 0, RENAME)
    edit(bob, draft, 1, {"op": "update", "key": "copy", "fields": {"label": "Second"}})
    assert undo(anna, draft).status_code == 200
    assert [stored()["nodes"][key].get("label") for key in ("database", "copy")] == [None, "Second"]
    mine, his = (client.get(draft + "state/").json() for client in (anna, bob))
    assert [len(mine["undo"]), len(mine["redo"]), len(his["undo"]), len(his["redo"])] == [0, 1, 1, 0]
    assert undo(anna, draft, "redo").status_code == 200
    assert stored()["nodes"]["database"]["label"] == "Main"
    mine = anna.get(draft + "state/").json()
    assert [len(mine["undo"]), len(mine["redo"])] == [1, 0]


def test_a_new_edit_ends_the_redoing(anna, draft):
    edit(anna, draft, 0, RENAME)
    undo(anna, draft)
    edit(anna, draft, 2, REMOVE)
    state = anna.get(draft + "state/").json()
    assert ([step["version"] for step in state["undo"]], state["redo"]) == ([3], [])


def test_undoing_never_overwrites_what_another_did_since(anna, bob, draft):
    edit(anna, draft, 0, RENAME)
    edit(bob, draft, 1, {**RENAME, "fields": {"label": "Bob's"}})
    faults = refusal(undo(anna, draft), 400)["faults"]
    assert [(fault["element"], fault["field"]) for fault in faults] == [("database", "label")]
    assert "changed since" in faults[0]["message"]
    assert stored()["nodes"]["database"]["label"] == "Bob's"


def test_an_undo_that_no_longer_applies_names_why(anna, bob, draft):
    edit(anna, draft, 0, RENAME)
    edit(bob, draft, 1, {"op": "remove", "key": "database"})
    faults = refusal(undo(anna, draft), 400)["faults"]
    assert [(fault["element"], fault["message"]) for fault in faults] == [
        ("database", "is not an element of this topology")
    ]


def test_only_ones_own_edits_are_undone_and_each_once(anna, bob, draft):
    inverse = edit(anna, draft, 0, RENAME).json()["inverse"]
    assert refusal(edit(bob, draft, 1, *inverse, undoes=1), 409)["code"] == "not_undoable"
    assert undo(anna, draft).status_code == 200
    assert refusal(edit(anna, draft, 2, *inverse, undoes=1), 409)["code"] == "not_undoable"
    assert refusal(edit(anna, draft, 2, *inverse, undoes=99), 409)["code"] == "not_undoable"


def test_findings_are_those_of_the_draft_as_it_is(anna, draft):
    before = anna.get(draft + "findings/").json()
    edit(anna, draft, 0, {"op": "remove", "key": "walls-on-host"})
    after = anna.get(draft + "findings/").json()
    assert (before["version"], after["version"]) == (0, 1)
    known = [row["fingerprint"] for row in before["findings"]]
    assert [row["fingerprint"] for row in after["findings"]] != known
    assert after["problems"] == len(after["findings"])


def test_the_layout_is_that_of_the_picture(anna, draft):
    found = anna.get(draft + "layout/").json()["boxes"]
    drawing = draw(parse(SMALL))
    boxes = {**drawing.frames, **drawing.cards}
    assert found.keys() == boxes.keys() == {"cloud", "host", "database", "copy"}
    dx, dy = found["cloud"][0] - boxes["cloud"].x, found["cloud"][1] - boxes["cloud"].y
    for key, box in boxes.items():
        assert found[key] == pytest.approx([box.x + dx, box.y + dy, box.width, box.height])


def test_what_is_placed_stands_where_it_was_placed(anna, draft):
    spots = {
        "cloud": {"x": 100, "y": 50, "width": 900, "height": 700},
        "host": {"x": 140, "y": 100, "width": 800, "height": 600},
        "database": {"x": 200, "y": 200},
        "copy": {"x": 500, "y": 300},
    }
    view = {"op": "add", "section": "views", "key": "mine", "fields": {"placements": spots}}
    edit(anna, draft, 0, view)
    found = anna.get(draft + "layout/?view=mine").json()["boxes"]
    assert {key: box[:2] for key, box in found.items()} == {
        key: [at["x"], at["y"]] for key, at in spots.items()
    }
    refusal(anna.get(draft + "layout/?view=nobody"), 404)


def test_people_come_and_go(anna, bob, draft):
    pk = Draft.objects.get(purpose="working").pk
    assert anna.post(draft + "presence/", {"selection": ["database"]}).status_code == 204
    assert bob.post(draft + "presence/", {"selection": []}).status_code == 204
    from topologies.presence import people_in

    assert [(one.name, one.selection) for one in people_in(pk)] == [("architect", ("database",)), ("bob", ())]
    assert anna.delete(draft + "presence/").status_code == 204
    assert [one.name for one in people_in(pk)] == ["bob"]


@pytest.mark.parametrize("body", [{}, {"selection": "x"}, {"selection": ["a b"]}, {"selection": ["a"] * 101}])
def test_a_wrong_selection_is_refused(body, anna, draft):
    assert refusal(anna.post(draft + "presence/", body), 400)["faults"]


@pytest.mark.parametrize("since", ["x", "-1", "99999999999"])
def test_a_wrong_version_is_refused(since, anna, draft):
    for room in ("operations/", "events/"):
        assert refusal(anna.get(f"{draft}{room}?since={since}"), 400)["faults"]


def test_only_who_may_edit_gets_in(cast, draft):
    for name, expected in {"viewer": 403, "reviewer": 403, "outsider": 404, "anonymous": 401}.items():
        for room in ROOMS:
            refusal(cast[name].get(draft + room), expected)
        refusal(cast[name].post(draft + "presence/", {"selection": []}), expected)
        refusal(cast[name].delete(draft + "presence/"), expected)


def test_what_is_kept_in_memory_is_what_the_rows_say(anna, draft):
    """Edits go through the kept graph; another process would know nothing of it, or an older one."""
    row = Draft.objects.get(purpose="working")
    old = live.state_of(row)
    for version, operation in enumerate((RENAME, REMOVE, {"op": "configure", "fields": {"label": "New"}})):
        edit(anna, draft, version, operation)
    assert live.graph_of(row) == read_graph(row)
    live.keep(row, old)
    assert live.graph_of(row) == read_graph(row)
    live._kept.clear()
    assert live.graph_of(row) == read_graph(row)
