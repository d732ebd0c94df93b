"""No state of the editor and none of its dialogs has anything that axe objects to, in light and in dark."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import in_both_chosen
from tests.browser.editor.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)
SELECTIONS = (
    ["main"],
    ["apps"],
    ["db"],
    ["db-postgresql"],
    ["app-to-db"],
    ["guard"],
    ["guard-on-web"],
    ["overview"],
    ["web", "app"],
)
DIALOGS = {
    "view.commands": "Run a command",
    "view.search": "Find an element",
    "element.add": "Add an element",
    "help.shortcuts": "Keyboard shortcuts",
    "go.views": "Views",
    "go.start": "Start from something that stands",
    "draft.publish": "Publish",
    "draft.discard": "Discard this draft?",
    "ask.failure": "What fails?",
}
Found = Iterator[tuple[str, list[str]]]


def test_axe_finds_nothing_anywhere(desk: Desk) -> None:
    states = (whole, inspected, panels, dialogs, removal, menu, arranging, answered, refused, offline)
    assert {name: found for state in states for name, found in state(desk) if found} == {}


def whole(desk: Desk) -> Found:
    yield "nothing selected", in_both_chosen(desk.page)
    desk.click("web")
    yield "a node selected", in_both_chosen(desk.page)


def inspected(desk: Desk) -> Found:
    for keys in SELECTIONS:
        desk.select(*keys)
        name = keys[0] if len(keys) == 1 else "2 elements"
        place = ".inspected-key" if len(keys) == 1 else ".inspected-name"
        expect(desk.page.locator(f"#inspector {place}")).to_have_text(name)
        unfold(desk, "#inspector")
        yield f"inspector of {name}", in_both_chosen(desk.page, "#side")


def unfold(desk: Desk, part: str) -> None:
    """Everything that can be opened is, but what asks the server first."""
    desk.js(
        "document.querySelectorAll(`${argument} details:not([data-reach])`)"
        ".forEach((row) => { row.open = true; })",
        part,
    )


def panels(desk: Desk) -> Found:
    for tab, row in {"Problems": "[data-problem]", "Outline": "[role=treeitem]"}.items():
        desk.page.get_by_role("tab", name=tab).click()
        expect(desk.page.locator(f"#side {row}").first).to_be_visible()
        unfold(desk, "#side")
        yield tab, in_both_chosen(desk.page, "#side")


def dialogs(desk: Desk) -> Found:
    for command, title in DIALOGS.items():
        desk.run(command)
        dialog = desk.page.locator("dialog[open]")
        expect(dialog).to_be_visible()
        if command in ("go.views", "go.start"):
            expect(dialog.locator("form").first).to_be_visible()
        yield title, in_both_chosen(desk.page, "dialog[open]")
        desk.press("Escape")
        expect(dialog).to_have_count(0)


def removal(desk: Desk) -> Found:
    desk.select("app")
    desk.press("Delete")
    expect(desk.page.get_by_role("dialog", name="Remove App?")).to_be_visible()
    yield "what a removal takes along", in_both_chosen(desk.page, "dialog[open]")
    desk.press("Escape")


def menu(desk: Desk) -> Found:
    desk.select("app")
    desk.press("Shift+F10")
    expect(desk.page.get_by_role("menu")).to_be_visible()
    yield "menu of the selection", in_both_chosen(desk.page, ".context-menu")
    desk.press("Escape")
    for name in ("Arrange", "More"):
        opener = desk.page.locator(f".editor-bar summary[aria-label={name}]")
        opener.click()
        yield f"the menu {name}", in_both_chosen(desk.page, ".editor-bar")
        opener.click()


def arranging(desk: Desk) -> Found:
    desk.select()
    desk.run("arrange.tidy")
    expect(desk.page.get_by_role("button", name="Apply")).to_be_visible(timeout=20_000)
    yield "preview of an arrangement", in_both_chosen(desk.page, ".editor")
    desk.press("Escape")


def answered(desk: Desk) -> Found:
    desk.select("db")
    desk.run("ask.without")
    bar = desk.page.locator(".canvas-bar")
    expect(bar).to_contain_text("Without Records")
    yield "what a failure takes along", in_both_chosen(desk.page, ".editor")
    desk.select("web", "db")
    desk.run("ask.way")
    expect(bar).to_contain_text("Web to Records")
    yield "the way of a flow", in_both_chosen(desk.page, ".editor")
    desk.run("ask.close")


def refused(desk: Desk) -> Found:
    """A key that was used before is never given again; only the server remembers it."""
    desk.js("groundplan.sync.perform([{op: 'remove', key: 'users'}], {label: 'Remove'})")
    desk.saved()
    desk.js(
        "groundplan.sync.perform([{op: 'add', section: 'nodes', key: 'users',"
        " fields: {kind: 'users', properties: {}}}], {label: 'Add'})"
    )
    expect(desk.page.locator("#failure")).to_contain_text("users")
    yield "a refusal", in_both_chosen(desk.page)
    desk.page.errors[:] = [text for text in desk.page.errors if "422" not in text and "400" not in text]


def offline(desk: Desk) -> Found:
    desk.page.context.set_offline(True)
    desk.js(
        "groundplan.sync.perform([{op: 'update', key: 'web', fields: {label: 'Away'}}], {label: 'Rename'})"
    )
    expect(desk.page.locator("[data-save-state=offline]")).to_contain_text("1 change")
    yield "offline", in_both_chosen(desk.page)
    desk.page.context.set_offline(False)
    expect(desk.page.locator("[data-save-state=saved]")).to_be_visible(timeout=20_000)
    desk.page.errors[:] = [text for text in desk.page.errors if "net::ERR_" not in text]
