"""What the editor's page is measured by."""

import statistics
import time
from collections.abc import Iterator

from playwright.sync_api import Browser, BrowserContext, Page

from benchmarks.editor.figures import Figure, frames, p95
from benchmarks.editor.hand import WINDOW, Hand, Point, context_of
from benchmarks.editor.place import PASSWORD, Place

INTERACTIVE = {100: 700, 1_000: 800, 5_000: 1_800}  # ms
DRAG = {1_000: 20, 5_000: 50}
ZOOM = {1_000: 100, 5_000: 250}
HEAP = {1_000: 15, 5_000: 60}  # MB
PAN, CARRY, PAINT, SAVED, JUDGED, ARRANGED = 20, 50, 150, 200, 500, 2_000
WARMING, VISITS = 4, 5
MIDDLE: Point = (WINDOW["width"] * 0.5, WINDOW["height"] * 0.5)


def signed_in(browser: Browser, address: str) -> BrowserContext:
    context = context_of(browser, address)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Username").fill("architect")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Systems", exact=True).wait_for()
    page.wait_for_load_state("networkidle")  # as a person who reads that page before going on
    page.close()
    return context


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    with page.expect_console_message(lambda said: said.text == "bench: interactive"):
        page.goto(address, wait_until="commit")
    page.wait_for_function("() => globalThis.groundplan")
    return page


def settled(page: Page) -> None:
    """Nothing is drawn or asked for any more."""
    page.wait_for_load_state("load")
    page.wait_for_function("() => groundplan.canvas.settled")
    time.sleep(1)


def loading(browser: Browser, place: Place, size: int) -> Iterator[Figure]:
    """Cold in the browser: each time a profile that has seen the way in alone. The web has answered before: each of its
    processes has made the page. Beside it the paint of an answer of a few words, in the same profile."""
    times: list[tuple[float, float, float]] = []
    for visit in range(WARMING + VISITS):
        context = signed_in(browser, place.address)
        page = opened(context, place.drafts[size])
        if visit >= WARMING:
            times.append((page.evaluate("() => bench.interactive"), painted(page), least(context)))
        context.close()
    whole, first, floor = (statistics.median(column) for column in zip(*times, strict=True))
    yield Figure(f"first contentful paint (median of {VISITS})", size, first, "ms", PAINT, floor=floor)
    yield Figure(f"interactive (median of {VISITS})", size, whole, "ms", INTERACTIVE[size])


def painted(page: Page) -> float:
    """When the page first showed something, in milliseconds."""
    known = page.wait_for_function(
        "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
    )
    return float(known.json_value())


def least(context: BrowserContext) -> float:
    """What a first paint takes here at least: that of a line of plain text."""
    for page in context.pages:
        page.close()
    time.sleep(1)  # the browser puts a large page away beside what is asked for next
    bare = context.new_page()
    bare.goto("/healthz", wait_until="commit")
    return painted(bare)


def heap(hand: Hand, size: int) -> Iterator[Figure]:
    yield Figure("JavaScript heap, after loading", size, hand.heap(), "MB", HEAP[size])


def moving(hand: Hand, size: int) -> Iterator[Figure]:
    """The window over the drawing, near and far."""
    for what, zoom in (("pan, near (100 %)", 1.0), ("pan, whole drawing", None)):
        look_at(hand.page, "net0-svc3", zoom)
        idle = hand.idle()
        start, stop = (MIDDLE[0] - 300, MIDDLE[1] - 200), (MIDDLE[0] + 300, MIDDLE[1] + 200)
        seen = hand.drag(start, stop, button="middle")
        yield frames(what, size, seen, idle, PAN)
    look_at(hand.page, "net0-svc3", 1.0)
    idle = hand.idle()
    yield frames("zoom, wheel", size, hand.wheel(MIDDLE, [60.0] * 24 + [-60.0] * 24), idle, ZOOM[size])


def carrying(hand: Hand, size: int) -> Iterator[Figure]:
    """Elements under the pointer."""
    page = hand.page
    look_at(page, "net0-svc3", 1.0)
    for what, keys, target in (
        ("drag a node (4 lines)", ["net0-svc3"], DRAG[size]),
        ("drag a database (9 lines and more)", ["net0-db0"], DRAG[size]),
        ("drag two networks, 86 elements inside", ["net0", "net1"], CARRY),
    ):
        page.evaluate("keys => groundplan.selection.set(keys)", keys)
        look_at(page, keys[0], 1.0 if len(keys) == 1 else 0.5)
        x, y = grip(page, keys[0])
        idle = hand.idle()
        yield frames(what, size, hand.drag((x, y), (x + 200, y + 140), drop=False), idle, target)
    page.evaluate("() => groundplan.selection.clear()")


def grip(page: Page, key: str) -> Point:
    """Where an element is held: a card in its middle, a frame by its header."""
    found = page.evaluate(
        """key => {
          const { x, y, width, height } = groundplan.views.boxes.get(key);
          const zone = groundplan.model.get(key).section === "zones";
          return groundplan.canvas.clientOf({ x: x + width / 2, y: y + (zone ? 12 : height / 2) });
        }""",
        key,
    )
    return found["x"], found["y"]


def look_at(page: Page, key: str, zoom: float | None) -> None:
    """An element in the middle at this zoom, or everything; settled."""
    page.evaluate(
        """([key, zoom]) => {
          const { canvas } = groundplan;
          if (!zoom) return canvas.fit();
          const { x, y, width, height } = canvas.boxAround([key]);
          canvas.viewport.centre({ x: x + width / 2, y: y + Math.min(height, 200) / 2 }, zoom);
        }""",
        [key, zoom],
    )
    settled(page)


def saving(hand: Hand, size: int, times: int = 60) -> Iterator[Figure]:
    """From the gesture to the answer of the server, and to the findings of what it made."""
    rows = hand.page.evaluate(
        """async (times) => {
          const rows = [];
          const { sync, canvas, model } = groundplan;
          const until = (done) => new Promise((ready) => { const look = () => (done() ? ready() : setTimeout(look, 2)); look(); });
          await until(() => canvas.badges.version === model.version);
          for (let turn = 0; turn < times; turn += 1) {
            const begun = performance.now();
            sync.perform([{ op: "update", key: "net0-svc3", fields: { label: `Turn ${turn}` } }], { label: "rename" });
            await until(() => sync.state === "saved" && !sync.pending.length);
            const saved = performance.now() - begun;
            await until(() => canvas.badges.version === model.version);
            rows.push([saved, performance.now() - begun]);
          }
          return rows;
        }""",
        times,
    )
    for what, column, target in zip(
        ("gesture to saved", "gesture to refreshed findings"),
        zip(*rows, strict=True),
        (SAVED, JUDGED),
        strict=True,
    ):
        yield Figure(what, size, p95(column), "ms", target, sorted(column)[len(column) // 2])


def arranging(hand: Hand, size: int) -> Iterator[Figure]:
    """ELK over everything, from the command to its preview, worker and all, in both styles; then stopped half way."""
    page = hand.page
    page.evaluate("() => groundplan.selection.clear()")
    for command, what in (("arrange.tidy", "zone by zone"), ("arrange.layers", "in layers")):
        page.evaluate("() => groundplan.arrange.layouter.end()")
        begun = time.perf_counter()
        page.evaluate("command => void groundplan.commands.run(command)", command)
        page.wait_for_function("() => groundplan.arrange.places")
        took = (time.perf_counter() - begun) * 1000
        yield Figure(f"arrange by ELK, cold, {what}", size, took, "ms", ARRANGED)
        page.evaluate("() => groundplan.arrange.cancel()")
    page.evaluate("() => (groundplan.arrange.layouter.end(), void groundplan.commands.run('arrange.layers'))")
    time.sleep(0.3)
    begun = time.perf_counter()
    page.keyboard.press("Escape")
    page.wait_for_function("() => !groundplan.arrange.busy")
    yield Figure("arrange by ELK, stopped by Escape", size, (time.perf_counter() - begun) * 1000, "ms")
