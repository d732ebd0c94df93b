"""Questions whose answer is drawn, news of others, and ways through the page: what the panels and commands lead to."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.editor.desk import Desk
from tests.cast import Cast
from topologies.operations import parse_operations
from topologies.services import draft_edit

pytestmark = pytest.mark.django_db(transaction=True)


def marked(desk: Desk, name: str) -> set[str]:
    return set(desk.js("[...groundplan.canvas.stage.marked(argument)]", name))


def test_what_a_failure_takes_along_is_greyed_until_escape(desk: Desk) -> None:
    desk.select("db")
    desk.run("ask.without")
    bar = desk.page.locator(".canvas-bar")
    expect(bar).to_contain_text("Without Records")
    expect(bar).to_contain_text("Lost: Records")
    assert "db" in marked(desk, "is-lost")
    desk.select()
    desk.press("Escape")
    expect(bar).to_have_count(0)
    assert marked(desk, "is-lost") == set()
    desk.js(
        """groundplan.whatIf.answer("").then(({ failures }) => {
          const { slug } = failures.find(({ kind, removed }) => kind === "zone" && removed.some((key) => key.endsWith("/a")));
          return groundplan.whatIf.show(`without=${encodeURIComponent(slug)}`);
        })"""
    )
    expect(bar).to_contain_text("Weaker: App")
    assert "app" in marked(desk, "is-weaker") - marked(desk, "is-lost")
    desk.press("Escape")
    assert marked(desk, "is-weaker") == set()


def test_a_way_is_drawn_and_asked_again_after_an_edit(desk: Desk) -> None:
    desk.select("app", "db")
    desk.run("ask.way")
    bar = desk.page.locator(".canvas-bar")
    expect(bar).to_contain_text("App to Records on tcp 5432: allowed")
    assert {"app", "db"} <= marked(desk, "is-on-path")
    desk.js(
        "groundplan.sync.perform([{op: 'update', key: 'db', fields: {label: 'Archive'}}], {label: 'Rename'})"
    )
    expect(bar).to_contain_text("App to Archive")
    bar.get_by_role("button", name="Close").click()
    assert marked(desk, "is-on-path") == set()


def test_who_can_reach_a_port_is_drawn_from_the_inspector(desk: Desk) -> None:
    desk.click("db")
    details = desk.page.locator("details[data-reach]")
    details.locator("summary").click()
    details.get_by_role("button", name=re.compile("Draw the way from App$")).click()
    expect(desk.page.locator(".canvas-bar")).to_contain_text("App to Records")


def test_what_others_changed_while_one_was_away_is_shown_on_request(desk: Desk, acme: Cast) -> None:
    desk.page.context.set_offline(True)
    desk.js("groundplan.sync.perform([{op: 'update', key: 'app', fields: {note: 'Mine'}}], {label: 'Note'})")
    expect(desk.page.locator("[data-save-state=offline]")).to_be_visible()
    draft_edit(
        draft=desk.draft,
        actor=acme.people["administrator"],
        base_version=0,
        operations=parse_operations([{"op": "update", "key": "web", "fields": {"label": "Front"}}]),
        request_id="theirs",
    )
    desk.page.context.set_offline(False)
    bar = desk.page.locator(".canvas-bar")
    expect(bar).to_contain_text("administrator changed 1 element meanwhile.")
    bar.get_by_role("button", name="See what changed").click()
    assert desk.selected == ["web"]
    expect(bar).to_have_count(0)
    desk.saved()
    desk.page.errors[:] = [text for text in desk.page.errors if "net::ERR_" not in text and "409" not in text]


def test_the_palette_is_grouped_by_concern_or_provider(desk: Desk) -> None:
    groups = desk.page.locator("[data-palette-group] > summary")
    expect(groups.first).to_contain_text("Zones")
    desk.page.get_by_label("Group the palette").select_option("provider")
    expect(groups.first).to_contain_text("Any provider")
    expect(groups.filter(has_text="AWS")).to_have_count(1)
    desk.page.get_by_label("Search the palette").fill("data digitalocean")
    expect(desk.page.locator(".palette-item:visible").first).to_contain_text("DigitalOcean")
    desk.page.reload()
    expect(groups.first).to_contain_text("Any provider")


def test_f6_goes_from_pane_to_pane(desk: Desk) -> None:
    desk.canvas.focus()
    desk.press("F6")
    expect(desk.page.locator("#inspector")).to_be_focused()
    desk.press("Shift+F6")
    expect(desk.canvas).to_be_focused()
    desk.press("Shift+F6")
    expect(desk.page.get_by_label("Search the palette")).to_be_focused()
    desk.said("Palette")


def test_on_a_narrow_window_the_sides_are_drawers(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 390, "height": 844})
    desk.open()
    side, palette = desk.page.locator("#side"), desk.page.locator("#palette")
    expect(side).to_be_hidden()
    desk.page.get_by_role("button", name="Palette", exact=True).click()
    expect(palette).to_be_visible()
    desk.page.get_by_role("button", name="Inspector and lists").click()
    expect(side).to_be_visible()
    expect(palette).to_be_hidden()
    desk.page.get_by_role("tab", name="Outline").focus()
    desk.press("Escape")
    expect(side).to_be_hidden()
    expect(desk.canvas).to_be_focused()
    desk.page.get_by_role("button", name="Palette", exact=True).click()
    desk.page.mouse.click(360, 700)
    expect(palette).to_be_hidden()
