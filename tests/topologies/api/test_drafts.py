"""Edits by REST: the same operations, versions and refusals as everywhere."""

import json

import pytest
from rest_framework.test import APIClient

from tests.rest import HOME, caller, refusal
from tests.topologies.conftest import person
from topologies.documents import loads
from topologies.models import Draft, Role

DRAFTS = HOME + "drafts/"
RENAME = {"op": "update", "key": "database", "fields": {"label": "Main"}}


@pytest.fixture
def architect_calls(cast) -> APIClient:
    return cast["architect"]


@pytest.fixture
def mine(architect_calls, published) -> str:
    """The address of an open draft of the architect."""
    opened = architect_calls.post(DRAFTS)
    assert opened.status_code == 200
    return opened["Location"].removeprefix("http://testserver")


def edit(client: APIClient, draft: str, version: int, *operations, request_id: str = ""):
    name = request_id or f"request-{version}"
    body = {"base_version": version, "request_id": name, "operations": list(operations)}
    return client.post(draft + "operations/", body)


def test_an_edit_answers_the_version_and_what_undoes_it(architect_calls, mine):
    before = architect_calls.get(mine + "document/")
    done = edit(architect_calls, mine, 0, RENAME).json()
    assert done["version"] == 1
    changed = architect_calls.get(mine + "document/", HTTP_IF_NONE_MATCH=before["ETag"])
    assert loads(changed.content).nodes["database"].label == "Main"
    assert edit(architect_calls, mine, 1, *done["inverse"]).json()["version"] == 2
    assert architect_calls.get(mine + "document/").content == before.content


def test_opening_twice_gives_the_same_draft_and_it_is_listed(architect_calls, mine):
    assert architect_calls.post(DRAFTS)["Location"].endswith(mine)
    listed = architect_calls.get(DRAFTS).json()
    assert [(row["owner"], row["base"], row["version"]) for row in listed] == [("architect", 1, 0)]
    assert architect_calls.get(mine).json() == listed[0]


def test_a_stale_version_is_told_the_current_one(architect_calls, mine):
    edit(architect_calls, mine, 0, RENAME)
    error = refusal(edit(architect_calls, mine, 0, RENAME, request_id="late"), 409)
    assert (error["code"], error["version"]) == ("stale_version", 1)


def test_the_same_request_is_applied_once(architect_calls, mine):
    first = edit(architect_calls, mine, 0, RENAME, request_id="once").json()
    assert edit(architect_calls, mine, 0, RENAME, request_id="once").json() == first
    other = {"op": "remove", "key": "copy"}
    reused = refusal(edit(architect_calls, mine, 0, other, request_id="once"), 409)
    assert reused["code"] == "request_reused"


@pytest.mark.parametrize(
    ("operation", "element", "field"),
    [
        ({"op": "update", "key": "nobody", "fields": {}}, "nobody", None),
        ({"op": "update", "key": "database", "fields": {"colour": "red"}}, "database", "colour"),
        ({"op": "paint", "key": "database"}, "database", "operations.0"),
        ({"op": "add", "section": "nodes", "key": "Bad Key", "fields": {}}, "Bad Key", "key"),
        ({"op": "connect", "key": "new", "source": "database", "target": "nobody"}, "new", "target"),
        ({}, "", "operations.0"),
    ],
)
def test_a_wrong_operation_names_element_and_field(operation, element, field, architect_calls, mine):
    error = refusal(edit(architect_calls, mine, 0, operation), 400)
    assert error["code"] == "invalid"
    assert any(
        fault["element"] == element and (field is None or field in fault["field"])
        for fault in error["faults"]
    ), error
    assert architect_calls.get(mine).json()["version"] == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "base_version"),
        ({"base_version": -1, "request_id": "x", "operations": []}, "base_version"),
        ({"base_version": 2**62, "request_id": "x", "operations": []}, "base_version"),
        ({"base_version": 0, "request_id": "x" * 81, "operations": []}, "request_id"),
        ({"base_version": 0, "request_id": "x", "operations": {}}, "operations"),
        ({"base_version": 0, "request_id": "x", "operations": [1]}, "operations.0"),
    ],
)
def test_a_wrong_body_names_the_field(body, field, architect_calls, mine):
    error = refusal(architect_calls.post(mine + "operations/", body), 400)
    assert field in [fault["field"] for fault in error["faults"]]


def test_what_is_reviewed_is_not_published_directly(architect_calls, mine):
    edit(architect_calls, mine, 0, RENAME)
    assert refusal(architect_calls.post(mine + "publish/"), 409)["code"] == "review_required"


@pytest.mark.usefixtures("solo")
def test_publishing_makes_the_next_revision(architect_calls, mine):
    edit(architect_calls, mine, 0, RENAME)
    wanted = architect_calls.get(mine + "document/").content
    made = architect_calls.post(mine + "publish/", {"comment": "Named it."})
    assert made.status_code == 201
    assert (made.json()["number"], made.json()["comment"]) == (2, "Named it.")
    assert architect_calls.get(made["Location"]).json() == made.json()
    assert architect_calls.get(HOME + "document/").content == wanted
    refusal(architect_calls.get(mine), 404)


@pytest.mark.usefixtures("solo")
def test_publishing_nothing_is_a_conflict(architect_calls, mine):
    assert refusal(architect_calls.post(mine + "publish/"), 409)["code"] == "nothing_to_publish"


@pytest.mark.usefixtures("solo")
def test_a_draft_that_another_revision_overtook_is_a_conflict(cast, system, architect_calls, mine):
    other = caller(person("second", system, Role.ARCHITECT))
    theirs = other.post(DRAFTS)["Location"]
    edit(other, theirs, 0, RENAME)
    assert other.post(theirs + "publish/").status_code == 201
    edit(architect_calls, mine, 0, {**RENAME, "fields": {"note": "Mine."}})
    assert refusal(architect_calls.post(mine + "publish/"), 409)["code"] == "draft_outdated"


def test_a_discarded_draft_is_gone(architect_calls, mine):
    assert architect_calls.delete(mine).status_code == 204
    refusal(architect_calls.get(mine), 404)
    assert Draft.objects.filter(purpose="working", closed=None).count() == 0


def test_only_who_may_edit_sees_and_opens_drafts(cast, mine):
    for name, expected in {"viewer": 403, "reviewer": 403, "outsider": 404, "anonymous": 401}.items():
        for path in (DRAFTS, mine, mine + "document/"):
            refusal(cast[name].get(path), expected)
        refusal(cast[name].post(DRAFTS), expected)
        refusal(edit(cast[name], mine, 0, RENAME), expected)
        refusal(cast[name].post(mine + "publish/"), expected)
        refusal(cast[name].delete(mine), expected)


def test_another_architect_edits_a_draft_and_does_not_end_it(system, mine):
    other = caller(person("second", system, Role.ARCHITECT))
    assert edit(other, mine, 0, RENAME).json()["version"] == 1
    assert Draft.objects.get(purpose="working").log.get().actor.username == "second"
    refusal(other.delete(mine), 403)
    refusal(other.post(mine + "publish/"), 403)


def test_labels_are_data(architect_calls, mine):
    label = "</script><b>\"'`${x}\u202e\n\U0001f5c4"
    edit(architect_calls, mine, 0, {**RENAME, "fields": {"label": label}})
    found = json.loads(architect_calls.get(mine + "document/").content)
    assert found["nodes"]["database"]["label"] == label
