"""Where elements stand: grid and guides, alignment, groups, zones."""

import pytest
from playwright.sync_api import expect

from tests.browser.editor.desk import BOXES, Desk

pytestmark = pytest.mark.django_db(transaction=True)


# --- 7. grid, guides, nudging, alignment, groups -----------------------------------------------------------


def test_drags_keep_to_the_grid_unless_alt_is_held(desk: Desk) -> None:
    desk.drag(desk.at("web"), desk.at("web", 67, 75))
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
    gaps = (b - a - desk.box("web")[2], c - b - desk.box("app")[2])
    assert gaps[0] == pytest.approx(gaps[1], abs=1)
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
    assert desk.free("web", ["db"])
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
