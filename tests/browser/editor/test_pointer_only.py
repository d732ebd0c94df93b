"""What can be done and learned with the pointer alone: menus, words over the drawing, tints, the sides of the window."""

import pytest
from playwright.sync_api import expect

from tests.browser.editor.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_arrange_menu_lines_up_what_is_selected_and_says_what_it_did(desk: Desk) -> None:
    before = desk.saved()
    menu = desk.page.locator("details:has(> summary[aria-label=Arrange])")
    align = menu.get_by_role("button", name="Align left")
    desk.select("web", "db")
    menu.locator("summary").click()
    expect(align).to_have_attribute("aria-disabled", "false")
    align.click()
    expect(menu).not_to_have_attribute("open", "")
    assert desk.placed("web")[0] == desk.placed("db")[0]
    said = desk.page.locator("[data-announcer] > :last-child")
    expect(said).to_have_text("They stand like that already. ")
    desk.select("web", "app")
    menu.locator("summary").click()
    align.click()
    expect(said).to_have_text("Aligned left. ")
    expect(said).to_be_in_viewport()
    assert desk.placed("web")[0] == desk.placed("app")[0]
    desk.undone(before)
    expect(said).to_have_text("Undone: Aligned left. ")
    desk.select("web")
    menu.locator("summary").click()
    align.click(force=True)  # it is marked as disabled, and says why
    expect(said).to_have_text("Select two elements or more. ")


def test_the_menu_of_several_aligns_them(desk: Desk) -> None:
    desk.select("web", "app", "db")
    desk.click("app", button="right")
    desk.page.get_by_role("menuitem", name="Align or distribute").click()
    desk.choose("align top")
    assert {desk.placed(key)[1] for key in ("web", "app", "db")} == {desk.placed("web")[1]}


def test_a_security_group_is_tinted_when_it_is_selected_or_asked_for(desk: Desk) -> None:
    tints = desk.page.locator(".group-tint")
    desk.select("guard")
    expect(tints).to_have_count(1)
    desk.select("db")
    expect(tints).to_have_count(0)
    desk.select()
    desk.page.get_by_label("More", exact=True).click()
    desk.page.get_by_role("button", name="Where a security group is").click()
    desk.choose("guard")
    expect(tints).to_have_count(1)
    desk.said("Shows where Guard is attached.")
    desk.run("view.tint")
    desk.choose("none")
    expect(tints).to_have_count(0)


def test_what_would_stand_where_is_named_and_in_sight(desk: Desk) -> None:
    desk.select()
    desk.run("arrange.layers")
    names = desk.page.locator(".hand-ghost-name")
    expect(names).to_have_count(len(desk.js("[...groundplan.views.boxes.keys()]")), timeout=20_000)
    for name in ("Main", "Web", "Records", "Everybody"):
        expect(names.get_by_text(name, exact=True)).to_be_in_viewport()
    assert "M" in (desk.page.locator(".hand-ghost-lines").get_attribute("d") or "")
    desk.press("Escape")
    expect(names).to_have_count(0)


def test_a_small_card_keeps_its_face_free_of_handles(desk: Desk) -> None:
    handles = desk.page.locator("[data-handle=resize]")
    desk.js("groundplan.canvas.zoom(1 / groundplan.canvas.viewport.zoom)")
    desk.select("web")
    expect(handles).to_have_count(8)
    desk.js("groundplan.canvas.zoom(0.3)")
    expect(handles).to_have_count(2)


def test_the_sides_fold_away_when_the_window_turns_narrow(desk: Desk) -> None:
    sides = desk.page.locator("#palette, #side")
    expect(sides.first).to_be_in_viewport()
    desk.page.set_viewport_size({"width": 390, "height": 844})
    for side in sides.all():
        expect(side).not_to_be_in_viewport()
    expect(desk.canvas).to_be_in_viewport()
    desk.page.set_viewport_size({"width": 1200, "height": 844})
    for side in sides.all():
        expect(side).to_be_in_viewport()


def test_after_connecting_one_sees_what_it_changed(desk: Desk) -> None:
    offer = desk.page.get_by_role("group", name="The new link")
    before = desk.page.locator("[data-problem-count]")
    expect(before).not_to_be_empty()
    desk.page.mouse.move(*desk.at("users"))
    desk.drag(desk.handle("connect", key="users", side="s"), desk.at("db"))
    expect(offer).to_contain_text("Everybody to Records")
    expect(offer).to_contain_text("problem")
    offer.get_by_role("button", name="See what changed").click()
    expect(offer).to_have_count(0)
    way = desk.page.get_by_role("group", name="What is drawn over the draft")
    expect(way).to_contain_text("Everybody to Records")
    desk.select("db")
    desk.page.mouse.move(*desk.at("users"))
    desk.drag(desk.handle("connect", key="users", side="s"), desk.at("web"))
    expect(offer).to_contain_text("Everybody to Web")
    desk.press("Escape")
    expect(offer).to_have_count(0)


def test_the_picture_is_copied_from_the_menu(desk: Desk) -> None:
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.page.get_by_label("More", exact=True).click()
    expect(desk.page.get_by_role("button", name="Picture as PDF")).to_be_visible()
    desk.page.get_by_role("button", name="Copy the picture").click()
    desk.said("Copied the picture.")
    assert desk.js("navigator.clipboard.read().then((rows) => rows.map((row) => row.types))") == [
        ["image/png"]
    ]


def test_the_views_that_are_always_there_show_what_they_are_for_and_whole(desk: Desk) -> None:
    choice = desk.page.get_by_label("View", exact=True)
    links = desk.page.locator(".editor-drawing .links .link")
    expect(links).to_have_count(2)
    for view, count in {"network": 0, "dataflow": 2, "security": 2}.items():
        choice.select_option(view)
        expect(links).to_have_count(count)
        desk.page.wait_for_function("(view) => groundplan.views.current === view", arg=view)
        desk.frame()
        area = desk.js("groundplan.canvas.viewport.area()")
        for x, y, width, height in map(desk.box, desk.js("[...groundplan.views.boxes.keys()]")):
            assert area["x"] <= x < x + width <= area["x"] + area["width"]
            assert area["y"] <= y < y + height <= area["y"] + area["height"]
