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
    """The same picture in its most frequent colours: what is flat stays as it is, only edges of letters move."""
    found = Image.open(io.BytesIO(png)).convert("RGB")
    frequent = sorted(found.getcolors(found.width * found.height), reverse=True)[:COLOURS]
    palette = Image.new("P", (1, 1))
    palette.putpalette([channel for _, colour in frequent for channel in colour])
    out = io.BytesIO()
    found.quantize(palette=palette, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()
