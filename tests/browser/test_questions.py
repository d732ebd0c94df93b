"""People ask a question and see its answer in the drawing."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import complaints
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_question_is_asked_and_its_way_is_seen(shown: Cast, sign_in) -> None:
    page: Page = sign_in("viewer")
    page.goto(shown.address)
    page.get_by_role("link", name="Reach").click()
    page.get_by_label("From").fill("(internet)")
    page.get_by_label("To", exact=True).fill("postgresql")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("heading", name="Can anybody on the internet reach PostgreSQL?")).to_be_visible()
    expect(page.locator("svg .overlay .way-allowed")).to_have_count(3)
    expect(page.locator("svg .overlay .station")).to_have_text(
        ["station 11", "station 22", "station 33", "station 44"]
    )
    page.locator("#way").get_by_role("link", name="roadrunner-http").click()
    page.wait_for_url("**/elements/roadrunner-http/")


def test_the_overview_leads_to_an_answer(shown: Cast, sign_in) -> None:
    page: Page = sign_in("viewer")
    page.goto(f"{shown.address}reach/")
    page.get_by_role("link", name="the internet can reach Caddy on tcp 443").click()
    expect(
        page.get_by_role("heading", name="Can anybody on the internet reach Caddy on tcp 443?")
    ).to_be_visible()


def test_a_failure_is_chosen_and_what_is_left_is_seen(shown: Cast, sign_in) -> None:
    page: Page = sign_in("viewer")
    page.goto(f"{shown.address}resilience/")
    page.get_by_role("link", name="Hosts", exact=True).click()
    page.get_by_role("rowheader").get_by_role("link", name="Droplet", exact=True).click()
    expect(page.locator("svg .node.is-lost[data-key=postgresql]")).to_be_visible()
    expect(page.locator("svg .overlay .touched-lost").first).to_be_visible()
    expect(page.locator("#scenario")).to_contain_text("Without Droplet")


def test_answers_come_without_javascript(shown: Cast, browser, live_server, sign_in) -> None:
    cookies = sign_in("architect").context.cookies()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"{shown.address}reach/")
    page.get_by_label("To", exact=True).fill("caddy")
    page.get_by_role("button", name="Ask").click()
    page.wait_for_url("**to=caddy**")
    expect(page.locator("svg .overlay .way").first).to_be_visible()
    page.goto(f"{shown.address}resilience/?without=host:droplet")
    expect(page.locator("svg .overlay .touched-lost").first).to_be_visible()
    context.close()


ADDRESSES = [
    "{topology}reach/",
    "{topology}reach/?from=(internet)&to=postgresql",
    "{topology}reach/?from=alerting&to=redis&port=6379",
    "{topology}reach/?to=nobody",
    "{topology}resilience/",
    "{topology}resilience/?without=host:droplet",
    "{topology}cost/",
    "/infinri/",
]


def test_axe_finds_nothing_on_questions_and_answers(shown: Cast, sign_in) -> None:
    page: Page = sign_in("architect")
    found = complaints(page, [pattern.format(topology=shown.address) for pattern in ADDRESSES])
    page.errors[:] = [text for text in page.errors if "400" not in text]
    assert found == {}
