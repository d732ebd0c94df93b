"""Proposals on pages: each says what it is, what is missing and what may be done, and takes what people decide."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from tests.cast import Cast, alone
from tests.topologies.pages.proposing import OPENING, at, cast, edit, label, submitted, text, vote
from topologies import reviews
from topologies.models import Proposal
from topologies.operations import parse_operations
from topologies.services import draft_edit, draft_open

__all__ = ["cast"]  # a fixture


# --- the list, and a new one -------------------------------------------------------------------------------------


def test_an_empty_list_says_what_to_do(cast: Cast, seen_by) -> None:
    assert "Nobody has proposed a change yet" in text(seen_by("viewer"), f"{cast.address}proposals/")
    assert "New proposal" in text(seen_by("architect"), f"{cast.address}proposals/")


def test_the_list_counts_by_state_and_shows_the_tally(cast: Cast, seen_by) -> None:
    proposal = submitted(cast, label("app", "One"), title="<b>Bold</b>")
    vote(seen_by("reviewer"), cast, proposal)
    reviews.proposal_open(topology=cast.topology, actor=cast.people["architect"], title="Only a draft")
    page = text(seen_by("viewer"), f"{cast.address}proposals/")
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page
    assert "1 of 1 approval" in page
    assert "Only a draft" in page
    assert "Only a draft" not in text(seen_by("viewer"), f"{cast.address}proposals/?state=submitted")
    assert "None of these" in text(seen_by("viewer"), f"{cast.address}proposals/?state=merged")


@pytest.mark.parametrize("query", ["state=nonsense", "page=-1", "page=x", "state=open&page=999"])
def test_a_list_that_makes_no_sense_is_the_usual_one(cast: Cast, seen_by, query: str) -> None:
    assert "Proposals" in text(seen_by("viewer"), f"{cast.address}proposals/?{query}")


def test_more_proposals_ask_no_more_questions(cast: Cast, seen_by, django_assert_max_num_queries) -> None:
    for number in range(4):
        proposal = submitted(cast, label("app", f"Name {number}"))
        vote(seen_by("reviewer"), cast, proposal)
    client = seen_by("viewer")
    text(client, f"{cast.address}proposals/")
    with django_assert_max_num_queries(16):
        assert text(client, f"{cast.address}proposals/").count("1 of 1 approval") == 4


def test_the_draft_of_the_editor_becomes_a_proposal_and_is_submitted(cast: Cast, seen_by) -> None:
    architect = seen_by("architect")
    draft = draft_open(topology=cast.topology, actor=cast.people["architect"])
    draft_edit(
        draft=draft,
        actor=cast.people["architect"],
        base_version=0,
        operations=parse_operations([label("app", "Renamed")]),
        request_id="one",
    )
    assert "The draft you have open: 1 change" in text(
        architect, f"{cast.address}proposals/new/?draft={draft.pk}"
    )
    said = {"title": "Rename", "why": "It says more.", "draft": str(draft.pk), "submit": "1"}
    answer = architect.post(f"{cast.address}proposals/new/", said)
    proposal = Proposal.objects.get()
    assert answer.headers["Location"] == at(cast, proposal)
    assert (proposal.draft, proposal.state, proposal.why) == (draft, "submitted", "It says more.")


def test_a_new_draft_opens_in_the_editor_which_names_the_proposal(cast: Cast, seen_by) -> None:
    architect = seen_by("architect")
    answer = architect.post(f"{cast.address}proposals/new/", {"title": "New", "draft": "0"})
    page = text(architect, answer.headers["Location"])
    assert f'href="{at(cast, Proposal.objects.get())}"' in page
    assert "publish-dialog" not in page
    assert "discard-dialog" not in page


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"title": "  "}, "title must be 1 to 200 characters"),
        ({"title": "x" * 201}, "title must be 1 to 200 characters"),
        ({"title": "Fine", "why": "y" * 8001}, "why must be at most 8000 characters"),
        ({"title": "Fine", "submit": "1"}, "changes nothing yet"),
    ],
)
def test_what_cannot_be_proposed_is_said_and_nothing_is_kept(cast: Cast, seen_by, said, refusal: str) -> None:
    answer = seen_by("architect").post(f"{cast.address}proposals/new/", said)
    assert answer.status_code in (409, 422)
    assert refusal in answer.content.decode()
    assert not Proposal.objects.exists()


# --- how it stands -----------------------------------------------------------------------------------------------


def test_what_is_missing_is_said_in_plain_words(cast: Cast, seen_by) -> None:
    group = Group.objects.create(name="security")
    reviews.ownership_add(
        topology=cast.topology,
        actor=cast.people["administrator"],
        group="security",
        section="security_groups",
    )
    proposal = submitted(cast, OPENING, label("db-sg", "Guard"))
    page = text(seen_by("viewer"), at(cast, proposal))
    assert "1 more approval is needed." in page
    assert "An approval of security is needed: it changes 1 security group (db-sg) and 1 rule (hole)." in page
    cast.people["reviewer"].groups.add(group)
    vote(seen_by("reviewer"), cast, proposal)
    assert "Still missing" not in text(seen_by("viewer"), at(cast, proposal))


def test_nobody_approves_their_own_and_the_button_says_why(cast: Cast, seen_by) -> None:
    own = submitted(cast, label("app", "One"), by="administrator")
    page = text(seen_by("administrator"), at(cast, own))
    assert 'value="approve" disabled aria-describedby="vote-reason"' in page
    assert "somebody else has to approve it" in page
    assert vote(seen_by("administrator"), cast, own).status_code == 409


def test_an_edit_voids_an_approval_and_the_page_says_so(cast: Cast, seen_by) -> None:
    proposal = submitted(cast, label("app", "One"))
    vote(seen_by("reviewer"), cast, proposal)
    assert "Everybody who has to approve has done so." in text(seen_by("viewer"), at(cast, proposal))
    edit(cast, proposal, label("app", "Two"))
    page = text(seen_by("reviewer"), at(cast, proposal))
    assert "Approved an earlier content" in page
    assert "What changed since your vote" in page
    assert "What changed since your vote" not in text(seen_by("viewer"), at(cast, proposal))


def test_who_approved_and_then_lent_a_hand_counts_no_more(cast: Cast, seen_by) -> None:
    proposal = submitted(cast, label("app", "One"))
    vote(seen_by("administrator"), cast, proposal)
    edit(cast, proposal, label("app", "Two"), by="administrator")
    edit(cast, proposal, label("app", "One"), by="administrator")
    page = text(seen_by("viewer"), at(cast, proposal))
    assert "They worked on it themselves, or no longer review here." in page
    assert "1 more approval is needed." in page


def test_a_vote_on_what_is_no_longer_there_keeps_its_words(cast: Cast, seen_by) -> None:
    proposal = submitted(cast, label("app", "One"))
    answer = vote(seen_by("reviewer"), cast, proposal, digest="0" * 64, text="A long thought.")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "was changed since you opened this page" in page
    assert "A long thought." in page


def test_the_conversation_tells_everything_in_order(cast: Cast, seen_by) -> None:
    proposal = submitted(cast, label("app", "One"))
    vote(seen_by("reviewer"), cast, proposal, "request changes", text="Please not.")
    edit(cast, proposal, label("app", "Two"))
    vote(seen_by("reviewer"), cast, proposal)
    seen_by("architect").post(at(cast, proposal, "merge/"))
    page = text(seen_by("viewer"), at(cast, proposal))
    page = page[page.index('class="timeline"') :]
    told = (
        "opened it",
        "made 1 edit",
        "asked for review",
        "Please not.",
        "made 1 edit",
        "approved it",
        "merged it as revision 2",
    )
    place = 0
    for words in told:
        place = page.index(words, place) + 1


@pytest.mark.parametrize(("what", "state"), [("withdraw", "draft"), ("close", "closed")])
def test_its_author_takes_it_back_and_begins_again(cast: Cast, seen_by, what: str, state: str) -> None:
    proposal = submitted(cast, label("app", "One"))
    architect = seen_by("architect")
    assert architect.post(at(cast, proposal, f"{what}/")).headers["Location"] == at(cast, proposal)
    proposal.refresh_from_db()
    assert proposal.state == state
    again = {"draft": "submit", "closed": "reopen"}[state]
    assert architect.post(at(cast, proposal, f"{again}/")).status_code == 302


def test_a_merge_of_what_nobody_approved_says_what_is_missing(cast: Cast, seen_by) -> None:
    proposal = submitted(cast, label("app", "One"))
    page = text(seen_by("architect"), at(cast, proposal))
    assert "The review is not complete." in page
    answer = seen_by("architect").post(at(cast, proposal, "merge/"))
    assert answer.status_code == 409
    assert "1 more approval is needed." in answer.content.decode()


def test_solo_needs_nobody(cast: Cast, seen_by) -> None:
    alone(cast.topology)
    proposal = submitted(cast, label("app", "One"))
    assert "Solo: no approval is asked for." in text(seen_by("architect"), at(cast, proposal))
    seen_by("architect").post(at(cast, proposal, "merge/"))
    assert cast.topology.revisions.count() == 2


# --- the gate ----------------------------------------------------------------------------------------------------


def test_what_stops_the_merge_is_listed_and_waived_by_a_reviewer(cast: Cast, seen_by) -> None:
    administrator = cast.people["administrator"]
    reviews.policy_set(
        topology=cast.topology, actor=administrator, minimum_approvals=1, gate="low", solo=False
    )
    proposal = submitted(cast, OPENING)
    vote(seen_by("reviewer"), cast, proposal)
    blocking = reviews.judgement_of(proposal, timezone.localdate()).blocking
    page = text(seen_by("reviewer"), at(cast, proposal))
    assert f"{len(blocking)} new finding" in page
    assert "Waive" not in text(seen_by("architect"), at(cast, proposal))
    for finding in blocking:
        where = at(cast, proposal, f"findings/{finding.fingerprint}/waive/")
        until = (timezone.localdate() + timedelta(days=9)).isoformat()
        said = {"reason": "Until the move.", "expires": until}
        assert seen_by("reviewer").post(where, {**said, "reason": " "}).status_code == 422
        assert seen_by("reviewer").post(where, said).status_code == 302
    assert seen_by("architect").post(at(cast, proposal, "merge/")).status_code == 302


def test_what_nobody_has_worked_out_yet_follows_the_page(cast: Cast, seen_by) -> None:
    administrator = cast.people["administrator"]
    reviews.policy_set(
        topology=cast.topology, actor=administrator, minimum_approvals=1, gate="low", solo=False
    )
    proposal = submitted(cast, OPENING, label("app", str(uuid4())))
    viewer, where = seen_by("viewer"), at(cast, proposal, "gate/")
    assert f'hx-get="{where}"' in text(viewer, at(cast, proposal))
    fragment = viewer.get(where, headers={"HX-Request": "true"}).content.decode()
    assert "stop" in fragment
    assert "<html" not in fragment
    assert f'hx-get="{where}"' not in text(viewer, at(cast, proposal))
    assert viewer.get(where).headers["Location"] == f"{at(cast, proposal)}#gate"


def test_who_made_the_change_does_not_waive_what_it_brings(cast: Cast, seen_by) -> None:
    administrator = cast.people["administrator"]
    reviews.policy_set(
        topology=cast.topology, actor=administrator, minimum_approvals=1, gate="low", solo=False
    )
    proposal = submitted(cast, OPENING, by="administrator")
    finding = reviews.judgement_of(proposal, timezone.localdate()).blocking[0]
    said = {"reason": "Mine.", "expires": (timezone.localdate() + timedelta(days=9)).isoformat()}
    where = at(cast, proposal, f"findings/{finding.fingerprint}/waive/")
    assert seen_by("administrator").post(where, said).status_code == 409
    assert not cast.topology.waivers.exists()


# --- conversations -----------------------------------------------------------------------------------------------


def test_a_conversation_stays_with_its_element_and_outlives_it(cast: Cast, seen_by) -> None:
    proposal = submitted(cast, OPENING)
    reviewer = seen_by("reviewer")
    said = {"key": "hole", "field": "from_port", "text": "<i>Why</i> 22?"}
    reviewer.post(at(cast, proposal, "threads/"), said)
    page = text(reviewer, at(cast, proposal))
    assert "About <strong>hole</strong>" in page
    assert "now <code>22</code>" in page
    assert "&lt;i&gt;Why&lt;/i&gt; 22?" in page
    edit(cast, proposal, {"op": "remove", "key": "hole"})
    assert "The element is gone" in text(reviewer, at(cast, proposal))
    thread = proposal.threads.get()
    seen_by("architect").post(at(cast, proposal, f"threads/{thread.pk}/"), {"text": "It is closed."})
    reviewer.post(at(cast, proposal, f"threads/{thread.pk}/resolve/"))
    assert "2 comments, settled by reviewer" in text(reviewer, at(cast, proposal))
    reviewer.post(at(cast, proposal, f"threads/{thread.pk}/resolve/"), {"open": "1"})
    assert "settled by" not in text(reviewer, at(cast, proposal))


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"text": " "}, "text must be 1 to 8000 characters"),
        ({"text": "Hm.", "key": "nothing-here"}, "nothing-here element is not an element of the proposal"),
        ({"text": "Hm.", "field": "label"}, "field must be a field of an element"),
        ({"text": "Hm.", "key": "app", "field": "a\x00"}, "field must be a field of an element"),
    ],
)
def test_a_conversation_about_nothing_is_refused_and_its_words_kept(
    cast: Cast, seen_by, said, refusal: str
) -> None:
    proposal = submitted(cast, label("app", "One"))
    answer = seen_by("viewer").post(at(cast, proposal, "threads/"), said)
    assert answer.status_code == 422
    assert refusal in answer.content.decode()
    assert f">{said['text'].strip()}</textarea>" in answer.content.decode()
    assert not proposal.threads.exists()


def test_a_link_prepares_a_conversation(cast: Cast, seen_by) -> None:
    proposal = submitted(cast, label("app", "One"))
    page = text(seen_by("viewer"), at(cast, proposal, "?key=app&field=label"))
    assert 'name="key" list="thread-keys" maxlength="80" autocomplete="off" value="app"' in page
