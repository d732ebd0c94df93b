"""Merging beside others: clashes are settled first, nothing is lost, and a revert brings back the old bytes."""

from typing import Any

import pytest

from tests.support.together import together
from tests.topologies.reviews.conftest import TODAY, Desk, label
from topologies import reviews
from topologies.graph import Faults
from topologies.models import Revision
from topologies.operations import parse_operations
from topologies.services import StaleVersion, draft_edit, draft_open


def approved(desk: Desk, *operations: dict[str, Any]):
    proposal = desk.submit(*operations)
    desk.vote(proposal)
    return proposal


def test_changes_of_different_parts_merge_one_after_the_other(desk: Desk) -> None:
    first, second = approved(desk, label("app", "One")), approved(desk, label("db", "Two"))
    desk.merge(first)
    revision = desk.merge(second)
    assert revision.number == 3
    assert '"One"' in revision.document
    assert '"Two"' in revision.document


def test_a_clash_is_settled_before_the_merge_and_deciding_voids_approvals(desk: Desk) -> None:
    first, second = approved(desk, label("app", "One")), approved(desk, label("app", "Two"))
    desk.merge(first)
    with pytest.raises(reviews.ClashesOpen) as refused:
        desk.merge(second)
    assert [clash.id for clash in refused.value.clashes] == ["field/app/label"]
    decisions = {"field/app/label": {"take": "edit", "value": "Both"}}
    reviews.proposal_decide(proposal=second, actor=desk.person("architect"), decisions=decisions, today=TODAY)
    with pytest.raises(reviews.NotApproved):
        desk.merge(second)
    desk.vote(second)
    assert '"Both"' in desk.merge(second).document


@pytest.mark.parametrize(
    "decisions",
    [
        {"field/nobody/label": {"take": "mine"}},
        {"field/app/label": {"take": "both"}},
        {"field/app/label": {"take": "no"}},
    ],
)
def test_a_decision_about_nothing_is_refused(desk: Desk, decisions: dict) -> None:
    first, second = approved(desk, label("app", "One")), desk.submit(label("app", "Two"))
    desk.merge(first)
    with pytest.raises(Faults):
        reviews.proposal_decide(
            proposal=second, actor=desk.person("architect"), decisions=decisions, today=TODAY
        )


def test_a_proposal_follows_the_newest_revision_when_asked_to(desk: Desk) -> None:
    first, second = approved(desk, label("app", "One")), desk.submit(label("db", "Two"))
    revision = desk.merge(first)
    second = reviews.proposal_update(proposal=second, actor=desk.person("architect"), today=TODAY)
    assert second.draft.base == revision
    judged = desk.judged(second)
    assert [change.key for change in judged.changes] == ["db"]
    assert judged.content.graph.nodes["app"].label == "One"


def test_a_revert_brings_back_the_digest_of_before(desk: Desk) -> None:
    desk.merge(approved(desk, label("app", "One"), {"op": "remove", "key": "db-sg"}))
    newest = desk.cast.topology.revisions.first()
    proposal = reviews.proposal_revert(revision=newest, actor=desk.person("architect"))
    reviews.proposal_submit(proposal=proposal, actor=desk.person("architect"))
    desk.vote(proposal)
    assert desk.merge(proposal).sha256 == desk.cast.revision.sha256


def test_a_revert_of_an_older_revision_leaves_alone_what_came_later(desk: Desk) -> None:
    first = desk.merge(approved(desk, label("app", "One")))
    desk.merge(approved(desk, label("db", "Two")))
    proposal = reviews.proposal_revert(revision=first, actor=desk.person("architect"))
    reviews.proposal_submit(proposal=proposal, actor=desk.person("architect"))
    desk.vote(proposal)
    document = desk.merge(proposal).document
    assert '"One"' not in document
    assert '"Two"' in document


# --- at the same moment ------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_merges_at_once_both_become_revisions_in_a_line(desk: Desk) -> None:
    proposals = [approved(desk, label("app", "One")), approved(desk, label("db", "Two"))]
    answers = together(*(lambda one=one: desk.merge(one) for one in proposals))
    assert all(isinstance(one, Revision) for one in answers)
    newest, *earlier = desk.cast.topology.revisions.all()
    assert [one.number for one in (newest, *earlier)] == [3, 2, 1]
    assert '"One"' in newest.document
    assert '"Two"' in newest.document


@pytest.mark.django_db(transaction=True)
def test_of_two_merges_that_clash_the_second_is_checked_again_and_refused(desk: Desk) -> None:
    proposals = [approved(desk, label("app", "One")), approved(desk, label("app", "Two"))]
    answers = together(*(lambda one=one: desk.merge(one) for one in proposals))
    assert sorted(type(one).__name__ for one in answers) == ["ClashesOpen", "Revision"]


@pytest.mark.django_db(transaction=True)
def test_of_twenty_edits_on_one_version_one_wins_and_the_others_can_follow(desk: Desk) -> None:
    draft = draft_open(topology=desk.cast.topology, actor=desk.person("architect"))

    def edit(number: int, version: int = 0) -> Any:
        operations = parse_operations([label("app", f"Label {number}")])
        return draft_edit(
            draft=draft,
            actor=draft.owner,
            base_version=version,
            operations=operations,
            request_id=f"r{number}",
        )

    answers = together(*(lambda n=n: edit(n) for n in range(20)))
    stale = [n for n, answer in enumerate(answers) if isinstance(answer, StaleVersion)]
    assert len(stale) == 19
    for version, number in enumerate(stale, start=1):
        assert edit(number, version).version == version + 1
    assert draft.log.count() == 20
