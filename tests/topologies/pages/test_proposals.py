"""Proposals on pages: each says what it is, what is missing and what may be done, and takes what people decide."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from tests.builders import topology as built
from tests.cast import Cast, alone, assembled
from topologies import reviews
from topologies.models import Proposal
from topologies.operations import parse_operations
from topologies.services import draft_edit, draft_open

OPENING = {
    "op": "add",
    "section": "rules",
    "key": "hole",
    "fields": {"group": "db-sg", "direction": "ingress", "from_port": 22, "cidr": "0.0.0.0/0"},
}


def label(key: str, text: str) -> dict[str, Any]:
    return {"op": "update", "key": key, "fields": {"label": text}}


@pytest.fixture
def cast(db: None) -> Cast:
    return assembled(
        built(
            draw="internet -> lb:443 -> app:8080 -> db:5432",
            zones={
                "vpc": {"network": ["10.0.0.0/16"]},
                "public": {"public": {"a": "10.0.1.0/24"}, "in": "vpc", "holds": ["lb"]},
                "private": {"private": {"a": "10.0.11.0/24"}, "in": "vpc", "holds": ["app", "db"]},
            },
            groups={"db-sg": {"on": ["db"], "in": ["tcp 5432 from 10.0.0.0/16"]}},
        )
    )


def edit(cast: Cast, proposal: Proposal, *operations: dict[str, Any], by: str = "architect") -> None:
    proposal.draft.refresh_from_db()
    draft_edit(
        draft=proposal.draft,
        actor=cast.people[by],
        base_version=proposal.draft.version,
        operations=parse_operations(list(operations)),
        request_id=str(uuid4()),
    )


def submitted(
    cast: Cast, *operations: dict[str, Any], by: str = "architect", title: str = "Change"
) -> Proposal:
    person = cast.people[by]
    proposal = reviews.proposal_open(topology=cast.topology, actor=person, title=title, why="Because.")
    edit(cast, proposal, *operations, by=by)
    return reviews.proposal_submit(proposal=proposal, actor=person)


def at(cast: Cast, proposal: Proposal, rest: str = "") -> str:
    return f"{cast.address}proposals/{proposal.number}/{rest}"


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def vote(client: Client, cast: Cast, proposal: Proposal, verdict: str = "approve", **said: str):
    return client.post(at(cast, proposal, "vote/"), {"verdict": verdict, "text": "Why.", **said})


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
    with django_assert_max_num_queries(14):
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


# --- clashes -----------------------------------------------------------------------------------------------------


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


# --- the policy, and going back ----------------------------------------------------------------------------------


def test_administrators_set_the_policy_and_others_read_it(cast: Cast, seen_by) -> None:
    address = f"{cast.address}policy/"
    said = {"minimum_approvals": "2", "gate": "low", "mode": "review"}
    assert seen_by("architect").post(address, said).status_code == 403
    assert seen_by("administrator").post(address, said).status_code == 302
    assert "<dt>Approvals, at least</dt><dd>2</dd>" in text(seen_by("viewer"), address)
    seen_by("administrator").post(address, {**said, "mode": "solo"})
    assert "Solo" in text(seen_by("viewer"), address)


@pytest.mark.parametrize(
    ("field", "value"),
    [("minimum_approvals", "0"), ("minimum_approvals", "²"), ("minimum_approvals", ""), ("gate", "none")],
)
def test_a_policy_that_means_nothing_is_refused_by_field(cast: Cast, seen_by, field: str, value: str) -> None:
    said = {"minimum_approvals": "2", "gate": "low", "mode": "review", field: value}
    answer = seen_by("administrator").post(f"{cast.address}policy/", said)
    assert answer.status_code == 422
    assert f"{field} must be" in answer.content.decode()


def test_owners_are_named_and_removed(cast: Cast, seen_by) -> None:
    Group.objects.create(name="dba")
    administrator = seen_by("administrator")
    address = f"{cast.address}policy/owners/"
    assert administrator.post(address, {"group": "dba"}).status_code == 422
    for wrong in (
        {"group": "no\x00body"},
        {"group": "nobody"},
        {"zone": "z" * 99},
        {"zone": "a\x00"},
        {"kind": "\x00"},
    ):
        said = {"group": "dba", "section": "nodes", **wrong}
        assert administrator.post(address, said).status_code == 422
    administrator.post(address, {"group": "dba", "kind": "postgresql", "zone": "private"})
    assert "<strong>dba</strong> owns everything" in text(seen_by("viewer"), f"{cast.address}policy/")
    one = cast.topology.ownerships.get()
    assert administrator.post(f"{address}{one.pk}/remove/").status_code == 302
    assert not cast.topology.ownerships.exists()


def test_a_revert_is_a_proposal_that_brings_the_old_digest_back(cast: Cast, seen_by) -> None:
    alone(cast.topology)
    first = submitted(cast, label("app", "One"))
    architect = seen_by("architect")
    architect.post(at(cast, first, "merge/"))
    assert "Propose to revert" in text(architect, f"{cast.address}revisions/")
    assert "Propose to revert" not in text(seen_by("viewer"), f"{cast.address}revisions/")
    where = architect.post(f"{cast.address}revisions/2/revert/").headers["Location"]
    architect.post(f"{where}submit/")
    architect.post(f"{where}merge/")
    assert cast.topology.revisions.get(number=3).sha256 == cast.revision.sha256
