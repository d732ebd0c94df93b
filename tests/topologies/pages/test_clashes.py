"""Clashes on their page: both sides are shown, and people decide."""

import pytest
from django.test import Client

from tests.cast import Cast, alone
from tests.topologies.pages.proposing import at, cast, label, submitted, text, vote
from topologies import reviews
from topologies.models import Proposal

__all__ = ["cast"]  # a fixture


@pytest.fixture
def clashing(cast: Cast, seen_by) -> Proposal:
    """Both renamed the application; the other one is merged."""
    mine = submitted(
        cast, label("app", "Mine"), {"op": "update", "key": "app", "fields": {"max_instances": 3}}
    )
    theirs = submitted(
        cast,
        label("app", "Theirs"),
        {"op": "update", "key": "app", "fields": {"max_instances": 5}},
        by="administrator",
    )
    vote(seen_by("reviewer"), cast, theirs)
    seen_by("administrator").post(at(cast, theirs, "merge/"))
    return mine


def decide(client: Client, cast: Cast, proposal: Proposal, field: str, **said: str):
    return client.post(at(cast, proposal, "clashes/"), {"clash": f"field/app/{field}", **said})


def test_clashes_are_shown_side_by_side_and_decided(cast: Cast, seen_by, clashing: Proposal) -> None:
    architect = seen_by("architect")
    page = text(architect, at(cast, clashing, "clashes/"))
    assert "2 of 2 left to decide" in page
    for value in ("&quot;Mine&quot;", "&quot;Theirs&quot;", ">3<", ">5<"):
        assert value in page
    assert "2 clashes with it are open" in text(architect, at(cast, clashing))
    assert (
        decide(architect, cast, clashing, "label", take="edit", value="Ours", form="text").status_code == 302
    )
    assert "1 of 2 left to decide" in text(architect, at(cast, clashing, "clashes/"))
    decide(architect, cast, clashing, "max_instances", take="mine")
    assert "All 2 are decided" in text(architect, at(cast, clashing, "clashes/"))
    assert architect.post(at(cast, clashing, "update/")).status_code == 302
    vote(seen_by("reviewer"), cast, clashing)
    architect.post(at(cast, clashing, "merge/"))
    app = reviews.content_of(Proposal.objects.get(pk=clashing.pk)).graph.nodes["app"]
    assert (app.label, app.max_instances) == ("Ours", 3)


def test_a_decision_is_taken_back(cast: Cast, seen_by, clashing: Proposal) -> None:
    architect = seen_by("architect")
    decide(architect, cast, clashing, "label", take="theirs")
    decide(architect, cast, clashing, "label", take="open")
    assert "2 of 2 left to decide" in text(architect, at(cast, clashing, "clashes/"))


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"take": "edit", "value": "{"}, "value must be JSON"),
        ({"take": "edit", "value": '1, "other": 2'}, "value must be JSON"),
        ({"take": "edit", "value": "[" * 9000}, "value must be JSON"),
        ({"take": "edit", "value": "[" * 60 + "]" * 60}, "value is nested deeper"),
        ({"take": "edit", "value": '"\\ud800"'}, "value holds a character"),
        ({"take": "edit", "value": "a\x00b", "form": "text"}, "value holds a character"),
        ({"take": "both"}, "must be mine or theirs or edit"),
        ({"take": ""}, "must be mine, theirs, both or edit"),
    ],
)
def test_a_decision_that_is_none_is_refused(
    cast: Cast, seen_by, clashing: Proposal, said, refusal: str
) -> None:
    answer = decide(seen_by("architect"), cast, clashing, "max_instances", **said)
    assert answer.status_code == 422
    assert refusal in answer.content.decode()


def test_an_element_that_one_side_removed_says_who_has_it(cast: Cast, seen_by) -> None:
    mine = submitted(cast, label("db-sg", "Guard"))
    theirs = submitted(cast, {"op": "remove", "key": "db-sg"}, by="administrator")
    vote(seen_by("reviewer"), cast, theirs)
    alone(cast.topology)
    seen_by("administrator").post(at(cast, theirs, "merge/"))
    page = text(seen_by("architect"), at(cast, mine, "clashes/"))
    assert "the element" in page
    assert "not there" in page
    assert "it was changed here, and removed in the newer revision" in page


@pytest.mark.parametrize("rest", ["proposals/{0}/", "proposals/{0}/clashes/", "proposals/new/?draft={0}"])
def test_numbers_beyond_reason_are_of_nothing(cast: Cast, seen_by, rest: str) -> None:
    assert seen_by("architect").get(cast.address + rest.format("9" * 30)).status_code in (200, 404)


def test_readers_decide_nothing(cast: Cast, seen_by, clashing: Proposal) -> None:
    assert "Keep the proposal" not in text(seen_by("viewer"), at(cast, clashing, "clashes/"))
    assert decide(seen_by("viewer"), cast, clashing, "label", take="mine").status_code == 403
