"""A tab in which somebody has signed in, and axe."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from exporters.models import Export
from tests.cast import Cast, assembled, example
from tests.support import signing
from tests.support.chromium import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def shown(transactional_db: None) -> Cast:
    """The cast, committed, so that server and worker see it. The exports that follow every publication are taken
    away: these tests ask for their own."""
    cast = assembled(example("infinri", "single-droplet"))
    Export.objects.all().delete()
    return cast


@pytest.fixture
def sign_in(page: Page, live_server: LiveServer, shown: Cast) -> Callable[[str], Page]:
    """A page of this person, still empty. Signing in by the form is a part of the editor's tutorial."""

    def signed_in(name: str) -> Page:
        signing.sign_in(page.context, live_server.url, shown.people[name])
        return page

    return signed_in


# A colour that is half way to another is no colour of the page.
FADED = """() => Promise.allSettled(
  document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished),
)"""


def violations(page: Page, part: str = "html") -> list[str]:
    """What axe finds in a part of the page as it is now; evaluated, because the policy lets no script in."""
    page.evaluate(FADED)
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Path(AXE).read_text())
    found = page.evaluate("async (part) => (await axe.run(part)).violations", part)
    return [f"{row['id']}: {node['html'][:160]}" for row in found for node in row["nodes"]]


def in_both_themes(page: Page, part: str = "html") -> list[str]:
    """What axe finds in light and in dark."""
    return _in_both(page, part, lambda theme: page.emulate_media(color_scheme=theme, reduced_motion="reduce"))


def in_both_chosen(page: Page, part: str = "html") -> list[str]:
    """What axe finds in light and in dark, each chosen by hand as the editor lets people do."""
    choose = "theme => { document.documentElement.dataset.theme = theme; }"
    return _in_both(page, part, lambda theme: page.evaluate(choose, theme))


def _in_both(page: Page, part: str, switch: Callable[[str], object]) -> list[str]:
    found = []
    for theme in ("light", "dark"):
        switch(theme)
        found += [f"in {theme}: {row}" for row in violations(page, part)]
    return found


def complaints(page: Page, addresses: Iterable[str], prepare: str = "() => {}") -> dict[str, list[str]]:
    """What axe finds on each of these pages, in both themes, once the script has prepared it."""
    found = {}
    for address in addresses:
        page.goto(address)
        page.evaluate(prepare)
        if rows := in_both_themes(page):
            found[address] = rows
    return found
