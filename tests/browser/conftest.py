"""A tab in which somebody has signed in, and axe."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from exporters.models import Export
from tests.cast import PASSWORD, Cast, assembled, example
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
def sign_in(page: Page, shown: Cast) -> Callable[[str], Page]:
    def signed_in(name: str) -> Page:
        page.goto("/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Systems", exact=True).wait_for()
        return page

    return signed_in


def violations(page: Page, part: str = "html") -> list[str]:
    """What axe finds in a part of the page as it is now; evaluated, because the policy lets no script in."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Path(AXE).read_text())
    found = page.evaluate("async (part) => (await axe.run(part)).violations", part)
    return [f"{row['id']}: {node['html'][:160]}" for row in found for node in row["nodes"]]
