"""What users' hands expect of an editor: keys, undo, panning, commands, names, menus."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.editor.desk import BOXES, Desk

pytestmark = pytest.mark.django_db(transaction=True)


# --- 1. keys that everybody knows --------------------------------------------------------------------------


@pytest.mark.parametrize("redo", ["Control+Shift+z", "Control+y"])
def test_undo_and_redo_have_the_keys_of_both_schools(desk: Desk, redo: str) -> None:
    before = desk.saved()
    desk.select("web")
    desk.press("ArrowRight")
    after = desk.saved()
    assert after != before
    desk.press("Control+z")
    assert desk.saved() == before
    desk.press(redo)
    assert desk.saved() == after


@pytest.mark.parametrize("key", ["Delete", "Backspace"])
def test_both_keys_of_removal_remove(desk: Desk, key: str) -> None:
    before = desk.saved()
    desk.click("users")
    desk.press(key)
    assert "users" not in desk.saved()["nodes"]
    desk.undone(before)


def test_what_goes_along_is_listed_before(desk: Desk) -> None:
    before = desk.saved()
    desk.click("app")
    desk.press("Delete")
    dialog = desk.page.get_by_role("dialog", name="Remove App?")
    expect(dialog).to_contain_text("2 links")
    expect(dialog).to_contain_text("Web to App")
    dialog.get_by_role("button", name="Keep").click()
    assert desk.saved() == before
    desk.press("Delete")
    dialog.get_by_role("button", name="Remove all of it").click()
    assert "links" not in desk.saved()
    desk.undone(before)


def test_all_is_selected_and_escape_lets_go(desk: Desk) -> None:
    desk.canvas.focus()
    desk.press("Control+a")
    assert sorted(desk.selected) == sorted(BOXES)
    desk.press("Escape")
    assert desk.selected == []


def test_escape_cancels_the_drag_before_it_deselects(desk: Desk) -> None:
    before = desk.saved()
    desk.drag(desk.at("web"), desk.at("web", 80, 40), drop=False)
    assert desk.box("web")[0] != BOXES["web"][0]
    desk.press("Escape")
    assert desk.box("web")[0] == BOXES["web"][0]
    assert desk.selected == ["web"]
    desk.page.mouse.up()
    assert desk.saved() == before
    desk.press("Escape")
    assert desk.selected == []


def test_a_duplicate_stands_beside_with_its_groups_and_inner_links(desk: Desk) -> None:
    before = desk.saved()
    desk.select("web", "app")
    desk.press("Control+d")
    after = desk.saved()
    assert after["nodes"]["web-2"] == before["nodes"]["web"]
    assert after["links"]["web-to-app-2"] == {"source": "web-2", "target": "app-2"}
    assert after["attachments"]["guard-on-web-2"] == {"group": "guard", "target": "web-2"}
    assert sorted(desk.selected) == ["app-2", "web-2"]
    desk.undone(before)


def test_copy_and_paste_are_documents_in_the_clipboard(desk: Desk) -> None:
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    before = desk.saved()
    desk.click("db")
    desk.press("Control+c")
    desk.said("Copied Records")
    text = json.loads(desk.js("navigator.clipboard.readText()"))
    assert (text["format"], list(text["nodes"]), list(text["ports"])) == (1, ["db"], ["db-postgresql"])
    desk.press("Control+v")
    after = desk.saved()
    assert after["nodes"]["db-2"] == before["nodes"]["db"]
    assert after["ports"]["db-postgresql-2"]["node"] == "db-2"
    desk.undone(before)


def test_cut_removes_and_paste_brings_back(desk: Desk) -> None:
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.click("users")
    desk.press("Control+x")
    assert "users" not in desk.saved()["nodes"]
    desk.press("Control+v")
    assert desk.saved()["nodes"]["users-2"]["label"] == "Everybody"
    assert desk.steps == 2


# --- 2. one drag, one step ---------------------------------------------------------------------------------


def test_one_drag_is_one_step(desk: Desk) -> None:
    before = desk.saved()
    desk.drag(desk.at("web"), desk.at("web", 40, 72))
    assert desk.placed("web") == (96, 192)
    others = {key: place for key, place in before["views"]["overview"]["placements"].items() if key != "web"}
    assert others.items() <= desk.saved()["views"]["overview"]["placements"].items()
    desk.undone(before)


def test_several_are_moved_together(desk: Desk) -> None:
    before = desk.saved()
    desk.select("web", "app")
    desk.drag(desk.at("app"), desk.at("app", 16, 40))
    assert desk.placed("web") == (72, 160)
    assert desk.placed("app") == (336, 160)
    desk.undone(before)


def test_a_zone_is_moved_by_its_header_with_all_in_it(desk: Desk) -> None:
    before = desk.saved()
    x, y = desk.header("main")
    desk.drag((x, y), (x + 40, y + 40))
    moved = [desk.placed(key)[0] - BOXES[key][0] for key in ("main", "apps", "web", "db")]
    assert len(set(moved)) == 1
    assert moved[0] > 0
    assert desk.placed("users") == BOXES["users"][:2]
    desk.undone(before)


def test_undo_scrolls_to_what_it_changed(desk: Desk) -> None:
    desk.select("web")
    desk.press("ArrowRight")
    desk.saved()
    desk.js("groundplan.canvas.viewport.centre({x: 9000, y: 9000})")
    desk.press("Control+z")
    desk.saved()
    x, y = desk.at("web")
    box = desk.canvas.bounding_box()
    assert box
    assert box["x"] < x < box["x"] + box["width"]
    assert box["y"] < y < box["y"] + box["height"]
    assert desk.selected == ["web"]


def test_the_first_gesture_in_a_view_nobody_arranged_moves_nothing_else(desk: Desk) -> None:
    desk.js("groundplan.sync.perform([{op: 'remove', key: 'overview'}], {label: 'Removed the view'})")
    before = desk.saved()
    desk.open()
    stood = {key: desk.box(key) for key in BOXES}
    desk.click("users")
    desk.press("Control+d")
    after = desk.saved()
    (view,) = after["views"].values()
    assert {key: (place["x"], place["y"]) for key, place in view["placements"].items() if key in stood} == {
        key: box[:2] for key, box in stood.items()
    }
    desk.open()
    assert {key: desk.box(key) for key in BOXES} == stood
    desk.press("Control+z")
    assert desk.saved() == before


# --- 3. panning and zooming --------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["space", "middle"])
def test_space_and_the_middle_button_pan(desk: Desk, way: str) -> None:
    before = desk.saved()
    desk.canvas.focus()
    x, y = desk.at("web")
    desk.page.mouse.move(x, y)
    if way == "space":
        desk.page.keyboard.down("Space")
    desk.page.mouse.down(button="left" if way == "space" else "middle")
    desk.page.mouse.move(x + 60, y + 30, steps=3)
    desk.page.mouse.up(button="left" if way == "space" else "middle")
    desk.page.keyboard.up("Space")
    assert desk.at("web") == (pytest.approx(x + 60), pytest.approx(y + 30))
    assert desk.saved() == before


def test_the_wheel_zooms_where_the_pointer_is(desk: Desk) -> None:
    x, y = desk.at("app")
    desk.page.mouse.move(x, y)
    zoom = desk.js("groundplan.canvas.viewport.zoom")
    desk.page.keyboard.down("Control")
    desk.page.mouse.wheel(0, -40)
    desk.page.keyboard.up("Control")
    desk.page.wait_for_function("(zoom) => groundplan.canvas.viewport.zoom > zoom", arg=zoom)
    assert desk.at("app") == (pytest.approx(x, abs=1), pytest.approx(y, abs=1))


def test_zooming_and_fitting_have_their_keys(desk: Desk) -> None:
    zoom = "groundplan.canvas.viewport.zoom"
    desk.canvas.focus()
    desk.press("Control+0")
    assert desk.js(zoom) == 1
    desk.press("Control+Equal")
    assert desk.js(zoom) > 1
    desk.press("Control+Minus")
    assert desk.js(zoom) == pytest.approx(1)
    desk.select("web")
    desk.press("Shift+Digit2")
    near = desk.js(zoom)
    desk.press("Shift+Digit1")
    assert desk.js(zoom) < near


# --- 5. commands, search, shortcuts ------------------------------------------------------------------------


@pytest.mark.parametrize("chord", ["Control+/", "Control+Shift+p"])
def test_the_command_palette_runs_commands(desk: Desk, chord: str) -> None:
    desk.canvas.focus()
    desk.press(chord)
    desk.choose("select all")
    assert sorted(desk.selected) == sorted(BOXES)


def test_what_cannot_run_says_why_in_the_palette(desk: Desk) -> None:
    desk.canvas.focus()
    desk.press("Control+/")
    desk.page.locator(".picker-input").fill("distribute across")
    expect(desk.page.locator(".picker [role=option]").first).to_contain_text("Select three elements or more.")
    desk.press("Escape")


def test_search_selects_and_shows(desk: Desk) -> None:
    desk.canvas.focus()
    desk.press("Control+k")
    desk.choose("records")
    assert desk.selected == ["db"]


def test_the_sheet_of_shortcuts_opens(desk: Desk) -> None:
    desk.canvas.focus()
    desk.press("?")
    sheet = desk.page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet).to_contain_text("Duplicate")
    sheet.get_by_role("button", name="Close").click()
    expect(sheet).to_have_count(0)


def test_no_letter_alone_does_anything(desk: Desk) -> None:
    before = desk.saved()
    desk.select("web")
    for letter in "abcdefghijklmnopqrstuvwxyz0123456789":
        desk.press(letter)
    assert desk.saved() == before
    assert desk.selected == ["web"]
    assert not desk.js(
        "groundplan.commands.list().some((row) => row.keys?.some((key) => /^[A-Z]$/.test(key)))"
    )


# --- 6. renaming -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["F2", "Enter", "double-click"])
def test_names_are_changed_where_they_stand(desk: Desk, way: str) -> None:
    before = desk.saved()
    if way == "double-click":
        desk.page.mouse.dblclick(*desk.at("app"))
    else:
        desk.click("app")
        desk.press(way)
    field = desk.page.get_by_label("Name of App")
    field.fill("Orders <b>&</b>")
    field.press("Enter")
    assert desk.saved()["nodes"]["app"]["label"] == "Orders <b>&</b>"
    desk.undone(before)


def test_escape_leaves_the_name(desk: Desk) -> None:
    before = desk.saved()
    desk.click("app")
    desk.press("F2")
    field = desk.page.get_by_label("Name of App")
    field.fill("Nothing")
    field.press("Escape")
    expect(field).to_have_count(0)
    assert desk.saved() == before
    assert desk.selected == ["app"]


def test_the_inspector_follows_the_selection(desk: Desk) -> None:
    desk.click("db")
    expect(desk.page.locator("#inspector")).to_contain_text("PostgreSQL")
    desk.click("web")
    expect(desk.page.locator("#inspector")).to_contain_text("Caddy")


# --- 10. the rest ------------------------------------------------------------------------------------------


def test_the_right_button_opens_a_menu_of_what_can_be_done(desk: Desk) -> None:
    before = desk.saved()
    desk.click("users", button="right")
    menu = desk.page.get_by_role("menu")
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    menu.get_by_role("menuitem", name="Duplicate").click()
    expect(menu).to_have_count(0)
    assert "users-2" in desk.saved()["nodes"]
    desk.undone(before)


def test_the_menu_opens_by_key_and_is_walked_by_arrows(desk: Desk) -> None:
    desk.select("web")
    desk.press("Shift+F10")
    menu = desk.page.get_by_role("menu")
    desk.press("ArrowDown")
    expect(menu.get_by_role("menuitem").nth(1)).to_be_focused()
    desk.press("Escape")
    expect(menu).to_have_count(0)
    assert desk.selected == ["web"]


def test_a_frame_selects_what_it_touches(desk: Desk) -> None:
    desk.drag(desk.point(40, 100), desk.point(400, 200))
    assert sorted(desk.selected) == ["app", "web"]
    desk.page.keyboard.down("Shift")
    desk.drag(desk.point(860, 90), desk.point(1000, 200))
    desk.page.keyboard.up("Shift")
    assert sorted(desk.selected) == ["app", "users", "web"]


def test_arrows_walk_while_nothing_is_selected_and_enter_selects(desk: Desk) -> None:
    before = desk.saved()
    desk.select()
    desk.press("ArrowDown")
    desk.press("ArrowDown")
    desk.press("Enter")
    assert desk.selected == ["db"]
    assert desk.saved() == before


def test_alt_and_arrows_follow_links(desk: Desk) -> None:
    desk.select("web")
    desk.press("Alt+ArrowRight")
    assert desk.selected == ["app"]
    desk.press("Alt+ArrowDown")
    assert desk.selected == ["db"]


@pytest.mark.parametrize("style", ["arrange.tidy", "arrange.layers"])
def test_arranging_is_previewed_and_one_step(desk: Desk, style: str) -> None:
    before = desk.saved()
    desk.select()
    desk.run(style)
    expect(desk.page.locator(".hand-ghost").first).to_be_attached(timeout=20_000)
    assert desk.saved() == before
    desk.press("Escape")
    expect(desk.page.locator(".hand-ghost")).to_have_count(0)
    assert desk.saved() == before
    desk.run(style)
    desk.page.get_by_role("button", name="Apply").click(timeout=20_000)
    after = desk.saved()
    assert after["views"]["overview"]["placements"] != before["views"]["overview"]["placements"]
    assert {**after, "views": None} == {**before, "views": None}
    desk.undone(before)


def test_arranging_can_be_stopped_while_it_runs_and_begun_again(desk: Desk) -> None:
    desk.select()
    desk.js("(groundplan.commands.run('arrange.tidy'), groundplan.commands.run('edit.cancel'))")
    desk.said("Everything stays where it is.")
    expect(desk.page.locator(".arrange-bar")).to_have_count(0)
    assert desk.steps == 0
    desk.run("arrange.tidy")
    expect(desk.page.get_by_role("button", name="Apply")).to_be_visible(timeout=20_000)


def test_a_lost_pointer_is_a_cancelled_drag(desk: Desk) -> None:
    before = desk.saved()
    desk.drag(desk.at("web"), desk.at("web", 80, 40), drop=False)
    desk.js("groundplan.canvas.host.releasePointerCapture(groundplan.pointer.press.event.pointerId)")
    desk.page.mouse.move(*desk.at("web", 3, 3))
    desk.frame()
    assert desk.box("web")[:2] == BOXES["web"][:2]
    desk.page.mouse.up()
    assert desk.saved() == before
