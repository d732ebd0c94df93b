"""The whole way of a proposal by REST, with real tokens; and that nothing unapproved is ever served."""

from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from tests.cast import assembled
from tests.rest import caller, refusal
from tests.topologies.reviews.conftest import Desk, label
from tests.topologies.reviews.mutations import FULL, mutations
from topologies.models import AuditEntry, Proposal

OPENING = {
    "op": "add",
    "section": "rules",
    "key": "db-from-anywhere",
    "fields": {"group": "db-sg", "direction": "ingress", "from_port": 5432, "cidr": "0.0.0.0/0"},
}


@pytest.fixture
def home(desk: Desk) -> str:
    return f"/api/v1/topologies{desk.cast.address}"


@pytest.fixture
def callers(desk: Desk) -> dict[str, APIClient]:
    return {name: caller(person) for name, person in desk.cast.people.items()}


def edit(client: APIClient, home: str, draft: int, *operations: dict[str, Any]) -> Any:
    version = client.get(f"{home}drafts/{draft}/").json()["version"]
    body = {"base_version": version, "request_id": str(uuid4()), "operations": list(operations)}
    answer = client.post(f"{home}drafts/{draft}/operations/", body)
    assert answer.status_code == 200, answer.content
    return answer.json()


def opened(client: APIClient, home: str, *operations: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(f"{home}proposals/", {"title": "Change", "why": "Because."})
    assert answer.status_code == 201, answer.content
    proposal: dict[str, Any] = answer.json()
    assert answer["Location"] == proposal["url"]
    edit(client, home, proposal["draft"], *operations)
    return proposal


def submitted(client: APIClient, home: str, *operations: dict[str, Any]) -> str:
    """Its address."""
    at = f"{home}proposals/{opened(client, home, *operations)['number']}/"
    assert client.post(f"{at}submit/").json()["state"] == "submitted"
    return at


def test_the_whole_way_by_rest(home: str, callers: dict[str, APIClient]) -> None:
    architect, reviewer = callers["architect"], callers["reviewer"]
    proposal = opened(architect, home, label("app", "One"))
    at = f"{home}proposals/{proposal['number']}/"
    assert architect.post(f"{at}submit/").json()["state"] == "submitted"
    changes = reviewer.get(f"{at}changes/").json()["changes"]
    assert [(one["section"], one["key"], one["after"]["label"]) for one in changes] == [
        ("nodes", "app", "One")
    ]
    vote = {"verdict": "request changes", "text": "Call it Two."}
    asked = reviewer.post(f"{at}votes/", vote).json()
    assert asked["current"]
    assert reviewer.get(f"{at}judgement/").json()["standing"]["word"] == "changes requested"

    edit(architect, home, proposal["draft"], label("app", "Two"))
    delta = reviewer.get(f"{at}changes/", {"since": asked["id"]}).json()
    assert [(one["before"]["label"], one["after"]["label"]) for one in delta["changes"]] == [("One", "Two")]
    approval = {"verdict": "approve", "digest": delta["digest"]}
    assert reviewer.post(f"{at}votes/", approval).status_code == 201
    judged = reviewer.get(f"{at}judgement/").json()
    assert (judged["mergeable"], judged["standing"]["approvals"]) == (True, ["reviewer"])

    merged = architect.post(f"{at}merge/", {"digest": judged["digest"]})
    assert (merged.status_code, merged.json()["number"]) == (201, 2)
    served = reviewer.get(f"{home}document/")
    assert served.headers["ETag"] == f'"{merged.json()["sha256"]}"'
    assert reviewer.get(f"{home}proposals/", {"state": "merged"}).json()["results"][0]["merged"] == 2
    assert [vote["current"] for vote in reviewer.get(f"{at}votes/").json()] == [False, True]

    reverting = architect.post(f"{home}revisions/2/revert/")
    assert reverting.json()["reverts"] == 2
    back = reverting.json()["url"].partition("testserver")[2]
    architect.post(f"{back}submit/")
    reviewer.post(f"{back}votes/", {"verdict": "approve"})
    assert (
        architect.post(f"{back}merge/").json()["sha256"]
        == reviewer.get(f"{home}revisions/1/").json()["sha256"]
    )


def test_a_conversation_by_rest(home: str, callers: dict[str, APIClient]) -> None:
    at = submitted(callers["architect"], home, label("app", "One"))
    viewer, reviewer = callers["viewer"], callers["reviewer"]
    begun = viewer.post(f"{at}threads/", {"text": "Why?", "element": "app", "field": "label"})
    assert begun.status_code == 201
    thread = f"{at}threads/{begun.json()['id']}/"
    assert reviewer.post(f"{thread}comments/", {"text": "Because."}).status_code == 201
    assert reviewer.patch(thread, {"resolved": True}).json()["resolved_by"] == "reviewer"
    assert [one["text"] for one in viewer.get(thread).json()["comments"]] == ["Why?", "Because."]
    assert [one["element"] for one in viewer.get(f"{at}threads/").json()] == ["app"]
    wrong = viewer.post(f"{at}threads/", {"text": "Why?", "element": "nobody"})
    assert [fault["field"] for fault in refusal(wrong, 400)["faults"]] == ["element"]
    mine = callers["architect"].get("/api/v1/notices/", {"unread": "true"}).json()["results"]
    assert [one["text"] for one in mine] == ["has a new comment"] * 2
    assert callers["architect"].post("/api/v1/notices/read/").json() == {"marked": 2}
    assert callers["architect"].get("/api/v1/notices/?unread=true").json()["count"] == 0


def test_clashes_are_listed_decided_and_voided_approvals_asked_for_again(
    home: str, callers: dict[str, APIClient]
) -> None:
    architect, reviewer = callers["architect"], callers["reviewer"]
    first, second = (submitted(architect, home, label("app", name)) for name in ("One", "Two"))
    for at in (first, second):
        reviewer.post(f"{at}votes/", {"verdict": "approve"})
    assert architect.post(f"{first}merge/").status_code == 201
    refused = refusal(architect.post(f"{second}merge/"), 409)
    assert (refused["code"], [one["id"] for one in refused["clashes"]]) == (
        "clashes_open",
        ["field/app/label"],
    )
    clash = reviewer.get(f"{second}clashes/").json()
    assert (clash["open"], clash["clashes"][0]["mine"], clash["clashes"][0]["theirs"]) == (1, "Two", "One")
    assert refusal(architect.post(f"{second}update/"), 409)["code"] == "clashes_open"
    decided = {"decisions": {"field/app/label": {"take": "edit", "value": "Both"}}}
    assert architect.post(f"{second}clashes/", decided).status_code == 200
    assert architect.get(f"{second}clashes/").json()["clashes"][0]["decision"] == {
        "take": "edit",
        "value": "Both",
    }
    assert refusal(architect.post(f"{second}merge/"), 409)["code"] == "not_approved"
    reviewer.post(f"{second}votes/", {"verdict": "approve"})
    assert architect.post(f"{second}update/").json()["base"] == 2
    assert b'"Both"' in architect.get(f"{second}document/").content


def test_the_gate_names_what_stops_the_merge(home: str, callers: dict[str, APIClient]) -> None:
    policy = {"minimum_approvals": 1, "gate": "low", "solo": True}
    assert callers["administrator"].put(f"{home}policy/", policy).json() == policy
    at = submitted(callers["architect"], home, OPENING)
    judged = callers["architect"].get(f"{at}judgement/").json()
    refused = refusal(callers["architect"].post(f"{at}merge/"), 409)
    assert refused["code"] == "gate_closed"
    named = {one["fingerprint"] for one in refused["findings"]}
    assert named == {one["fingerprint"] for one in judged["blocking"]}
    assert not judged["mergeable"]


def test_if_match_names_the_proposal_that_was_read(home: str, callers: dict[str, APIClient]) -> None:
    architect = callers["architect"]
    at = submitted(architect, home, label("app", "One"))
    first = architect.get(at)
    tag = first.headers["ETag"]
    assert architect.get(at, HTTP_IF_NONE_MATCH=tag).status_code == 304
    assert architect.patch(at, {"title": "Better"}, HTTP_IF_MATCH=tag).json()["title"] == "Better"
    for step, body in (("votes/", {"verdict": "approve"}), ("merge/", {}), ("close/", None)):
        assert refusal(callers["administrator"].post(at + step, body, HTTP_IF_MATCH=tag), 412)
    edit(architect, home, first.json()["draft"], label("app", "Two"))
    stale = callers["reviewer"].post(f"{at}votes/", {"verdict": "approve", "digest": first.json()["digest"]})
    assert refusal(stale, 409)["code"] == "wrong_state"


def test_the_steps_of_a_proposal_are_guarded(home: str, callers: dict[str, APIClient]) -> None:
    architect = callers["architect"]
    at = submitted(architect, home, label("app", "One"))
    assert refusal(architect.post(f"{at}submit/"), 409)["code"] == "wrong_state"
    assert [architect.post(at + step).json()["state"] for step in ("withdraw/", "close/", "reopen/")] == [
        "draft",
        "closed",
        "draft",
    ]
    assert refusal(architect.post(f"{at}merge/"), 409)["code"] == "wrong_state"
    assert refusal(callers["reviewer"].post(f"{at}close/"), 403)
    assert refusal(architect.get(f"{home}proposals/?state=odd"), 400)["faults"][0]["field"] == "state"
    wrong = architect.post(f"{home}proposals/", {"title": " ", "why": "x" * 9000})
    assert {fault["field"] for fault in refusal(wrong, 400)["faults"]} == {"title", "why"}


def test_ownerships_by_rest(home: str, callers: dict[str, APIClient]) -> None:
    administrator = callers["administrator"]
    wrong = administrator.post(f"{home}ownerships/", {"group": "nobody", "kind": "odd"})
    assert {fault["field"] for fault in refusal(wrong, 400)["faults"]} == {"group", "kind"}
    assert administrator.get(f"{home}ownerships/").json() == []
    assert refusal(administrator.delete(f"{home}ownerships/1/"), 404)


# --- nothing unapproved is served ---------------------------------------------------------------------------------


def test_whatever_is_changed_after_the_approval_is_not_merged_and_not_served(db: None) -> None:
    """One after the other each field of each section is changed, the merge is tried, and the change is taken back."""
    desk = Desk(assembled(FULL))
    proposal = desk.submit({"op": "configure", "fields": {"summary": "Approved."}})
    desk.vote(proposal)
    architect = caller(desk.person("architect"))
    home = f"/api/v1/topologies{desk.cast.address}"
    at = f"{home}proposals/{proposal.number}/"
    tag = f'"{desk.cast.revision.sha256}"'
    answers = {}
    for name, operation in mutations(desk.judged(proposal).content.graph):
        done = desk.edit(proposal, operation)
        answer = architect.post(f"{at}merge/")
        answers[name] = (answer.status_code, answer.json()["error"]["code"])
        assert architect.get(f"{home}document/", HTTP_IF_NONE_MATCH=tag).status_code == 304, name
        desk.edit(proposal, *(one.wire() for one in done.inverse))
    assert sha256(architect.get(f"{home}document/").content).hexdigest() == desk.cast.revision.sha256
    assert len(answers) > 100
    assert set(answers.values()) == {(409, "not_approved")}, answers
    assert architect.post(f"{at}merge/").status_code == 201, "what was approved is there again"
    entry = AuditEntry.objects.get(action="merge proposal")
    assert (entry.before, entry.after) == (desk.cast.revision.sha256, Proposal.objects.get().merged.sha256)
