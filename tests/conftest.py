"""What every test may ask for."""

import os
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from portal.processes import Child
from tests.cast import Cast, assembled, example
from tests.support import chromium, flushing, middleware, others, streams
from tests.support.waiting import eventually
from tests.support.web import Web

PATIENCE_MS = 20_000  # of a machine with more to do than this
expect.set_options(timeout=PATIENCE_MS)
flushing.quicken()
middleware.share()


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Write golden files instead of comparing with them?"""
    return request.config.getoption("--accept")


@pytest.fixture
def cast(db: None) -> Cast:
    """People of every role around infinri/single-droplet."""
    return assembled(example("infinri", "single-droplet"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The databases, which go once the last browser, worker and portal have let go of them."""
    yield
    with django_db_blocker.unblock():
        others.gone()


def database_address() -> str:
    """DATABASE_URL of the database that the tests of this process use."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@pytest.fixture(scope="session")
def _worker(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Child]:
    log = tmp_path_factory.mktemp("celery") / "worker.log"
    command = [sys.executable, "-m", "celery", "-A", "portal", "worker", "--concurrency", "1"]
    options = ["--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    env = {**os.environ, "DATABASE_URL": database_address()}
    child = Child.start("worker", [*command, *options], log=log, env=env, cwd=settings.ROOT)
    eventually(lambda: " ready." in log.read_text() or not child.alive, seconds=60)
    assert child.alive, child.last_words()
    yield child
    child.stop()


@pytest.fixture
def celery_worker(transactional_db: None, _worker: Child) -> Child:
    """A real worker in a process of its own, on this test's database. Commit what it is to see."""
    assert _worker.alive, _worker.last_words()
    return _worker


@pytest.fixture(scope="session")
def _web(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    variables = {"DATABASE_URL": database_address(), "API_RATE": "100000/min"}
    web = Web(tmp_path_factory.mktemp("web") / "web.log", variables)
    yield web
    web.stop()


@pytest.fixture
def web(transactional_db: None, _web: Web) -> Web:
    """A real portal in processes of its own, on this test's database. Commit what it is to see."""
    _web.start()
    return _web


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    folder = chromium.unpacked()
    program = str(folder / "chromium")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # Playwright's loop runs in the thread that uses the database
    )
    with sync_playwright() as playwright:
        start = playwright.chromium.launch
        browser = start(executable_path=program, args=chromium.ARGUMENTS, env=chromium.environment(folder))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _context(django_db_setup: None, browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """One profile for all tests, so that scripts are fetched once; `page` leaves nothing else behind in it. It ends
    before the databases go: each of its open connections keeps a thread of the server, and that thread a session."""
    context = browser.new_context(base_url=live_server.url)
    context.set_default_timeout(PATIENCE_MS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", _serve_for_an_hour)
        yield context
    context.close()


@pytest.fixture
def page(_context: BrowserContext, live_server: LiveServer, transactional_db: None) -> Iterator[Page]:
    """A fresh tab on the live server; any error in its console fails the test, broken content policy included.

    A test that expects an error takes it out of `page.errors`.
    """
    errors: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    tab = _context.new_page()
    tab.errors = errors
    tab.on("console", listen)
    tab.on("pageerror", lambda error: errors.append(str(error)))
    yield tab
    forget(_context, live_server.url)
    streams.ended()
    assert errors == []


def forget(context: BrowserContext, address: str) -> None:
    """Close every tab and drop what the pages kept, all but the cache."""
    for tab in context.pages[1:]:
        tab.close()
    last = context.pages[0]
    last.unroute_all(behavior="ignoreErrors")
    last.goto("about:blank")
    kept = {"origin": address, "storageTypes": "local_storage,indexeddb,service_workers,cache_storage"}
    context.new_cdp_session(last).send("Storage.clearDataForOrigin", kept)
    last.close()
    context.clear_cookies()
    context.clear_permissions()
    context.set_offline(False)


_serve = StaticFilesHandler.serve


def _serve_for_an_hour(handler: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
    """The scripts do not change while the tests run."""
    response = _serve(handler, request)
    response.headers["Cache-Control"] = "max-age=3600"
    return response
