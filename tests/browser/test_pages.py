"""People walk through the portal in a real browser."""

import hashlib
import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from exporters.models import Export
from exporters.registry import targets
from tests.browser.conftest import complaints, in_both_themes
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_sign_in_to_the_generated_file(shown: Cast, sign_in, celery_worker) -> None:
    page: Page = sign_in("architect")
    page.goto("/")
    page.get_by_role("link", name="Single droplet").click()
    expect(page.get_by_role("heading", name="A serving or data tier").first).to_be_visible()
    focus_from_a_finding(page)
    generate(page)
    download(page)


def focus_from_a_finding(page: Page) -> None:
    page.get_by_role("link", name="postgresql", exact=True).first.click()
    expect(page.locator("svg .node.is-focused[data-key=postgresql]")).to_be_visible()
    expect(page.locator("[data-diagram-status]")).to_contain_text("is marked in the diagram")
    page.get_by_text("Evidence").first.click()
    expect(page.locator("details.evidence").first).to_have_attribute("open", "")


def generate(page: Page) -> None:
    page.get_by_role("link", name="Exports").click()
    page.wait_for_url("**/exports/")
    row = page.locator("#target-caddyfile")
    row.get_by_role("button", name="Generate").click()
    expect(row.locator("progress, .badge-good").first).to_be_visible()
    expect(row.get_by_text("ready")).to_be_visible(timeout=30_000)
    expect(page.locator(".is-focused")).to_have_count(1)  # the panel changed, the diagram stayed as it was


def download(page: Page) -> None:
    row = page.locator("#target-caddyfile")
    with page.expect_download() as started:
        row.get_by_role("link", name="caddy/Caddyfile").click()
    body = Path(started.value.path()).read_bytes()
    assert started.value.suggested_filename == "Caddyfile"
    assert row.locator(".digest").inner_text() == hashlib.sha256(body).hexdigest()
    with page.expect_download() as started:
        row.get_by_role("link", name="bundle.zip").click()
    assert started.value.suggested_filename == "infinri-single-droplet-r1-caddyfile.zip"


def test_progress_is_live_and_work_can_be_cancelled(shown: Cast, sign_in) -> None:
    export = taken_by_a_worker(shown)
    page: Page = sign_in("reviewer")
    page.goto(f"{shown.address}exports/")
    row = page.locator("#target-caddyfile")
    expect(row.get_by_role("progressbar")).to_have_attribute("value", "3")
    Export.objects.filter(pk=export.pk).update(done=7)
    expect(row.get_by_role("progressbar")).to_have_attribute("value", "7")
    row.get_by_role("button", name="Cancel").click()
    expect(row.get_by_text("cancelled")).to_be_visible()
    expect(row.get_by_role("button", name="Try again")).to_be_visible()


def taken_by_a_worker(cast: Cast) -> Export:
    """An export that some worker is busy with: 3 of 10 files are there."""
    now = timezone.now()
    busy = {"state": "running", "done": 3, "total": 10, "claims": 1, "attempts": 1, "heartbeat": now}
    version = targets()["caddyfile"].version
    return Export.objects.create(
        revision=cast.revision, target="caddyfile", generator_version=version, send_after=now, **busy
    )


def test_a_viewer_cannot_ask_for_exports(shown: Cast, sign_in) -> None:
    page: Page = sign_in("viewer")
    page.goto(f"{shown.address}exports/")
    expect(page.get_by_role("heading", name="Caddyfile")).to_be_visible()
    expect(page.get_by_role("button", name="Generate")).to_have_count(0)


def test_by_keyboard_alone(shown: Cast, sign_in) -> None:
    page: Page = sign_in("viewer")
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.get_by_role("link", name="Single droplet").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{shown.address}")
    page.get_by_role("region", name="Single droplet").focus()
    before = page.locator(".diagram-viewport > svg").get_attribute("viewBox")
    page.keyboard.press("+")
    expect(page.locator(".diagram-viewport > svg")).not_to_have_attribute("viewBox", before or "")
    page.keyboard.press("0")
    expect(page.locator(".diagram-viewport > svg")).to_have_attribute("viewBox", before or "")
    page.get_by_role("link", name="Elements").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/elements/")
    expect(page.get_by_role("link", name="Elements")).to_be_focused()


def test_the_filter_answers_while_one_types(shown: Cast, sign_in) -> None:
    page: Page = sign_in("viewer")
    page.goto(f"{shown.address}elements/")
    box = page.get_by_role("searchbox")
    box.press_sequentially("roadrunner")
    expect(page.locator("#panel").get_by_text("Security groups")).to_have_count(0)
    expect(box).to_be_focused()
    expect(box).to_have_value("roadrunner")
    page.get_by_role("button", name="Show RoadRunner in the diagram").click()
    expect(page.locator("svg .node.is-focused[data-key=roadrunner]")).to_be_visible()


def test_a_link_points_into_the_diagram(shown: Cast, sign_in) -> None:
    page: Page = sign_in("viewer")
    page.goto(f"{shown.address}?focus=caddy")
    expect(page.locator("svg .node.is-focused[data-key=caddy]")).to_be_visible()
    page.get_by_role("link", name="Open its page").click()
    page.wait_for_url(f"**{shown.address}elements/caddy/")


def test_the_pages_work_without_javascript(shown: Cast, browser, live_server, sign_in) -> None:
    cookies = sign_in("architect").context.cookies()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(shown.address)
    page.get_by_role("link", name="postgresql", exact=True).first.click()
    expect(page.get_by_role("heading", name="PostgreSQL", exact=True)).to_be_visible()
    page.goto(f"{shown.address}elements/")
    page.get_by_role("searchbox").fill("caddy")
    page.get_by_role("button", name="Filter").click()
    page.wait_for_url("**/elements/?q=caddy")
    page.goto(f"{shown.address}exports/")
    page.locator("#target-caddyfile").get_by_role("button", name="Generate").click()
    expect(page.locator("#target-caddyfile .badge").first).to_have_text(re.compile("queued|running|ready"))
    context.close()


ADDRESSES = [
    "/",
    "{topology}",
    "{topology}elements/",
    "{topology}exports/",
    "{topology}revisions/",
    "{topology}notes/",
    "{topology}elements/postgresql/",
    "/kinds/",
    "/kinds/postgresql/",
    "/rules/",
    "/rules/NET01/",
    "/account/tokens/",
    "/no/such/page/",
]


def test_axe_finds_nothing_on_any_page(shown: Cast, sign_in) -> None:
    page: Page = sign_in("architect")
    found = complaints(page, [pattern.format(topology=shown.address) for pattern in ADDRESSES])
    page.errors[:] = [text for text in page.errors if "404" not in text]
    assert found == {}


def test_axe_finds_nothing_on_the_way_in(page: Page, db: None) -> None:
    page.goto("/sign-in/")
    assert in_both_themes(page) == []
    for _ in range(5):
        page.get_by_label("Username").fill("nobody")
        page.get_by_label("Password").fill("wrong")
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_load_state()
    expect(page.get_by_role("heading", name="Too many attempts")).to_be_visible()
    assert in_both_themes(page) == []
    page.errors[:] = [text for text in page.errors if "429" not in text]
