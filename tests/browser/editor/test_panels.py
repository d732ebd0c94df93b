"""The panels beside the drawing, in a real browser: what is said in a form is in the model, on the server and in the lists."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import in_both_chosen
from tests.cast import Cast, alone
from topologies import live
from topologies.models import Draft
from topologies.services import topology_create

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editor(shown: Cast, sign_in) -> Page:
    page = sign_in("architect")
    page.goto(shown.address)
    page.get_by_role("button", name="Edit").click()
    return ready(page)


def ready(page: Page) -> Page:
    page.locator("[data-editor][data-ready=yes]").wait_for(state="attached", timeout=20_000)
    return page


def select(page: Page, key: str) -> None:
    page.evaluate("key => groundplan.focus(key)", key)
    expect(page.locator("#inspector .inspected-key")).to_have_text(key)


def saved(page: Page, changes: int) -> None:
    expect(page.locator(".editor-bar [data-changes]")).to_have_text(str(changes))
    expect(page.locator("[data-save-state]")).to_have_text("Saved")


def content(draft: Draft | None = None):
    return live.graph_of(draft or Draft.objects.get(purpose="working"))


def test_a_field_is_saved_when_it_is_left_and_undone_in_one_step(editor: Page) -> None:
    select(editor, "caddy")
    editor.locator("#field-label").fill("Front door")
    editor.keyboard.press("Tab")
    saved(editor, 1)
    assert content().by_key["caddy"].label == "Front door"
    expect(editor.locator("#inspector .inspected-name")).to_have_text("Front door")
    editor.get_by_role("button", name="Undo").click()
    saved(editor, 2)
    assert content().by_key["caddy"].label == "Caddy"


def test_what_the_server_refuses_stands_beside_its_field(editor: Page) -> None:
    select(editor, "caddy")
    field = editor.locator('[data-field="max_instances"]')
    field.locator("input").fill("many")
    editor.keyboard.press("Tab")
    expect(field.locator(".errorlist")).to_contain_text("must be a number")
    expect(field.locator("input")).to_have_attribute("aria-invalid", "true")
    field.locator("input").fill("-3")
    editor.keyboard.press("Tab")
    expect(field.locator(".errorlist li")).to_have_count(1)
    assert content().nodes["caddy"].max_instances == 1


def test_what_is_being_typed_outlives_what_others_do(editor: Page) -> None:
    """The panel comes anew with somebody else's edit: whatever is in a field, marked in it or wrong with it stays."""
    select(editor, "caddy")
    most = editor.locator('[data-field="max_instances"]')
    most.locator("input").fill("many")
    ports = editor.locator("section", has=editor.get_by_role("heading", name="Ports", exact=False)).first
    ports.get_by_text("Add", exact=True).first.click()
    expect(most.locator(".errorlist")).to_contain_text("must be a number")
    ports.get_by_label("Number").fill("9443")
    ports.get_by_label("Application").fill("admin")
    editor.locator("#field-label").focus()
    editor.keyboard.press("Control+a")
    elsewhere(editor, "first")
    editor.keyboard.type("Door")
    elsewhere(editor, "second")
    expect(editor.locator("#field-label")).to_have_value("Door")
    expect(most.locator("input")).to_have_value("many")
    expect(most.locator(".errorlist")).to_contain_text("must be a number")
    most.locator("input").fill("1")
    ports.get_by_role("button", name="Add", exact=True).click()
    saved(editor, 4)
    assert content().ports["caddy-admin"].number == 9443
    assert content().by_key["caddy"].label == "Door"


def elsewhere(page: Page, text: str) -> None:
    """Something else of what is shown changes, and the panel has come anew."""
    page.evaluate(
        """(text) => {
          document.querySelector("#inspector .inspected").dataset.old = "yes";
          groundplan.sync.perform([{ op: "update", key: "caddy", fields: { note: text } }], { label: "Note" });
        }""",
        text,
    )
    expect(page.locator("#inspector .inspected")).not_to_have_attribute("data-old", "yes")


def test_lists_add_and_take_off(editor: Page) -> None:
    select(editor, "caddy")
    ports = editor.locator("section", has=editor.get_by_role("heading", name="Ports", exact=False)).first
    ports.get_by_text("Add", exact=True).first.click()
    ports.get_by_label("Number").fill("9443")
    ports.get_by_label("Application").fill("admin")
    ports.get_by_role("button", name="Add", exact=True).click()
    saved(editor, 1)
    assert content().ports["caddy-admin"].number == 9443
    editor.get_by_role("button", name="Remove caddy-admin").click()
    saved(editor, 2)
    assert "caddy-admin" not in content().by_key


def test_who_can_reach_it_is_worked_out_when_asked(editor: Page) -> None:
    select(editor, "caddy")
    details = editor.locator("details[data-reach]").first
    details.locator("summary").click()
    expect(details.get_by_text("The internet", exact=True)).to_be_visible()


def test_a_problem_leads_to_its_element(editor: Page) -> None:
    editor.get_by_role("tab", name="Problems").click()
    pointer = editor.locator("#problems .pointer").first
    key = pointer.get_attribute("data-focus") or ""
    pointer.click()
    expect(editor.get_by_role("tab", name="Element")).to_have_attribute("aria-selected", "true")
    expect(editor.locator("#inspector .inspected-key")).to_have_text(key)


def test_the_outline_is_walked_by_keys_and_follows_the_model(editor: Page) -> None:
    editor.get_by_role("tab", name="Outline").click()
    rows = editor.get_by_role("treeitem")
    rows.first.focus()
    editor.keyboard.press("End")
    expect(rows.last).to_be_focused()
    editor.keyboard.press("Home")
    editor.keyboard.press("ArrowLeft")
    expect(rows.first).to_have_attribute("aria-expanded", "false")
    expect(rows.first).to_be_focused()
    editor.keyboard.press("ArrowRight")
    expect(rows.first).to_have_attribute("aria-expanded", "true")
    editor.locator("#tree-caddy").focus()
    editor.keyboard.press("Space")
    expect(editor.locator("#tree-caddy")).to_have_attribute("aria-selected", "true")
    editor.evaluate(
        "groundplan.sync.perform([{op: 'update', key: 'caddy', fields: {label: 'Renamed'}}], {label: 'Rename'})"
    )
    expect(editor.locator("#tree-caddy")).to_contain_text("Renamed")


def test_a_view_is_made_and_shown(editor: Page) -> None:
    editor.get_by_label("More").click()
    editor.get_by_role("button", name="Views").click()
    dialog = editor.get_by_role("dialog", name="Views")
    dialog.get_by_label("Label").fill("From above")
    dialog.get_by_role("button", name="Create").click()
    expect(dialog.get_by_label("Name of this view")).to_have_value("From above")
    assert content().views["from-above"].label == "From above"
    dialog.get_by_role("button", name="Close").click()
    expect(editor.locator("#editor-view option")).to_contain_text(
        ["Everything", "Network", "Data flow", "Security", "From above"]
    )


def test_the_palette_is_searched_and_places_by_keyboard(editor: Page) -> None:
    search = editor.get_by_label("Search the palette")
    search.fill("nothing of the kind")
    expect(editor.get_by_text("Nothing matches: every word must occur")).to_be_in_viewport()
    search.fill("rabbit")
    expect(editor.locator(".palette-item:visible")).to_have_count(1)
    search.press("Enter")
    saved(editor, 1)
    assert [node.kind for node in content().nodes.values()].count("rabbitmq") == 1


def test_an_empty_topology_starts_from_a_template(shown: Cast, sign_in) -> None:
    topology = topology_create(actor=shown.people["architect"], system=shown.topology.system, slug="fresh")
    page = sign_in("architect")
    page.goto("/infinri/fresh/")
    page.get_by_role("button", name="Draw it").click()
    ready(page)
    expect(page.get_by_role("heading", name="Nothing stands here yet")).to_be_visible()
    expect(page.get_by_role("heading", name="First steps")).to_be_visible()
    page.get_by_role("button", name="Start from a template").first.click()
    page.get_by_role("button", name="Three tiers").click()
    ready(page)
    expect(page.get_by_role("heading", name="Nothing stands here yet")).to_be_hidden()
    assert "load-balancer" in content(Draft.objects.get(topology=topology)).by_key


def test_labels_are_shown_as_text(editor: Page) -> None:
    label = '<img src=x onerror=alert(1)> "مرحبا" 🚀'
    select(editor, "caddy")
    editor.locator("#field-label").fill(label)
    editor.keyboard.press("Tab")
    saved(editor, 1)
    expect(editor.locator("#inspector .inspected-name")).to_have_text(label)
    editor.get_by_role("tab", name="Outline").click()
    expect(editor.locator("#tree-caddy .tree-name")).to_have_text(label)


def test_names_of_one_long_word_widen_no_panel(editor: Page) -> None:
    editor.evaluate(
        """label => groundplan.sync.perform(
          [...groundplan.model.section("nodes").keys()].map((key) => ({ op: "update", key, fields: { label } })), { label })""",
        "R" * 200,
    )
    select(editor, "caddy")
    saved(editor, 1)
    for tab, shown in {"Outline": "#outline", "Problems": "#problems", "Element": "#inspector"}.items():
        editor.get_by_role("tab", name=tab).click()
        expect(editor.locator(shown)).to_contain_text("RRRR")
        assert editor.locator(shown).evaluate("(panel) => panel.scrollWidth <= panel.clientWidth")


def test_publishing_asks_what_changed(editor: Page, shown: Cast) -> None:
    alone(shown.topology)
    editor.reload()
    ready(editor)
    select(editor, "caddy")
    editor.locator("#field-label").fill("Front door")
    editor.keyboard.press("Tab")
    saved(editor, 1)
    editor.get_by_role("button", name="Publish").first.click()
    editor.get_by_label("What changed, and why").fill("A name that says it.")
    editor.get_by_role("dialog").get_by_role("button", name="Publish").click()
    editor.wait_for_url(f"**{shown.address}")
    expect(editor.get_by_text("Revision 2 is published.")).to_be_visible()


def test_axe_finds_nothing(editor: Page) -> None:
    select(editor, "caddy")
    for tab in ("Element", "Problems", "Outline"):
        editor.get_by_role("tab", name=tab).click()
        editor.wait_for_timeout(800)
        assert in_both_chosen(editor) == [], tab
