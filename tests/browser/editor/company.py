"""Several people at one draft, each in a page of their own."""

import json
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.browser.editor.desk import Desk
from tests.support.signing import sign_in
from tests.support.waiting import eventually
from topologies.documents import dump
from topologies.models import Draft
from topologies.snapshots import read_graph

Operations = Sequence[dict[str, Any]]


def seat(browser: Browser, address: str) -> BrowserContext:
    """A browser of somebody's own."""
    context = browser.new_context(base_url=address, viewport={"width": 1600, "height": 1000})
    context.set_default_timeout(30_000)
    return context


def entered(context: BrowserContext, address: str, name: str) -> Page:
    """A page in which this person has signed in; `page.faults` are the errors that its scripts made."""
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda message: _complain(page.faults, message))
    sign_in(context, address, User.objects.get(username=name))
    return page


# How the browser and htmx say that a server does not answer: some of these tests see to that.
UNANSWERED = ("Failed to load resource", "htmx:afterRequest", "htmx:sendError")


def _complain(faults: list[str], message: ConsoleMessage) -> None:
    if message.type == "error" and not message.text.startswith(UNANSWERED):
        faults.append(message.text)


def does(desk: Desk, *operations: dict[str, Any], label: str = "") -> None:
    """One gesture."""
    desk.page.evaluate(
        "([operations, label]) => { groundplan.sync.perform(operations, {label}); }", [operations, label]
    )


def rename(key: str, label: str) -> dict[str, Any]:
    return {"op": "update", "key": key, "fields": {"label": label}}


def shown(desk: Desk) -> dict[str, Any]:
    """The document on the screen."""
    found: dict[str, Any] = json.loads(
        desk.page.evaluate("() => JSON.stringify(groundplan.model.document())")
    )
    return found


def stored(draft: Draft) -> dict[str, Any]:
    """The document in the database."""
    return dump(read_graph(draft))


def up_to_date(desks: Sequence[Desk]) -> None:
    """Wait until every screen has all that the database has, and the other way round."""
    for desk in desks:
        desk.saved()
    draft = desks[0].draft
    draft.refresh_from_db()
    for desk in desks:
        desk.page.wait_for_function("version => groundplan.model.version === version", arg=draft.version)


def agreed(desks: Sequence[Desk]) -> None:
    """All screens and the database say the same."""
    up_to_date(desks)
    said = stored(desks[0].draft)
    assert all(shown(desk) == said for desk in desks)


def cut(desk: Desk) -> None:
    """No edit gets through from here."""
    desk.page.route("**/operations/", lambda route: route.abort())


def joined(desk: Desk) -> None:
    desk.page.unroute("**/operations/")


def reached(draft: Draft, version: int) -> None:
    """Wait until the draft has come this far."""
    eventually(lambda: Draft.objects.get(pk=draft.pk).version >= version, seconds=60)
