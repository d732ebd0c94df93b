"""What the drawing shows: words as words, what is in sight, and the same places as the server's picture."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from benchmarks.estate import estate
from tests.browser.editor.desk import Desk
from tests.cast import assembled
from tests.support.signing import sign_in
from topologies.documents import parse
from topologies.services import draft_open

pytestmark = pytest.mark.django_db(transaction=True)

HOSTILE = (
    '<img src=x onerror="globalThis.hacked=1"><script>hacked=1</script>',
    "\"'`&quot;]]>--></svg>",
    "\u202e\u05e9\u05e8\u05ea \u2067\u0627\u0644\u062e\u0627\u062f\u0645\u2069",
    "\U0001f680\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001d54e\U0001d556\U0001d553",
    "W" * 200,
)
SAME = """async (address) => {
  const text = await (await fetch(address)).text();
  const drawn = new DOMParser().parseFromString(text, "image/svg+xml");
  const rows = [];
  for (const [key, box] of groundplan.views.boxes) {
    const rect = drawn.querySelector(`[data-key="${key}"] > :is(.body, .frame)`);
    rows.push([key, box, rect && Object.fromEntries(["x", "y", "width", "height"].map((name) => [name, Number(rect.getAttribute(name))]))]);
  }
  return rows;
}"""

LONG = """(() => {
  const { canvas, model } = groundplan;
  model.get("web").fields.label = "Q".repeat(10000);
  canvas.scene.forget(["web"]);
  canvas.stage.redraw(["web"]);
})()"""

BADGES = """() => [...document.querySelectorAll(".editor-drawing [data-key] > .finding-badge")].map((badge) => {
  const { key } = badge.parentElement.dataset;
  const { severity, count } = groundplan.canvas.badges.all.get(key);
  return [groundplan.model.get(key).section, severity, count, badge.querySelector("text").textContent];
})"""


@pytest.fixture
def large(page: Page, live_server: LiveServer) -> Desk:
    """More than is ever drawn at once: 320 nodes of eight networks."""
    cast = assembled(parse(estate(320)), label="Bench")
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page.context, live_server.url, cast.people["architect"])
    return Desk(page, draft_open(topology=cast.topology, actor=cast.people["architect"])).open()


def look(desk: Desk, key: str, zoom: float = 1) -> None:
    """An element in the middle of the window, everything in sight drawn."""
    desk.js(
        "groundplan.canvas.viewport.centre(groundplan.canvas.boxAround([argument.key]), argument.zoom)",
        {"key": key, "zoom": zoom},
    )
    settle(desk)


def overlap(one: Any, other: Any) -> bool:
    """Two boxes as Playwright tells them."""
    return all(
        one[at] < other[at] + other[size] and other[at] < one[at] + one[size]
        for at, size in (("x", "width"), ("y", "height"))
    )


def settle(desk: Desk) -> None:
    desk.frame()
    desk.page.wait_for_function("() => groundplan.canvas.settled")


def part(desk: Desk, key: str, inner: str = "") -> Any:
    return desk.page.locator(f'.editor-drawing :is(.node, .zone, .link)[data-key="{key}"] {inner}')


def change(desk: Desk, *operations: dict[str, Any]) -> None:
    desk.js("void groundplan.perform(argument, {label: 'Changed'})", list(operations))


def renamed(key: str, label: str) -> dict[str, Any]:
    return {"op": "update", "key": key, "fields": {"label": label}}


# --- words ---------------------------------------------------------------------------------------------------


def test_labels_are_words_whatever_they_say(desk: Desk) -> None:
    for label in HOSTILE:
        change(desk, *(renamed(key, label) for key in ("web", "apps", "web-to-app")))
        saved = desk.saved()
        assert saved["nodes"]["web"]["label"] == saved["links"]["web-to-app"]["label"] == label
        for key, words in (("web", "text.node-label"), ("apps", "text.zone-label")):
            title = part(desk, key, "title").first.text_content().split("\n")[0]
            assert " ".join(label.split()).startswith(title.removesuffix("…"))
            shown = part(desk, key, words)
            assert shown.evaluate("text => text.childElementCount") == 0
            assert shown.evaluate(
                "text => text.getBBox().width <= text.closest('[data-key]').getBBox().width"
            )
        assert desk.page.locator(".paper :is(img, script, foreignObject)").count() == 0
    assert desk.js("globalThis.hacked") is None


def test_a_name_of_ten_thousand_characters_stays_in_its_card(desk: Desk) -> None:
    """The model takes no such name, and the drawing does not rely on that."""
    before = desk.saved()
    change(desk, renamed("web", "Q" * 10_000))
    expect(desk.page.locator(".node-label", has_text="QQQ")).to_have_count(0)
    assert desk.saved() == before
    desk.js(LONG)
    card = part(desk, "web", "text.node-label")
    assert re.fullmatch(r"Q+…", card.text_content())
    assert card.evaluate("text => text.getBBox().width") < desk.box("web")[2]


# --- zones, groups, overlays ---------------------------------------------------------------------------------


def test_lines_of_a_collapsed_zone_are_drawn_as_one(desk: Desk) -> None:
    change(
        desk,
        {"op": "add", "section": "links", "key": "web-to-db", "fields": {"source": "web", "target": "db"}},
    )
    desk.select("apps")
    desk.press("Control+e")
    bundle = desk.page.locator(".link.is-bundle:not(.link-label)")
    expect(bundle).to_have_count(1)
    assert (bundle.get_attribute("data-source"), bundle.get_attribute("data-target")) == ("apps", "db")
    expect(desk.page.locator(".link-label.is-bundle text")).to_have_text("×2")
    expect(part(desk, "apps", ".node-kind")).to_have_text(re.compile("2 nodes"))
    expect(part(desk, "web")).to_have_count(0)
    desk.press("Control+e")
    expect(bundle).to_have_count(0)
    expect(part(desk, "web", ".body")).to_have_count(1)


def test_a_security_group_is_tinted_where_it_is_attached(desk: Desk) -> None:
    desk.select("web")
    desk.run("view.tint")
    tint = desk.page.locator(".tints > .group-tint")
    expect(tint).to_have_count(1)
    x, y, width, height = desk.box("web")
    found = tint.evaluate("rect => [rect.x, rect.y, rect.width, rect.height].map((one) => one.baseVal.value)")
    assert found == [x - 10, y - 10, width + 20, height + 20]
    desk.run("view.tint")
    expect(tint).to_have_count(0)


def test_the_way_between_two_nodes_is_drawn(desk: Desk) -> None:
    desk.select("web", "app")
    desk.run("ask.way")
    expect(desk.page.locator(".editor-drawing.has-path")).to_be_attached()
    expect(desk.page.locator(".node.is-on-path")).not_to_have_count(0)
    assert float(part(desk, "users").evaluate("node => getComputedStyle(node).opacity")) < 1
    desk.run("ask.close")
    expect(desk.page.locator(".editor-drawing.has-path, .is-on-path")).to_have_count(0)


def test_what_a_failure_takes_along_is_greyed_out(desk: Desk) -> None:
    desk.js("groundplan.canvas.overlays.greyOut(['web'])")
    lost = desk.page.locator(".rest .is-lost, .is-lost")
    expect(part(desk, "web").first).to_have_class(re.compile("is-lost"))
    expect(part(desk, "web-to-app").first).to_have_class(re.compile("is-lost"))
    expect(part(desk, "db").first).not_to_have_class(re.compile("is-lost"))
    desk.js("groundplan.canvas.overlays.greyOut(null)")
    expect(lost).to_have_count(0)


@pytest.mark.parametrize(("name", "sections"), [("desk", {"nodes", "links"}), ("large", {"zones"})])
def test_findings_are_on_nodes_links_and_zones_from_the_start(
    name: str, sections: set[str], request: pytest.FixtureRequest
) -> None:
    """Nobody has changed anything yet."""
    desk: Desk = request.getfixturevalue(name)
    if name == "large":
        look(desk, "net0", 0.5)
    expect(desk.page.locator(".finding-badge").first).to_be_attached()
    settle(desk)
    drawn = desk.page.evaluate(BADGES)
    assert {section for section, *_ in drawn} >= sections
    for _, severity, count, text in drawn:
        assert text == f"{'?' if severity == 'unknown' else severity[0].upper()}{min(count, 99)}"


def test_the_handles_of_a_node_leave_its_badge_of_findings_free(large: Desk) -> None:
    look(large, "net0-db0")
    large.js("groundplan.selection.set(['net0-db0'])")
    expect(large.page.locator(".hand-resize.is-ne")).to_be_visible()
    badge = part(large, "net0-db0", ".finding-badge > rect").bounding_box()
    handles = [one.bounding_box() for one in large.page.locator(".hand-resize, .hand-connect").all()]
    assert len(handles) == 12
    assert badge
    assert [one for one in handles if one and overlap(one, badge)] == []


# --- far and near --------------------------------------------------------------------------------------------


def test_from_far_one_bitmap_shows_everything_and_near_only_what_is_in_sight_is_drawn(large: Desk) -> None:
    overview = large.page.locator("canvas.overview")
    expect(overview).to_be_visible()
    expect(large.page.locator(".paper .node")).to_have_count(0)
    look(large, "net0-svc3")
    expect(overview).to_be_hidden()
    expect(part(large, "net0-svc3", ".body")).to_have_count(1)
    assert 0 < large.page.locator(".paper .node").count() < 150
    look(large, "net7-db0")
    expect(part(large, "net7-db0", ".body")).to_have_count(1)
    expect(part(large, "net0-svc3")).to_have_count(0)


@pytest.mark.parametrize("zoom", [1, 0.5, 0.1])
def test_what_is_drawn_stands_on_pixels_of_the_screen(large: Desk, zoom: float) -> None:
    """Between them the words are dull, and a browser without a graphics card takes twice as long for a frame."""
    look(large, "net0", zoom)
    large.js("groundplan.canvas.viewport.pan(10.3, -7.6)")
    settle(large)
    edges = large.js(
        """[...document.querySelectorAll(".editor-canvas :is(.paper, .overview:not([hidden]))")]
        .map((one) => new DOMMatrix(getComputedStyle(one).transform)).flatMap(({ a, e, f }) => [a, e, f])"""
    )
    assert edges
    assert [edge for edge in edges if edge != round(edge)] == []


def test_the_minimap_moves_the_window(large: Desk) -> None:
    look(large, "net0-svc3")
    minimap = large.page.locator(".minimap")
    expect(minimap).to_be_visible()
    box = minimap.bounding_box()
    assert box
    before = large.js("groundplan.canvas.viewport.area()")
    large.page.mouse.click(box["x"] + box["width"] - 12, box["y"] + box["height"] / 2)
    large.page.wait_for_function(
        "(x) => groundplan.canvas.viewport.area().x > x + 500 && groundplan.canvas.settled", arg=before["x"]
    )


def test_search_brings_an_element_into_the_middle(large: Desk) -> None:
    large.canvas.focus()
    large.press("Control+f")
    large.choose("net5-cache1")
    settle(large)
    expect(part(large, "net5-cache1", ".body")).to_have_count(1)
    x, y = large.at("net5-cache1")
    host = large.canvas.bounding_box()
    assert host
    assert abs(x - host["x"] - host["width"] / 2) < host["width"] / 3
    assert abs(y - host["y"] - host["height"] / 2) < host["height"] / 3


# --- the server's picture ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["desk", "large"])
def test_the_servers_picture_has_everything_where_the_drawing_has_it(
    name: str, request: pytest.FixtureRequest
) -> None:
    desk: Desk = request.getfixturevalue(name)
    view = desk.js("groundplan.views.current")
    if name == "desk":
        desk.drag(desk.at("web"), desk.at("web", 64, 8))
        desk.saved()
    rows = desk.page.evaluate(SAME, f"{desk.address}diagram.svg?view={view}")
    assert len(rows) >= len(desk.js("[...groundplan.model.section('nodes').keys()]"))
    _, first, origin = rows[0]
    dx, dy = first["x"] - origin["x"], first["y"] - origin["y"]
    for key, box, drawn in rows:
        assert drawn, f"{key} is not in the server's picture"
        shifted = {**drawn, "x": drawn["x"] + dx, "y": drawn["y"] + dy}
        assert shifted == pytest.approx(box, abs=0.6), key


def test_a_picture_is_saved_whole_whatever_is_in_sight(large: Desk, tmp_path: Path) -> None:
    look(large, "net0-svc3")
    with large.page.expect_download() as saved:
        large.run("picture.svg")
    saved.value.save_as(tmp_path / "whole.svg")
    text = (tmp_path / "whole.svg").read_text()
    nodes = large.js("[...groundplan.model.section('nodes').keys()]")
    assert [key for key in nodes if f'data-key="{key}"' not in text] == []


def test_a_picture_is_saved_as_png(desk: Desk, tmp_path: Path) -> None:
    with desk.page.expect_download() as saved:
        desk.run("picture.png")
    saved.value.save_as(tmp_path / "whole.png")
    assert (tmp_path / "whole.png").read_bytes().startswith(b"\x89PNG")
