"""The life of a proposal: who may do what, when, and what is written down."""

import pytest
from django.core.exceptions import PermissionDenied

from tests.topologies.reviews.conftest import Desk, label
from topologies import reviews
from topologies.graph import Faults
from topologies.models import AuditEntry, Notice, Proposal
from topologies.reviews.states import MOVES
from topologies.services import DraftClosed, NotFound, NothingToPublish, draft_open

State = Proposal.State


def test_several_proposals_run_at_once_each_with_a_draft_of_its_own(desk: Desk) -> None:
    first, second = desk.propose(label("app", "One")), desk.propose(label("db", "Two"))
    assert (first.number, second.number) == (1, 2)
    assert first.draft != second.draft
    assert desk.judged(first).content.graph.nodes["db"].name == "db"


def test_an_open_draft_becomes_a_proposal_and_the_next_draft_is_another(desk: Desk) -> None:
    architect, topology = desk.person("architect"), desk.cast.topology
    draft = draft_open(topology=topology, actor=architect)
    proposal = reviews.proposal_open(topology=topology, actor=architect, title="Mine", draft=draft)
    assert proposal.draft == draft
    assert draft_open(topology=topology, actor=architect) != draft
    with pytest.raises(DraftClosed):
        reviews.proposal_open(topology=topology, actor=architect, title="Again", draft=draft)


def test_nobody_proposes_with_the_draft_of_somebody_else(desk: Desk) -> None:
    draft = draft_open(topology=desk.cast.topology, actor=desk.person("architect"))
    with pytest.raises(DraftClosed):
        reviews.proposal_open(
            topology=desk.cast.topology, actor=desk.person("administrator"), title="Not mine", draft=draft
        )


@pytest.mark.parametrize("who", ["viewer", "reviewer"])
def test_who_may_not_edit_may_not_propose(desk: Desk, who: str) -> None:
    with pytest.raises(PermissionDenied):
        reviews.proposal_open(topology=desk.cast.topology, actor=desk.person(who), title="Change")


def test_for_an_outsider_there_is_no_topology_to_propose_for(desk: Desk) -> None:
    with pytest.raises(NotFound):
        reviews.proposal_open(topology=desk.cast.topology, actor=desk.person("outsider"), title="Change")


@pytest.mark.parametrize("title", ["", "  ", "x" * 201, "a\x00b"])
def test_a_proposal_needs_a_title_that_one_can_read(desk: Desk, title: str) -> None:
    with pytest.raises(Faults) as refused:
        reviews.proposal_open(topology=desk.cast.topology, actor=desk.person("architect"), title=title)
    assert [fault.field for fault in refused.value.faults] == ["title"]


def test_what_changes_nothing_is_not_submitted(desk: Desk) -> None:
    proposal = reviews.proposal_open(
        topology=desk.cast.topology, actor=desk.person("architect"), title="Idle"
    )
    with pytest.raises(NothingToPublish):
        reviews.proposal_submit(proposal=proposal, actor=desk.person("architect"))


CALLS = {
    "submit": reviews.proposal_submit,
    "withdraw": reviews.proposal_withdraw,
    "close": reviews.proposal_close,
    "reopen": reviews.proposal_reopen,
}


@pytest.mark.parametrize("what", CALLS)
@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.CLOSED])
def test_every_move_goes_through_the_one_guard(desk: Desk, what: str, state: str) -> None:
    proposal = desk.propose(label("app", "One"))
    Proposal.objects.update(state=state)
    sources, target = MOVES[what]
    if state in sources:
        assert CALLS[what](proposal=proposal, actor=desk.person("architect")).state == target
        assert AuditEntry.objects.filter(action=f"{what} proposal", details__proposal=1).exists()
    else:
        with pytest.raises(reviews.WrongState):
            CALLS[what](proposal=proposal, actor=desk.person("architect"))


@pytest.mark.parametrize("what", CALLS)
def test_only_its_author_and_administrators_move_a_proposal(desk: Desk, what: str) -> None:
    proposal = desk.propose(label("app", "One"), by="administrator")
    with pytest.raises(PermissionDenied):
        CALLS[what](proposal=proposal, actor=desk.person("architect"))


def test_the_draft_of_a_closed_proposal_is_not_edited_until_it_is_opened_again(desk: Desk) -> None:
    proposal = desk.propose(label("app", "One"))
    reviews.proposal_close(proposal=proposal, actor=desk.person("architect"))
    with pytest.raises(DraftClosed):
        desk.edit(proposal, label("app", "Two"))
    reviews.proposal_reopen(proposal=proposal, actor=desk.person("architect"))
    desk.edit(proposal, label("app", "Two"))


def test_reviewers_hear_what_waits_for_them_and_authors_what_became_of_it(desk: Desk) -> None:
    proposal = desk.submit(label("app", "One"))
    asked = {notice.user.username for notice in Notice.objects.all()}
    assert asked == {"reviewer", "administrator"}
    desk.vote(proposal, "request changes")
    assert [notice.text for notice in Notice.objects.filter(user__username="architect")] == ["needs changes"]
