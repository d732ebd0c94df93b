"""Findings by REST: accepted and taken back, previewed, and fixed by the operations that they offer."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.rest import HOME, refusal
from topologies.models import Waiver
from topologies.selectors import approved_graph

EXPIRES = str(timezone.localdate() + timedelta(days=30))


@pytest.fixture
def reviewer(cast: dict[str, APIClient], published) -> APIClient:
    return cast["reviewer"]


@pytest.fixture
def finding(reviewer: APIClient) -> dict:
    """A failure that offers a fix."""
    found = reviewer.get(HOME + "findings/").json()
    return next(row for row in found if row["verdict"] == "fail" and row["fixes"])


def asked(finding: dict, **said: object) -> dict:
    return {"fingerprint": finding["fingerprint"], "reason": "Known; see 42.", "expires": EXPIRES, **said}


# --- waivers -----------------------------------------------------------------------------------------------------


def test_a_reviewer_accepts_a_finding_and_takes_it_back(reviewer: APIClient, finding: dict) -> None:
    answer = reviewer.post(HOME + "waivers/", asked(finding))
    assert answer.status_code == 201, answer.content
    granted = answer.json()
    assert (granted["rule"], granted["state"], granted["owner"]) == (finding["code"], "waived", "reviewer")
    assert reviewer.get(HOME + "waivers/").json() == [granted]
    shown = reviewer.get(HOME + "findings/").json()
    assert [row["waiver"]["id"] for row in shown if row["waiver"]] == [granted["id"]]

    assert reviewer.delete(HOME + f"waivers/{granted['id']}/").status_code == 204
    assert reviewer.get(HOME + "waivers/").json() == []
    assert not any(row["waiver"] for row in reviewer.get(HOME + "findings/").json())
    refusal(reviewer.delete(HOME + f"waivers/{granted['id']}/"), 404)


def test_somebody_else_of_the_system_may_own_a_waiver(reviewer: APIClient, finding: dict) -> None:
    assert reviewer.post(HOME + "waivers/", asked(finding, owner="architect")).json()["owner"] == "architect"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"reason": "x" * 2001}, "reason"),
        ({"expires": str(timezone.localdate())}, "expires"),
        ({"expires": "2999-01-01"}, "expires"),
        ({"expires": "soon"}, "expires"),
        ({"fingerprint": "0" * 16}, "fingerprint"),
        ({"owner": "nobody"}, "owner"),
        ({"owner": "outsider"}, "owner"),
    ],
)
def test_a_waiver_that_does_not_fit_is_refused_by_its_field(
    reviewer: APIClient, finding: dict, said: dict, field: str
) -> None:
    faults = refusal(reviewer.post(HOME + "waivers/", asked(finding, **said)), 400)["faults"]
    assert [row["field"] for row in faults] == [field]
    assert not Waiver.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("viewer", 403), ("architect", 403), ("outsider", 404), ("anonymous", 401)]
)
def test_nobody_else_accepts_or_takes_back(
    cast: dict[str, APIClient], reviewer: APIClient, finding: dict, who: str, status: int
) -> None:
    number = reviewer.post(HOME + "waivers/", asked(finding)).json()["id"]
    refusal(cast[who].post(HOME + "waivers/", asked(finding)), status)
    refusal(cast[who].delete(HOME + f"waivers/{number}/"), status)
    assert Waiver.objects.filter(withdrawn=None).count() == 1


# --- previews and fixes ------------------------------------------------------------------------------------------


def test_every_fix_removes_its_finding_in_the_preview_and_changes_nothing(
    cast: dict[str, APIClient], published, finding: dict
) -> None:
    before = approved_graph(published)
    for fix in finding["fixes"]:
        answer = cast["viewer"].post(HOME + "preview/", {"operations": fix["operations"]})
        assert answer.status_code == 200, answer.content
        assert finding["fingerprint"] in [row["fingerprint"] for row in answer.json()["removed"]]
    assert approved_graph(published) == before


def test_a_fix_is_applied_by_posting_its_operations_to_a_draft(
    cast: dict[str, APIClient], published, finding: dict
) -> None:
    architect = cast["architect"]
    draft = str(architect.post(HOME + "drafts/")["Location"]).removeprefix("http://testserver")
    body = {"base_version": 0, "request_id": "fix", "operations": finding["fixes"][0]["operations"]}
    edit = architect.post(draft + "operations/", body)
    assert edit.status_code == 200, edit.content
    left = architect.get(draft + "findings/").json()["findings"]
    assert finding["fingerprint"] not in [row["fingerprint"] for row in left]

    undo = {"base_version": 1, "request_id": "undo", "operations": edit.json()["inverse"]}
    assert architect.post(draft + "operations/", undo).status_code == 200
    again = architect.get(draft + "findings/").json()["findings"]
    assert finding["fingerprint"] in [row["fingerprint"] for row in again]


def test_a_preview_of_what_cannot_be_done_names_element_and_field(reviewer: APIClient) -> None:
    body = {"operations": [{"op": "update", "key": "database-port", "fields": {"number": 70000}}]}
    [fault] = refusal(reviewer.post(HOME + "preview/", body), 400)["faults"]
    assert (fault["element"], fault["field"]) == ("database-port", "number")


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("anonymous", 401)])
def test_who_may_not_read_previews_nothing(
    cast: dict[str, APIClient], published, who: str, status: int
) -> None:
    refusal(cast[who].post(HOME + "preview/", {"operations": []}), status)
