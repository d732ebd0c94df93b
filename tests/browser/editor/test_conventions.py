"""What users' hands expect of an editor, one by one: what comes of it in the database, in one step of undo."""

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
    desk.drag(desk.at("web"), desk.at("web", 40, 24))
    assert desk.placed("web") == (96, 144)
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


# --- 4. adding ---------------------------------------------------------------------------------------------


def item(desk: Desk, kind: str) -> tuple[float, float]:
    row = desk.page.locator(f'[data-place="{kind}"]')
    row.scroll_into_view_if_needed()
    box = row.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_kind_is_dragged_into_a_zone(desk: Desk) -> None:
    before = desk.saved()
    desk.drag(item(desk, "redis"), desk.point(400, 440))
    after = desk.saved()
    assert after["nodes"]["redis"]["zone"] == "stores"
    assert [row["number"] for row in after["ports"].values() if row["node"] == "redis"] == [6379]
    assert desk.selected == ["redis"]
    desk.undone(before)


def test_a_drop_where_a_kind_may_not_stand_says_why(desk: Desk) -> None:
    before = desk.saved()
    desk.drag(item(desk, "users"), desk.point(400, 440), drop=False)
    expect(desk.page.locator(".pointer-tip")).to_contain_text("Users cannot stand in Stores")
    desk.page.mouse.up()
    desk.said("Users cannot stand in Stores")
    assert desk.saved() == before


def test_a_click_in_the_palette_places_where_there_is_room(desk: Desk) -> None:
    before = desk.saved()
    desk.click("stores")
    desk.page.locator('[data-place="redis"]').click()
    after = desk.saved()
    assert after["nodes"]["redis"]["zone"] == "stores"
    assert free(desk, "redis", ["db"])
    desk.undone(before)


def free(desk: Desk, key: str, others: list[str]) -> bool:
    x, y, width, height = desk.box(key)
    rows = [desk.box(other) for other in others]
    return all(x >= a + w or x + width <= a or y >= b + h or y + height <= b for a, b, w, h in rows)


def test_the_keyboard_adds_too(desk: Desk) -> None:
    before = desk.saved()
    desk.select("stores")
    desk.press("Insert")
    desk.choose("redis")
    assert desk.saved()["nodes"]["redis"]["zone"] == "stores"
    desk.undone(before)


def test_a_connector_dropped_on_empty_canvas_opens_the_node_picker(desk: Desk) -> None:
    before = desk.saved()
    desk.click("db")
    desk.drag(desk.handle("connect", key="db", side="e"), desk.point(440, 440))
    desk.choose("redis")
    after = desk.saved()
    assert after["links"]["db-to-redis"] == {
        "source": "db",
        "target": "redis",
        "port": "redis-redis",
        "protocol": "redis",
    }
    assert after["nodes"]["redis"]["zone"] == "stores"
    desk.undone(before)


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
    desk.page.get_by_role("combobox").fill("distribute across")
    expect(desk.page.get_by_role("option").first).to_contain_text("Select three elements or more.")
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


# --- 7. grid, guides, nudging, alignment, groups -----------------------------------------------------------


def test_drags_keep_to_the_grid_unless_alt_is_held(desk: Desk) -> None:
    desk.drag(desk.at("web"), desk.at("web", 67, 21))
    x, y = desk.placed("web")
    assert (x % 8, y % 8) == (0, 0)
    desk.page.keyboard.down("Alt")
    desk.drag(desk.at("web"), desk.at("web", 5, 3))
    desk.page.keyboard.up("Alt")
    assert desk.placed("web") == (pytest.approx(x + 5, abs=1), pytest.approx(y + 3, abs=1))


def test_guides_show_what_stands_in_line(desk: Desk) -> None:
    desk.drag(desk.at("db"), desk.at("db", 261, 0), drop=False)  # under the app, whose left edge is at 320
    expect(desk.page.locator(".hand-guide").first).to_be_attached()
    desk.page.mouse.up()
    expect(desk.page.locator(".hand-guide")).to_have_count(0)
    assert desk.placed("db")[0] == 320


def test_arrows_nudge_by_the_grid_and_shift_further(desk: Desk) -> None:
    before = desk.saved()
    desk.select("web")
    desk.press("ArrowDown")
    assert desk.placed("web") == (56, 128)
    desk.undone(before)
    desk.press("Shift+ArrowRight")
    assert desk.placed("web") == (120, 120)
    desk.press("Alt+Shift+ArrowRight")
    assert desk.placed("web") == (121, 120)


def test_a_held_arrow_is_one_step(desk: Desk) -> None:
    before = desk.saved()
    desk.select("web")
    for _ in range(5):
        desk.page.keyboard.down("ArrowRight")
    desk.page.keyboard.up("ArrowRight")
    assert desk.placed("web") == (96, 120)
    desk.undone(before)


def test_elements_are_aligned(desk: Desk) -> None:
    before = desk.saved()
    desk.select("web", "db", "users")
    desk.run("arrange.left")
    assert [desk.placed(key)[0] for key in ("web", "db", "users")] == [56, 56, 56]
    desk.undone(before)


def test_elements_are_distributed(desk: Desk) -> None:
    before = desk.saved()
    desk.select("web", "app", "users")
    desk.run("arrange.distribute-across")
    a, b, c = (desk.placed(key)[0] for key in ("web", "app", "users"))
    assert (a, c) == (56, 880)
    assert b - a == pytest.approx(c - b, abs=1)
    desk.undone(before)


def test_a_group_is_made_and_dissolved(desk: Desk) -> None:
    before = desk.saved()
    desk.select("web", "app")
    desk.press("Control+g")
    grouped = desk.saved()
    assert grouped["zones"]["group"]["parent"] == "apps"
    assert {grouped["nodes"][key]["zone"] for key in ("web", "app")} == {"group"}
    assert desk.placed("web") == BOXES["web"][:2]
    desk.press("Control+Shift+g")
    assert desk.saved() == before
    assert desk.steps == 2


# --- 8. links ----------------------------------------------------------------------------------------------


def test_a_link_is_drawn_from_a_side_of_a_node(desk: Desk) -> None:
    before = desk.saved()
    desk.page.mouse.move(*desk.at("web"))
    desk.drag(desk.handle("connect", key="web", side="s"), desk.at("db"), drop=False)
    expect(desk.page.locator('[data-key="db"].is-valid')).to_be_attached()
    desk.page.mouse.up()
    assert desk.saved()["links"]["web-to-db"] == {
        "source": "web", "target": "db", "port": "db-postgresql", "protocol": "postgresql",
    }  # fmt: skip
    assert desk.selected == ["web-to-db"]
    expect(desk.page.locator(".is-valid")).to_have_count(0)
    desk.undone(before)


def test_a_wrong_target_says_why(desk: Desk) -> None:
    before = desk.saved()
    desk.click("web")
    desk.drag(desk.handle("connect", key="web", side="e"), desk.at("app"), drop=False)
    expect(desk.page.locator(".pointer-tip")).to_have_text("Web is linked to App already.")
    expect(desk.page.locator('[data-key="app"].is-valid')).to_have_count(0)
    desk.page.mouse.up()
    desk.said("Web is linked to App already.")
    assert desk.saved() == before


def test_a_link_is_drawn_from_a_port(desk: Desk) -> None:
    before = desk.saved()
    port = desk.page.locator('[data-key="db-postgresql"]').bounding_box()
    assert port
    desk.drag((port["x"] + port["width"] / 2, port["y"] + port["height"] / 2), desk.at("web"))
    assert desk.saved()["links"]["db-to-web"]["target"] == "web"
    desk.undone(before)


def test_an_end_is_dragged_to_another_node(desk: Desk) -> None:
    before = desk.saved()
    desk.select("app-to-db")
    desk.drag(desk.handle("end", key="app-to-db", end="source"), desk.at("web"))
    assert desk.saved()["links"]["app-to-db"]["source"] == "web"
    desk.undone(before)


def test_a_node_dropped_on_a_link_is_put_into_it(desk: Desk) -> None:
    before = desk.saved()
    points = desk.js("groundplan.canvas.pointsOf('web-to-app')")
    middle = points[len(points) // 2]
    desk.drag(desk.at("db"), desk.point(middle["x"], middle["y"]), drop=False)
    expect(desk.page.locator(".pointer-tip")).to_contain_text("Put into Web to App")
    desk.page.mouse.up()
    after = desk.saved()
    assert after["links"]["web-to-app"] == {"source": "web", "target": "db", "port": "db-postgresql"}
    assert after["links"]["db-to-app"] == {"source": "db", "target": "app"}
    desk.undone(before)


@pytest.mark.parametrize(("command", "text", "check"), [
    ("node.connect", "records", ("web-to-db", "target", "db")),
    ("node.splice", "app to records", ("web-to-db", "target", "db")),
])  # fmt: skip
def test_links_are_made_without_a_pointer(
    desk: Desk, command: str, text: str, check: tuple[str, str, str]
) -> None:
    before = desk.saved()
    desk.select("web") if command == "node.connect" else desk.select("users")
    desk.run(command)
    desk.choose(text)
    key, field, value = check if command == "node.connect" else ("users-to-db", "target", "db")
    assert desk.saved()["links"][key][field] == value
    desk.undone(before)


def test_an_end_is_led_elsewhere_without_a_pointer(desk: Desk) -> None:
    before = desk.saved()
    desk.select("web-to-app")
    desk.run("link.target")
    desk.choose("records")
    assert desk.saved()["links"]["web-to-app"] == {"source": "web", "target": "db", "port": "db-postgresql"}
    desk.undone(before)


# --- 9. zones ----------------------------------------------------------------------------------------------


def test_dropping_into_a_zone_makes_a_child_of_it_that_keeps_to_its_availability_zones(desk: Desk) -> None:
    before = desk.saved()
    desk.drag(desk.at("app"), desk.point(480, 420), drop=False)
    expect(desk.page.locator(".pointer-tip")).to_have_text("Stand in Stores (network Main; b)")
    desk.page.mouse.up()
    after = desk.saved()
    assert after["nodes"]["app"]["zone"] == "stores"
    assert after["nodes"]["app"]["availability_zones"] == ["b"]
    desk.said("now in Stores (network Main; b)")
    desk.undone(before)


def test_a_zone_that_does_not_take_it_says_why_and_everything_stays(desk: Desk) -> None:
    before = desk.saved()
    desk.drag(desk.header("stores"), desk.point(900, 440), drop=False)
    expect(desk.page.locator(".pointer-tip")).to_contain_text("Subnet tier cannot stand outside every zone")
    desk.page.mouse.up()
    desk.said("Subnet tier cannot stand outside every zone")
    assert desk.saved() == before
    assert desk.box("stores")[:2] == BOXES["stores"][:2]


def test_moving_into_a_zone_needs_no_pointer(desk: Desk) -> None:
    before = desk.saved()
    desk.select("web")
    desk.press("Alt+m")
    desk.choose("stores")
    assert desk.saved()["nodes"]["web"]["zone"] == "stores"
    assert free(desk, "web", ["db"])
    desk.undone(before)


def test_zones_collapse_and_expand_as_they_were(desk: Desk) -> None:
    before = desk.saved()
    desk.select("apps")
    desk.press("Control+e")
    assert desk.saved()["views"]["overview"]["placements"]["apps"]["collapsed"] is True
    assert not desk.js("groundplan.views.boxes.has('web')")
    desk.press("Control+e")
    assert desk.box("web")[:2] == BOXES["web"][:2]
    desk.press("Control+z")
    desk.press("Control+z")
    assert desk.saved() == before


def test_control_and_click_goes_deep(desk: Desk) -> None:
    desk.click("apps")
    assert desk.selected == ["apps"]
    desk.click("web", modifiers=["Control"])
    assert desk.selected == ["web"]


def test_a_zone_is_resized_but_never_below_what_it_holds(desk: Desk) -> None:
    before = desk.saved()
    desk.click("apps")
    x, y = desk.handle("resize", key="apps", side="s")
    desk.drag((x, y), (x, y + 24))
    grown = desk.saved()["views"]["overview"]["placements"]["apps"]
    assert grown["height"] > 208
    assert grown["height"] % 8 == 0
    desk.undone(before)
    x, y = desk.handle("resize", key="apps", side="w")
    desk.drag((x, y), (x + 900, y))
    assert desk.box("apps")[0] <= BOXES["web"][0]


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


def test_arranging_can_be_stopped_while_it_runs(desk: Desk) -> None:
    desk.select()
    desk.js("(groundplan.commands.run('arrange.tidy'), groundplan.commands.run('edit.cancel'))")
    desk.said("Everything stays where it is.")
    expect(desk.page.locator(".arrange-bar")).to_have_count(0)
    assert desk.steps == 0


def test_a_lost_pointer_is_a_cancelled_drag(desk: Desk) -> None:
    before = desk.saved()
    desk.drag(desk.at("web"), desk.at("web", 80, 40), drop=False)
    desk.js("groundplan.canvas.host.releasePointerCapture(groundplan.pointer.press.event.pointerId)")
    desk.page.mouse.move(*desk.at("web", 3, 3))
    desk.frame()
    assert desk.box("web")[:2] == BOXES["web"][:2]
    desk.page.mouse.up()
    assert desk.saved() == before
