"""Two people at one draft, in two real pages on a real portal: whatever they do, all come to the same."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.editor.company import agreed, does, entered, rename, shown
from tests.browser.editor.desk import Desk, document
from tests.cast import Cast, assembled
from tests.conftest import forget
from tests.support.web import Web
from topologies.documents import parse
from topologies.services import draft_open

HANDS = (Path(__file__).parent / "hands.js").read_text()
OPERATIONS, SIZE = 500, 10  # of each person, and of a gesture at most
KINDS = "add attach configure connect detach disconnect move place remove reorder update"
PAGES = 8  # a browser opens six connections to a server
Two = tuple[Desk, Desk]


@pytest.fixture
def acme(transactional_db: None) -> Cast:
    """A topology with something of every kind that operations change."""
    return assembled(parse({**document(), "network_acls": {"wall": {"zone": "apps"}}}), label="Acme")


def test_a_thousand_random_operations_of_two_people_converge(two: Two) -> None:
    for number, desk in enumerate(two):
        desk.page.evaluate(HANDS)
        start = "([name, seed, most, size]) => { globalThis.working = hand.work(name, seed, most, size); }"
        desk.page.evaluate(start, [f"hand{number}", 7 + number, OPERATIONS, SIZE])
    results = [desk.page.evaluate("() => working") for desk in two]
    agreed(two)
    log = list(two[0].draft.log.all())
    for result in results:
        assert " ".join(sorted(result["kinds"])) == KINDS
        assert result["done"] >= OPERATIONS
    written = sorted(entry.request_id for entry in log)
    acknowledged = {request for result in results for request in result["acknowledged"]}
    assert acknowledged <= {*written}
    assert len(written) == sum(len(result["sent"]) - result["lost"] for result in results)
    assert sum(len(entry.operations) for entry in log) >= OPERATIONS
    assert any(entry.undoes for entry in log)


def test_each_sees_the_others_change_name_and_selection(two: Two) -> None:
    mine, theirs = two
    expect(theirs.page.locator("[data-people] .person")).to_have_count(2)
    does(mine, rename("web", "Seen"))
    theirs.page.wait_for_function("() => groundplan.model.get('web').fields.label === 'Seen'")
    names = [row.get_attribute("aria-label") for row in theirs.page.locator("[data-people] .person").all()]
    assert names == ["administrator", "architect"]
    mine.select("db")
    theirs.page.wait_for_function(
        "() => groundplan.presence.people.find(({ name }) => name === 'architect').selection[0] === 'db'"
    )


def test_who_leaves_is_no_longer_there(two: Two) -> None:
    mine, theirs = two
    people = theirs.page.locator("[data-people] .person")
    expect(people).to_have_count(2)
    mine.page.goto("/")
    expect(people).to_have_count(1)


def test_two_who_change_different_fields_of_one_element_keep_both(two: Two) -> None:
    mine, theirs = two
    does(mine, rename("web", "Mine"))
    does(theirs, {"op": "update", "key": "web", "fields": {"note": "Theirs"}})
    agreed(two)
    web: dict[str, Any] = shown(mine)["nodes"]["web"]
    assert (web["label"], web["note"]) == ("Mine", "Theirs")


def test_undo_takes_back_ones_own_and_leaves_the_others(two: Two) -> None:
    mine, theirs = two
    does(mine, rename("web", "Mine"))
    agreed(two)
    does(theirs, rename("db", "Theirs"))
    agreed(two)
    mine.canvas.focus()
    mine.press("Control+z")
    agreed(two)
    nodes = shown(theirs)["nodes"]
    assert (nodes["web"]["label"], nodes["db"]["label"]) == ("Web", "Theirs")


def test_more_pages_than_a_browser_has_connections_keep_up(
    seats: tuple[BrowserContext, BrowserContext], web: Web, acme: Cast
) -> None:
    draft = draft_open(topology=acme.topology, actor=acme.people["architect"])
    context = entered(seats[0], web.url, "architect").context
    desks = [Desk(context.new_page(), draft).open() for _ in range(PAGES)]
    does(desks[-1], rename("web", "Seen"))
    agreed(desks)
    forget(context, web.url)
