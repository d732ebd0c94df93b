"""What the editor, the REST interface and the lists say of a draft that is under review, or was."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from tests.cast import Cast, assembled
from tests.rest import caller, refusal
from tests.topologies.reviews.conftest import Desk, label, small
from topologies import reviews
from topologies.models import Proposal

HOLE = {
    "op": "add",
    "section": "rules",
    "key": "hole",
    "fields": {"group": "db-sg", "direction": "ingress", "from_port": 22, "cidr": "0.0.0.0/0"},
}


@pytest.fixture
def cast(db: None) -> Cast:
    return assembled(small())


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


def editor(cast: Cast, proposal: Proposal) -> str:
    return f"{cast.address}drafts/{proposal.draft_id}/"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.getvalue().decode()


# --- whose approval is at stake ----------------------------------------------------------------------------------


def test_the_editor_says_whose_approvals_the_next_change_ends(desk: Desk, cast: Cast, seen_by) -> None:
    proposal = desk.submit(label("app", "One"))
    page = editor(cast, proposal)
    assert "data-at-stake" not in text(seen_by("architect"), page)
    desk.vote(proposal)
    assert "The approval of reviewer ends with the next change." in text(seen_by("architect"), page)
    desk.vote(proposal, by="administrator")
    both = "The approvals of reviewer and administrator end with the next change."
    assert both in text(seen_by("architect"), page)
    desk.edit(proposal, label("app", "Two"))
    assert "data-at-stake" not in text(seen_by("architect"), page)


# --- drafts of proposals that have ended --------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["architect", "viewer"])
def test_the_editor_of_a_closed_proposal_leads_back_to_it(desk: Desk, cast: Cast, seen_by, who: str) -> None:
    proposal = desk.submit(label("app", "One"))
    reviews.proposal_close(proposal=proposal, actor=desk.person("architect"))
    answer = seen_by(who).get(editor(cast, proposal), follow=True)
    assert answer.redirect_chain == [(f"{cast.address}proposals/{proposal.number}/", 302)]
    assert "The proposal is closed: open it again to edit its draft." in answer.content.decode()


def test_and_that_of_a_merged_one(desk: Desk, cast: Cast, seen_by) -> None:
    proposal = desk.submit(label("app", "One"))
    desk.vote(proposal)
    desk.merge(proposal)
    answer = seen_by("architect").get(editor(cast, proposal), follow=True)
    assert "The proposal is merged: its draft is no longer edited." in answer.content.decode()


def test_nobody_learns_of_a_proposal_by_the_address_of_its_draft(desk: Desk, cast: Cast, seen_by) -> None:
    proposal = desk.submit(label("app", "One"))
    reviews.proposal_close(proposal=proposal, actor=desk.person("architect"))
    assert seen_by("outsider").get(editor(cast, proposal)).status_code == 404


def test_what_edits_it_by_address_is_refused(desk: Desk, cast: Cast, seen_by) -> None:
    proposal = desk.submit(label("app", "One"))
    reviews.proposal_close(proposal=proposal, actor=desk.person("architect"))
    version = Proposal.objects.get(pk=proposal.pk).draft.version
    body = {"base_version": version, "operations": [label("app", "Two")], "request_id": "late"}
    where = f"/api/v1/topologies{editor(cast, proposal)}operations/"
    refused = refusal(caller(desk.person("architect")).post(where, body), 409)
    assert refused["message"] == "The proposal is closed; open it again."
    form = {"_version": version, "_form": "fields", "label": "Two"}
    answer = seen_by("architect").post(f"{editor(cast, proposal)}inspector/?key=app", form)
    assert answer.status_code == 422
    assert "The proposal is closed; open it again." in answer.content.decode()
    assert Proposal.objects.get(pk=proposal.pk).draft.version == version


# --- the list -----------------------------------------------------------------------------------------------------


def words(client: Client, cast: Cast) -> str:
    page = text(client, f"{cast.address}proposals/")
    return next(word for word in ("Changes requested", "Approved", "In review") if f">{word}<" in page)


def test_the_list_says_approved_where_nobody_is_missing(desk: Desk, cast: Cast, seen_by) -> None:
    proposal = desk.submit(label("db", "One"))
    viewer = seen_by("viewer")
    assert words(viewer, cast) == "In review"
    desk.vote(proposal)
    assert words(viewer, cast) == "Approved"
    security = Group.objects.create(name="security")
    reviews.ownership_add(
        topology=cast.topology, actor=desk.person("administrator"), group="security", section="nodes"
    )
    assert words(viewer, cast) == "In review"
    desk.person("reviewer").groups.add(security)
    assert words(viewer, cast) == "Approved"
    desk.vote(proposal, "request changes", by="administrator")
    assert words(viewer, cast) == "Changes requested"


# --- waivers of what is not merged --------------------------------------------------------------------------------


def test_a_waiver_of_what_a_proposal_would_bring_names_the_proposal(desk: Desk, cast: Cast, seen_by) -> None:
    proposal = desk.submit(HOLE)
    today = timezone.localdate()
    finding = next(iter(desk.judged(proposal, today).introduced))
    reviews.finding_waive(
        proposal=proposal,
        actor=desk.person("reviewer"),
        fingerprint=finding.fingerprint,
        reason="Until the move.",
        expires=today + timedelta(days=60),
        today=today,
    )
    page = text(seen_by("viewer"), f"{cast.address}waivers/")
    assert "Of a proposal that is not merged" in page
    assert f'href="{cast.address}proposals/{proposal.number}/"' in page
    reviews.proposal_close(proposal=proposal, actor=desk.person("architect"))
    assert "The finding is gone" in text(seen_by("viewer"), f"{cast.address}waivers/")
