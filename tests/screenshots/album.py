"""Pictures of the pages as people see them: taken in a real browser, with few colours so that they stay small."""

import io
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.support.chromium import ROOT

FOLDER = ROOT / "docs" / "images"
COLOURS = (200, 96, 48, 24)  # fewer where there is much in the picture
ROUNDED = [round(value / 5) * 5 for value in range(256)]  # finer than eyes see
LARGEST = 300_000  # bytes; a larger one is for nobody's README
Colour = tuple[int, int, int]
SETTLED = """() => document.fonts.ready.then(() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 150)))))"""
LOOKS = """() => document.documentElement.dataset.theme
  ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")"""


@dataclass
class Album:
    """Takes pictures of one page. A name ends in what is special: `editor-dark`; without that it is light."""

    page: Page
    folder: Path = FOLDER

    def take(self, name: str, *, whole: bool = False) -> None:
        """What is in the window now, or the whole page."""
        self.page.mouse.move(0, 0)
        self.page.evaluate(SETTLED)
        assert self.page.evaluate(LOOKS) == ("dark" if name.endswith("-dark") else "light")
        # Playwright hides the caret by a style of its own, which the content policy refuses.
        shot = self.page.screenshot(full_page=whole, caret="initial")
        data = next((found for found in map(partial(small, shot), COLOURS) if len(found) <= LARGEST), b"")
        assert data, f"{name} is too large"
        (self.folder / f"{name}.png").write_bytes(data)

    def theme(self, name: str) -> None:
        """Light or dark, as the system of the reader has it."""
        self.page.emulate_media(color_scheme="dark" if name == "dark" else "light", reduced_motion="reduce")
        assert self.page.evaluate(LOOKS) == name


def small(png: bytes, colours: int) -> bytes:
    """The same picture with a palette: what is flat keeps its colour, only the edges of letters move."""
    found = Image.open(io.BytesIO(png)).convert("RGB").point(ROUNDED * 3)
    palette, nearest = chosen(found.getcolors(found.width * found.height), colours)
    data = found.tobytes()
    pixels = zip(data[0::3], data[1::3], data[2::3], strict=True)
    reduced = Image.frombytes("P", found.size, bytes(map(nearest.__getitem__, pixels)))
    reduced.putpalette([channel for colour in palette for channel in colour])
    out = io.BytesIO()
    reduced.save(out, "PNG", optimize=True)
    return out.getvalue()


def chosen(rows: list[tuple[int, Colour]], colours: int) -> tuple[list[Colour], dict[Colour, int]]:
    """The colours of the palette, and which of them stands for which colour: each time the one that would be missed
    most is taken, by pixels and by how far away the nearest is."""
    counts = {colour: count for count, colour in rows}
    away = dict.fromkeys(counts, float("inf"))
    nearest = dict.fromkeys(counts, 0)
    palette: list[Colour] = []
    while len(palette) < min(colours, len(rows)):
        best = max(away, key=lambda colour: (away[colour] * counts[colour], counts[colour]))
        for colour, far in away.items():
            near = apart(colour, best)
            if near < far:
                away[colour], nearest[colour] = near, len(palette)
        palette.append(best)
    return palette, nearest


def apart(one: Colour, other: Colour) -> int:
    red, green, blue = one[0] - other[0], one[1] - other[1], one[2] - other[2]
    return red * red + green * green + blue * blue
