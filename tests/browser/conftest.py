"""A tab in which somebody has signed in, and axe."""

from collections.abc import Callable
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
