"""The same scene and gestures on a bare JointJS paper, for ADR 0007."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from benchmarks.editor.figures import Figure, frames
from benchmarks.editor.hand import FRAMES, Hand
from tests.support.chromium import ROOT

LIBRARY = ROOT / "node_modules" / "@joint" / "core" / "dist" / "joint.min.js"
SCENE = Path(__file__).with_name("joint.js")
# What our drawing shows, as plain data. The window is as large as our drawing is.
TAKEN = """() => {
  const { model, views, canvas, kinds } = groundplan;
  const words = (key) => ({ key, ...views.boxes.get(key), label: model.get(key).fields.label || key });
  const keys = [...views.boxes.keys()];
  const { clientWidth: width, clientHeight: height } = canvas.host;
  return JSON.stringify({
    frames: keys.filter((key) => canvas.scene.isFrame(key)).map((key) => ({ ...words(key), depth: model.pathOf(key).length })),
    cards: keys.filter((key) => !canvas.scene.isFrame(key)).map((key) => ({
      ...words(key), kind: kinds.get(model.get(key).fields.kind)?.label ?? "", port: "8080", group: key.split("-")[0],
    })),
    lines: [...canvas.wires.all.values()].map(({ key, source, target }) => ({ key, source, target })),
    size: { width, height },
  });
}"""


def peer(hand: Hand, size: int) -> Iterator[Figure]:
    scene = json.loads(hand.page.evaluate(TAKEN))
    page = hand.page.context.new_page()
    other = Hand(page)
    page.set_viewport_size(scene["size"])
    page.set_content('<body style="margin:0"><div id="paper" style="width:100vw;height:100vh"></div></body>')
    page.add_script_tag(path=LIBRARY)
    page.add_script_tag(path=SCENE)
    page.evaluate(FRAMES)
    page.evaluate("scene => peer.show(scene)", scene)
    yield from _moving(other, page, size)
    yield Figure("JointJS: JavaScript heap", size, other.heap(), "MB")
    page.close()


def _moving(hand: Hand, page: Page, size: int) -> Iterator[Figure]:
    x, y = _looked(page, "net0-svc3")
    seen = hand.drag((x - 300, y - 200), (x + 300, y + 200), button="middle")
    yield frames("JointJS: pan, near (100 %)", size, seen, hand.idle(), None)
    for what, key in (("a node (4 lines)", "net0-svc3"), ("a database (9 lines and more)", "net0-db0")):
        x, y = _looked(page, key)
        seen = hand.drag((x, y), (x + 200, y + 140))
        yield frames(f"JointJS: drag {what}", size, seen, hand.idle(), None)
    at = _looked(page, "net0-svc3")
    yield frames("JointJS: zoom, wheel", size, hand.wheel(at, [60.0] * 24 + [-60.0] * 24), hand.idle(), None)


def _looked(page: Page, key: str) -> tuple[float, float]:
    point = page.evaluate("key => peer.look(key, 1)", key)
    time.sleep(1.5)
    return point["x"], point["y"]
