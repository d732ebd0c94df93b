"""Notices, history, the audit log and webhooks in a real browser: by hand, in both themes, on a narrow screen."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import violations
from tests.cast import Cast
from topologies import reviews
from topologies.models import Delivery, Proposal
from topologies.notifying import delivering, webhooks
from topologies.operations import parse_operations
from topologies.services import draft_edit

pytestmark = pytest.mark.django_db(transaction=True)


def proposed(cast: Cast, title: str, label: str) -> Proposal:
    author = cast.people["architect"]
    proposal = reviews.proposal_open(topology=cast.topology, actor=author, title=title, why="It has a name.")
    steps = parse_operations([{"op": "update", "key": "caddy", "fields": {"label": label}}])
    draft_edit(draft=proposal.draft, actor=author, base_version=0, operations=steps, request_id=title)
    return reviews.proposal_submit(proposal=proposal, actor=author)


def test_pages_that_tell_work_by_hand_and_read_well(shown: Cast, sign_in) -> None:
    first = proposed(shown, "Name the front door", "Front door")
    reviews.vote_cast(proposal=first, actor=shown.people["reviewer"], verdict="approve")
    reviews.proposal_merge(proposal=first, actor=shown.people["architect"], today=first.submitted.date())
    proposed(shown, "Call it something else", "Door")
    actor = shown.people["administrator"]
    hook, _ = webhooks.webhook_add(
        system=shown.topology.system, actor=actor, url="http://127.0.0.1:9/groundplan"
    )
    webhooks.webhook_test(hook=hook, actor=actor)
    delivering.deliver(Delivery.objects.get().pk)

    page: Page = sign_in("administrator")
    page.goto("/")
    expect(page.get_by_role("link", name="Notices 2 not read yet")).to_be_visible()
    system = shown.topology.system.slug
    pages = {
        "notices": "/notices/",
        "history": f"{shown.address}history/",
        "audit": f"/{system}/audit/",
        "webhooks": f"/{system}/webhooks/",
        "webhook": f"/{system}/webhooks/{hook.pk}/",
    }
    found = {}
    for theme, width in (("light", 1440), ("dark", 1440), ("light", 390)):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        for name, address in pages.items():
            page.goto(address)
            if rows := violations(page):
                found[f"{name} {theme}"] = rows
            wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wider <= 0, (name, width)
    assert found == {}

    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(pages["notices"])
    page.get_by_role("button", name="Call it something else").click()
    page.wait_for_url("**/proposals/2/")
    expect(page.get_by_role("link", name="Notices 1 not read yet")).to_be_visible()
    page.goto(pages["history"])
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/revisions/1..2/")
    page.goto(pages["audit"])
    page.get_by_label("Who").select_option("reviewer")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("row")).to_have_count(2)
    with page.expect_download() as taken:
        page.get_by_role("link", name="JSON lines").click()
    assert taken.value.path().read_text().count("\n") == 1
