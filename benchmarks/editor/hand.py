"""A hand at a page: real input through the browser's own protocol, and the gaps between frames while it moves."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.editor.figures import Frames
from tests.support import chromium

FRAMES = (Path(__file__).parent / "frames.js").read_text()
WINDOW = {"width": 1440, "height": 900}
BEAT = 1 / 60  # seconds between two movements
MOVES = 60
RASTER = "RasterTask"
FRAME = "ProxyMain::BeginMainFrame"  # Chromium's name for all that a page's main thread does for one frame
Point = tuple[float, float]


@contextmanager
def browser() -> Iterator[Browser]:
    folder = chromium.unpacked()
    with sync_playwright() as playwright:
        program = str(folder / "chromium")
        start = playwright.chromium.launch
        one = start(executable_path=program, args=chromium.ARGUMENTS, env={**chromium.environment(folder)})
        yield one
        one.close()


def _spent(events: list[dict[str, Any]], name: str) -> list[float]:
    """Milliseconds of CPU for each event of this name."""
    return [row["tdur"] / 1000 for row in events if row["name"] == name and "tdur" in row]


class Hand:
    """Drives one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def during(self, act: Callable[[], None]) -> Frames:
        """The frames that the page made while something was done."""
        driver = cast("Browser", self.page.context.browser)
        driver.start_tracing(page=self.page, categories=["cc", "devtools.timeline"])
        self.page.evaluate("() => bench.start()")
        act()
        gaps = list(self.page.evaluate("() => bench.stop()"))
        events = json.loads(driver.stop_tracing())["traceEvents"]
        work, raster = (_spent(events, name) for name in (FRAME, RASTER))
        return Frames(gaps, work, sum(raster) / max(len(gaps), 1))

    def idle(self) -> list[float]:
        """The gaps of an empty page in the same browser, now."""
        empty = self.page.context.new_page()
        empty.evaluate(FRAMES)
        gaps = Hand(empty).during(lambda: time.sleep(1)).gaps
        empty.close()
        self.page.bring_to_front()
        return gaps

    def along(self, points: list[Point]) -> None:
        """The pointer, sixty times a second at most."""
        for x, y in points:
            begun = time.perf_counter()
            self.page.mouse.move(x, y)
            time.sleep(max(0.0, BEAT - (time.perf_counter() - begun)))

    def drag(self, start: Point, stop: Point, button: Any = "left", drop: bool = True) -> Frames:
        """There and back, from the press to the last movement."""
        (x, y), (u, v) = start, stop
        there = [(x + (u - x) * part / MOVES, y + (v - y) * part / MOVES) for part in range(1, MOVES + 1)]
        mouse = self.page.mouse
        mouse.move(x, y)
        mouse.down(button=button)
        self.along(there[:3])
        seen = self.during(lambda: self.along([*there, *there[::-1]]))
        if not drop:
            self.page.keyboard.press("Escape")
        mouse.up(button=button)
        return seen

    def wheel(self, at: Point, steps: list[float]) -> Frames:
        self.page.mouse.move(*at)

        def turn() -> None:
            for step in steps:
                begun = time.perf_counter()
                self.page.mouse.wheel(0, step)
                time.sleep(max(0.0, BEAT - (time.perf_counter() - begun)))
            time.sleep(0.4)  # what is drawn anew when the wheel rests counts, too

        return self.during(turn)

    def heap(self) -> float:
        """MB of JavaScript in use, after the garbage is gone."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("HeapProfiler.collectGarbage")
        session.send("Performance.enable")
        rows = {row["name"]: row["value"] for row in session.send("Performance.getMetrics")["metrics"]}
        session.detach()
        return float(rows["JSHeapUsedSize"]) / 1e6


def context_of(browser: Browser, address: str) -> BrowserContext:
    """A fresh profile: nothing is in its cache."""
    made = browser.new_context(base_url=address, viewport=WINDOW)  # type: ignore[arg-type]
    made.set_default_timeout(90_000)
    made.add_init_script(FRAMES)
    return made
