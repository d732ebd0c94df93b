"""The editor, open on a draft of a small topology."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.editor.company import entered, seat
from tests.browser.editor.desk import Desk, document
from tests.cast import Cast, alone, assembled
from tests.conftest import forget
from tests.support.signing import sign_in
from tests.support.web import Web
from topologies.documents import parse
from topologies.services import draft_open


@pytest.fixture
def acme(transactional_db: None) -> Cast:
    found = assembled(parse(document()), label="Acme")
    alone(found.topology)
    return found


@pytest.fixture
def desk(page: Page, live_server: LiveServer, acme: Cast) -> Desk:
    """The architect's draft in the editor, in a window of 1,600 by 1,000."""
    page.set_viewport_size({"width": 1600, "height": 1000})
    sign_in(page.context, live_server.url, acme.people["architect"])
    draft = draft_open(topology=acme.topology, actor=acme.people["architect"])
    return Desk(page, draft).open()


@pytest.fixture(scope="session")
def seats(browser: Browser, _web: Web) -> Iterator[tuple[BrowserContext, BrowserContext]]:
    """Two browsers, kept so that scripts are fetched once; a test leaves nothing else behind in them."""
    found = seat(browser, _web.url), seat(browser, _web.url)
    yield found
    for context in found:
        context.close()


@pytest.fixture
def two(seats: tuple[BrowserContext, BrowserContext], web: Web, acme: Cast) -> Iterator[tuple[Desk, Desk]]:
    """The architect and the administrator in one draft, each in a browser of their own, on a real portal."""
    draft = draft_open(topology=acme.topology, actor=acme.people["architect"])
    people = ("architect", "administrator")
    pages = [entered(context, web.url, name) for context, name in zip(seats, people, strict=True)]
    yield Desk(pages[0], draft).open(), Desk(pages[1], draft).open()
    for context in seats:
        forget(context, web.url)
    assert [fault for page in pages for fault in page.faults] == []
