"""Broken lines, killed servers, closed tabs, refusals: nothing is lost, or its loss is told."""

import random
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from tests.browser.editor.company import agreed, cut, does, joined, reached, rename, shown, stored
from tests.browser.editor.desk import Desk
from tests.support.web import Web
from topologies.services import draft_discard

HANDS = (Path(__file__).parent / "hands.js").read_text()
OPERATIONS, SIZE = 120, 3  # of each person, and of a gesture at most
DEATHS = 3
Two = tuple[Desk, Desk]


def test_a_server_killed_at_random_moments_loses_nothing(two: Two, web: Web) -> None:
    draft, chance = two[0].draft, random.Random(3)
    for number, desk in enumerate(two):
        desk.page.evaluate(HANDS)
        start = (
            "([name, seed, most, size]) => { globalThis.working = hand.work(name, seed, most, size, 20); }"
        )
        desk.page.evaluate(start, [f"hand{number}", 11 + number, OPERATIONS, SIZE])
    for _ in range(DEATHS):
        draft.refresh_from_db()
        reached(draft, draft.version + chance.randint(2, 12))
        web.kill()
        two[0].page.wait_for_function("() => groundplan.sync.state === 'offline'")
        web.start()
    results = [desk.page.evaluate("() => working") for desk in two]
    agreed(two)
    written = list(draft.log.values_list("request_id", flat=True))
    assert len(written) == len({*written})
    for result in results:
        assert {*result["acknowledged"]} <= {*written}
        assert len({*result["sent"]} & {*written}) == len(result["sent"]) - result["lost"]


def test_what_was_done_offline_survives_a_reload_and_arrives_once(two: Two) -> None:
    mine, theirs = two
    cut(mine)
    for key in ("web", "app"):
        does(mine, rename(key, "Offline"))
    expect(mine.page.locator("[data-save-state]")).to_have_text("Offline · 2 changes kept here")
    does(theirs, {"op": "remove", "key": "app"})
    theirs.saved()
    joined(mine)
    mine.open()
    agreed(two)
    said = shown(mine)
    assert said["nodes"]["web"]["label"] == "Offline"
    assert "app" not in said["nodes"]
    renames = [entry for entry in mine.draft.log.all() if entry.operations[0]["op"] == "update"]
    assert [entry.operations[0]["key"] for entry in renames] == ["web"]


def test_a_queue_that_nobody_answered_is_sent_by_the_next_page(two: Two) -> None:
    mine, _ = two
    mine.page.route(
        "**/operations/", lambda route: (route.fetch(), route.abort())
    )  # done, but never heard of
    does(mine, rename("web", "Arrived"))
    mine.page.wait_for_function("() => groundplan.sync.state === 'offline'")
    joined(mine)
    mine.open()
    agreed(two)
    assert shown(mine)["nodes"]["web"]["label"] == "Arrived"
    assert mine.draft.log.count() == 1


def test_an_edit_that_no_longer_applies_is_shown(two: Two) -> None:
    mine, theirs = two
    cut(mine)
    does(mine, rename("app", "Late"), label="Rename App")
    does(theirs, {"op": "remove", "key": "app"})
    expect(mine.page.locator("#failure")).to_contain_text(
        "Rename App no longer applies: app.key: is not an element of this topology"
    )
    joined(mine)
    agreed(two)
    expect(mine.page.locator("[data-save-state]")).to_have_text("Saved")


def test_what_the_server_refuses_is_taken_back_and_shown(two: Two) -> None:
    mine, _ = two
    before = shown(mine)
    does(mine, {"op": "update", "key": "main", "fields": {"properties": {"cidrs": ["10.0.0.1/8"]}}})
    expect(mine.page.locator("#failure")).to_contain_text("main.properties.cidrs.0")
    agreed(two)
    assert shown(mine) == before


def test_what_the_server_refuses_of_a_form_is_shown_beside_its_field(two: Two) -> None:
    mine, _ = two
    mine.select("main")
    field = mine.page.locator('[data-panel=inspector] [name="properties.cidrs"]')
    field.fill("10.0.0.1/8")
    field.blur()
    place = mine.page.locator('[data-panel=inspector] [data-field="properties.cidrs"]')
    expect(place.locator("[data-errors] li").first).to_be_visible()
    expect(place.locator("[data-type]")).to_have_attribute("aria-invalid", "true")
    agreed(two)
    assert shown(mine)["zones"]["main"]["properties"]["cidrs"] == ["10.0.0.0/16"]


def test_undo_and_redo_survive_a_reload_and_show_what_they_changed(two: Two) -> None:
    mine, _ = two
    does(mine, rename("web", "Renamed"))
    assert mine.saved()["nodes"]["web"]["label"] == "Renamed"
    for chord, label in (("Control+z", "Web"), ("Control+Shift+z", "Renamed")):
        mine.open()
        mine.js("groundplan.canvas.centre(['users'])")
        mine.js("groundplan.canvas.zoom(4)")
        mine.canvas.focus()
        mine.press(chord)
        assert mine.saved()["nodes"]["web"]["label"] == label
        assert mine.selected == ["web"]
        assert _in_sight(mine, "web")


def _in_sight(desk: Desk, key: str) -> bool:
    x, y = desk.at(key)
    place = desk.canvas.bounding_box()
    assert place
    return place["x"] <= x <= place["x"] + place["width"] and place["y"] <= y <= place["y"] + place["height"]


def test_who_is_signed_out_is_told_and_goes_on_after_signing_in_again(two: Two) -> None:
    mine, _ = two
    context = mine.page.context
    cookies = context.cookies()
    context.clear_cookies()
    does(mine, rename("web", "Kept"))
    expect(mine.page.locator("[data-save-state]")).to_have_text("Signed out · 1 change kept here")
    expect(mine.page.locator("#failure")).to_contain_text("Sign in again in another tab")
    context.add_cookies(cookies)
    agreed(two)
    assert shown(mine)["nodes"]["web"]["label"] == "Kept"


def test_a_draft_that_somebody_discarded_says_so_and_keeps_what_it_did_not_take(two: Two) -> None:
    mine, theirs = two
    cut(mine)
    does(mine, rename("web", "Kept"))
    expect(mine.page.locator("[data-save-state]")).to_have_text("Offline · 1 change kept here")
    draft_discard(draft=mine.draft, actor=User.objects.get(username="administrator"))
    expect(theirs.page.locator("[data-save-state]")).to_have_text("Closed")
    expect(mine.page.locator("[data-save-state]")).to_have_text("Closed · 1 change kept here")
    expect(mine.page.locator("#failure")).to_contain_text("published or discarded")
    does(theirs, rename("web", "Late"))
    assert shown(theirs)["nodes"]["web"]["label"] == "Web"


@pytest.mark.parametrize("edits", [0, 2])
def test_closing_the_tab_in_mid_gesture_loses_that_gesture_alone(two: Two, edits: int) -> None:
    mine, _ = two
    cut(mine)
    for number in range(edits):
        does(mine, rename("db", f"Edit {number}"))
    before = shown(mine)
    x, y = mine.at("web")
    mine.drag((x, y), (x + 60, y + 20), drop=False)
    context = mine.page.context
    mine.page.close()
    again = Desk(context.new_page(), mine.draft).open()
    assert again.saved() == before == stored(mine.draft)
    assert mine.draft.log.count() == edits
