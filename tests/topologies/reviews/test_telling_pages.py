"""Pages of notices, history, the audit log and webhooks."""

import html
import json

import pytest
from django.test import Client

from tests.topologies.reviews.conftest import Desk, label
from topologies import reviews
from topologies.models import Delivery, Webhook
from topologies.notifying import delivering, inbox

HOSTILE = "<script>alert(1)</script>\"'&amp;\u202e"


def signed_in(desk: Desk, name: str) -> Client:
    client = Client()
    client.force_login(desk.person(name))
    return client


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    page = answer.content.decode()
    assert "<script>alert" not in page
    return page


def test_the_header_counts_notices_and_opening_one_marks_it(desk: Desk) -> None:
    proposal = desk.propose(label("app", HOSTILE), title=HOSTILE)
    reviews.proposal_submit(proposal=proposal, actor=desk.person("architect"))
    reviewer = signed_in(desk, "reviewer")
    assert '<span class="notices-count">1<' in text(reviewer, "/")
    page = text(reviewer, "/notices/")
    assert html.escape(HOSTILE) in page
    assert "asks for review" in page
    number = desk.person("reviewer").notices.get().pk
    assert reviewer.post(f"/notices/{number}/").headers["Location"] == f"{desk.cast.address}proposals/1/"
    assert "notices-count" not in text(reviewer, "/")
    assert "Nothing to hear of" in text(reviewer, "/notices/?shown=unread")
    assert "notices-count" not in text(signed_in(desk, "architect"), "/")


def test_a_person_chooses_whether_notices_are_mailed(desk: Desk) -> None:
    reviewer = signed_in(desk, "reviewer")
    assert 'name="mail" checked' in text(reviewer, "/notices/")
    reviewer.post("/notices/mail/", {})
    assert not inbox.wants_mail(desk.person("reviewer"))
    reviewer.post("/notices/mail/", {"mail": "on"})
    assert inbox.wants_mail(desk.person("reviewer"))


def test_the_history_says_who_approved_what(desk: Desk, django_assert_max_num_queries) -> None:
    for number in range(3):
        proposal = desk.propose(label("app", f"Label {number}"), title=f"{HOSTILE} {number}")
        reviews.proposal_submit(proposal=proposal, actor=desk.person("architect"))
        desk.vote(proposal)
        desk.merge(proposal)
        proposal.refresh_from_db()
        assert proposal.digest[:12] in text(signed_in(desk, "viewer"), f"{desk.cast.address}history/")
    viewer = signed_in(desk, "viewer")
    with django_assert_max_num_queries(9):
        page = text(viewer, f"{desk.cast.address}history/")
    assert page.count("reviewer approved") == 3
    assert "published without a proposal" in page
    assert "Propose to revert" not in page
    assert "Propose to revert" in text(signed_in(desk, "architect"), f"{desk.cast.address}history/")


def test_two_revisions_are_chosen_to_be_compared_in_either_order(desk: Desk) -> None:
    viewer, at = signed_in(desk, "viewer"), f"{desk.cast.address}history/"
    for older, newer in ((1, 3), (3, 1)):
        answer = viewer.get(at, {"older": older, "newer": newer})
        assert answer.headers["Location"] == f"{desk.cast.address}revisions/1..3/"
    for wrong in (
        {"older": 2, "newer": 2},
        {"older": "x"},
        {"older": "1", "newer": "9" * 30},
        {"newer": "²"},
    ):
        assert viewer.get(at, wrong).headers["Location"] == at


def test_the_audit_log_is_filtered_paged_and_taken_along(desk: Desk) -> None:
    proposal = desk.propose(label("app", "One"), title=HOSTILE)
    for number in range(60):
        desk.edit(proposal, label("app", f"Label {number}"))
    administrator, at = signed_in(desk, "administrator"), f"/{desk.cast.topology.system.slug}/audit/"
    page = text(administrator, at)
    assert page.count("<tr>") == 51
    assert "Older" in page
    assert "Newer" in text(administrator, f"{at}?page=2")
    page = text(administrator, f"{at}?action=open+proposal&actor=architect")
    assert page.count("<tr>") == 2
    assert html.escape(HOSTILE) in page
    assert "must be a day" in text(administrator, f"{at}?since=soon", status=422)
    lines = administrator.get(f"{at}entries.jsonl", {"action": "edit draft"})
    told = [json.loads(line) for line in b"".join(lines.streaming_content).splitlines()]
    assert [one["details"]["version"] for one in told] == list(range(61, 0, -1))
    assert administrator.get(f"{at}entries.jsonl?until=soon").status_code == 422
    assert "Audit log" not in text(signed_in(desk, "architect"), f"/{desk.cast.topology.system.slug}/")


def test_a_webhook_shows_its_secret_once_and_what_came_of_its_messages(desk: Desk) -> None:
    administrator, at = signed_in(desk, "administrator"), f"/{desk.cast.topology.system.slug}/webhooks/"
    wrong = administrator.post(f"{at}new/", {"url": "ftp://x"})
    assert (wrong.status_code, "must begin with https" in wrong.content.decode()) == (422, True)
    made = administrator.post(f"{at}new/", {"url": "http://127.0.0.1:9/<b>"})
    assert "whsec_" in made.content.decode()
    assert "no-store" in made.headers["Cache-Control"]
    hook = Webhook.objects.get()
    assert "whsec_" not in text(administrator, f"{at}{hook.pk}/")
    administrator.post(f"{at}{hook.pk}/test/")
    delivering.deliver(Delivery.objects.get().pk)
    page = text(administrator, f"{at}{hook.pk}/")
    assert "tried 1 time," in page
    assert "&lt;b&gt;" in page
    Delivery.objects.update(state="failed")
    resent = administrator.post(f"{at}{hook.pk}/deliveries/{Delivery.objects.get().pk}/")
    assert (resent.status_code, Delivery.objects.get().state) == (302, "queued")
    administrator.post(f"{at}{hook.pk}/switch/", {"active": "off"})
    assert "Switch on" in text(administrator, f"{at}{hook.pk}/")
    administrator.post(f"{at}{hook.pk}/remove/")
    assert "No webhooks yet" in text(administrator, at)


@pytest.mark.parametrize("slug", ["audit", "webhooks"])
def test_no_topology_takes_the_address_of_a_page(desk: Desk, slug: str) -> None:
    home = signed_in(desk, "architect").post(
        "/", {"making": "topology", "system": desk.cast.topology.system.slug, "slug": slug, "label": "Audit"}
    )
    assert home.status_code == 422
    assert "is the address of another page" in html.unescape(home.content.decode())
