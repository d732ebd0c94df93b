"""Pictures of the pages as people see them: taken in a real browser, with few colours so that they stay small."""

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.support.chromium import ROOT

FOLDER = ROOT / "docs" / "images"
COLOURS = 256
LARGEST = 300_000  # bytes; a larger one is for nobody's README
SETTLED = """() => document.fonts.ready.then(() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 150)))))"""
LOOKS = """() => document.documentElement.dataset.theme
  ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")"""


@dataclass
class Album:
    """Takes pictures of one page. A name ends in what is special: `editor-dark`."""

    page: Page
    folder: Path = FOLDER

    def take(self, name: str, *, whole: bool = False) -> None:
        """What is in the window now, or the whole page."""
        self.page.mouse.move(0, 0)
        self.page.evaluate(SETTLED)
        # Playwright hides the caret by a style of its own, which the content policy refuses.
        shot = self.page.screenshot(full_page=whole, caret="initial")
        data = small(shot)
        assert len(data) <= LARGEST, f"{name} has {len(data)} bytes"
        (self.folder / f"{name}.png").write_bytes(data)

    def theme(self, name: str) -> None:
        """Choose it as people do."""
        if self.page.evaluate(LOOKS) != name:
            self.page.locator("[data-theme-toggle]").click()
        assert self.page.evaluate(LOOKS) == name


def small(png: bytes) -> bytes:
    """The same picture with a palette of its own."""
    found = Image.open(io.BytesIO(png)).convert("RGB")
    reduced = found.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    reduced.save(out, "PNG", optimize=True)
    return out.getvalue()
