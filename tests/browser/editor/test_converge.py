"""Two people at one draft, in two real pages: whatever they do, both screens and the database come to the same."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.editor.desk import Desk
from tests.cast import PASSWORD, Cast
from tests.support.waiting import eventually
from topologies.documents import dump
from topologies.models import Draft
from topologies.services import draft_open
from topologies.snapshots import read_graph
from topologies.watching import watcher

HANDS = (Path(__file__).parent / "hands.js").read_text()
OPERATIONS, SIZE = 500, 5  # each
SCREEN = "() => JSON.stringify(groundplan.model.document())"


def entered(browser: Browser, address: str, name: str) -> Page:
    context = browser.new_context(base_url=address)
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Systems", exact=True).wait_for()
    return page


@pytest.fixture
def two(browser: Browser, live_server, acme: Cast, settings) -> Iterator[tuple[Desk, Desk]]:
    settings.API_RATE = "100000/min"
    draft = draft_open(topology=acme.topology, actor=acme.people["architect"])
    desks = [
        Desk(entered(browser, live_server.url, name), draft).open() for name in ("architect", "administrator")
    ]
    yield desks[0], desks[1]
    for desk in desks:
        desk.page.context.close()
    eventually(lambda: watcher.thread is None, seconds=30)


def shown(desk: Desk) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(desk.page.evaluate(SCREEN))
    return found


def stored(draft: Draft) -> dict[str, Any]:
    return dump(read_graph(draft))


def test_a_thousand_random_operations_of_two_people_converge(two: tuple[Desk, Desk]) -> None:
    for number, desk in enumerate(two):
        desk.page.evaluate(HANDS)
        start = "([name, seed, most, size]) => { globalThis.working = hand.work(name, seed, most, size); }"
        desk.page.evaluate(start, [f"hand{number}", 7 + number, OPERATIONS, SIZE])
    results = [desk.page.evaluate("() => working") for desk in two]
    assert all(result["done"] >= OPERATIONS for result in results)
    draft = two[0].draft
    draft.refresh_from_db()
    for desk in two:
        desk.page.wait_for_function("version => groundplan.model.version === version", arg=draft.version)
    assert shown(two[0]) == shown(two[1]) == stored(draft)
    written = sum(len(entry.operations) for entry in draft.log.all())
    assert written > OPERATIONS  # the others met what somebody else had removed, and were told of


def test_each_sees_the_others_change_within_two_seconds(two: tuple[Desk, Desk]) -> None:
    mine, theirs = two
    rename = [{"op": "update", "key": "web", "fields": {"label": "Seen"}}]
    mine.page.evaluate("operations => { groundplan.sync.perform(operations); }", rename)
    theirs.page.wait_for_function("() => groundplan.model.get('web').fields.label === 'Seen'", timeout=2000)
    theirs.page.wait_for_function("() => groundplan.presence.people.length === 2")


def test_what_was_done_offline_is_sent_on_return_and_survives_a_reload(two: tuple[Desk, Desk]) -> None:
    mine, theirs = two
    mine.page.route("**/operations/", lambda route: route.abort())
    edits = [[{"op": "update", "key": key, "fields": {"label": "Offline"}}] for key in ("web", "app")]
    for operations in edits:
        mine.page.evaluate("operations => { groundplan.sync.perform(operations); }", operations)
    mine.page.wait_for_function(
        "() => groundplan.sync.state === 'offline' && groundplan.sync.pending.length === 2"
    )
    theirs.page.evaluate("() => { groundplan.sync.perform([{op: 'remove', key: 'app'}]); }")
    theirs.page.wait_for_function("() => groundplan.sync.state === 'saved'")
    mine.page.unroute("**/operations/")
    mine.open()
    document = mine.saved()
    assert document["nodes"]["web"]["label"] == "Offline"
    assert "app" not in document["nodes"]
    assert shown(mine) == document


def test_an_edit_that_no_longer_applies_is_told_and_not_lost_in_silence(two: tuple[Desk, Desk]) -> None:
    mine, theirs = two
    mine.page.evaluate(
        "() => { globalThis.lost = [];"
        " groundplan.sync.addEventListener('dropped', event => lost.push(...event.detail.edits)); }"
    )
    mine.page.route("**/operations/", lambda route: route.abort())
    rename = [{"op": "update", "key": "app", "fields": {"label": "Late"}}]
    mine.page.evaluate(
        "operations => { groundplan.sync.perform(operations, {label: 'Rename App'}); }", rename
    )
    theirs.page.evaluate("() => { groundplan.sync.perform([{op: 'remove', key: 'app'}]); }")
    mine.page.wait_for_function("() => lost.length === 1")
    assert mine.page.evaluate("() => lost[0].message") == (
        "Rename App no longer applies: app.key: is not an element of this topology"
    )
    assert mine.page.evaluate("() => groundplan.sync.pending.length") == 0


def test_undo_and_redo_survive_a_reload(two: tuple[Desk, Desk]) -> None:
    mine, _ = two
    rename = [{"op": "update", "key": "web", "fields": {"label": "Renamed"}}]
    mine.page.evaluate("operations => { groundplan.sync.perform(operations); }", rename)
    assert mine.saved()["nodes"]["web"]["label"] == "Renamed"
    mine.open()
    mine.page.evaluate("() => { groundplan.sync.undo(); }")
    assert mine.saved()["nodes"]["web"]["label"] == "Web"
    mine.open()
    mine.page.evaluate("() => { groundplan.sync.redo(); }")
    assert mine.saved()["nodes"]["web"]["label"] == "Renamed"


def test_what_the_server_refuses_is_taken_back_and_shown_with_its_field(two: tuple[Desk, Desk]) -> None:
    mine, _ = two
    before = shown(mine)
    mine.page.evaluate(
        "() => { globalThis.faults = [];"
        " groundplan.sync.addEventListener('refused', event => faults.push(...event.detail.faults)); }"
    )
    wrong = [{"op": "update", "key": "main", "fields": {"properties": {"cidrs": ["10.0.0.1/8"]}}}]
    mine.page.evaluate("operations => { groundplan.sync.perform(operations); }", wrong)
    mine.page.wait_for_function("() => faults.length && !groundplan.sync.pending.length")
    assert mine.page.evaluate("() => [faults[0].element, faults[0].field]") == ["main", "properties.cidrs.0"]
    assert shown(mine) == before
