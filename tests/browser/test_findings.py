"""The findings of a topology, in a browser: filtered live, a fix previewed in place, no fault of access."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import violations
from tests.cast import Cast


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 1440), ("light", 360)])
def test_findings_are_filtered_and_fixed_without_leaving_the_page(
    shown: Cast, sign_in, theme: str, width: int
) -> None:
    page = sign_in("administrator")
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto(shown.address)
    page.get_by_label("Show").select_option("fixable")
    page.wait_for_url("**shown=fixable**")
    first = page.locator(".finding").first
    first.get_by_text("fix", exact=False).first.wait_for()
    first.locator("summary", has_text="fix").click()
    first.get_by_role("link", name="Preview").first.click()
    expect(first.locator(".fix-preview")).to_contain_text("would go")
    first.locator("summary", has_text="Waive").click()
    assert violations(page) == []
