import assert from "node:assert/strict";
import test from "node:test";
import { aligned, distributed } from "../../static/js/editor/align.js";
import { freeSpot, overlap } from "../../static/js/editor/geometry.js";
import { resized } from "../../static/js/editor/gestures/resize.js";
import { snap } from "../../static/js/editor/guides.js";
import { border, distance } from "../../static/js/editor/lines.js";
import { nearest } from "../../static/js/editor/walk.js";

const box = (x, y, width = 100, height = 50) => ({ x, y, width, height });
const boxes = () => new Map([["a", box(0, 0)], ["b", box(50, 200, 40)], ["c", box(300, 100, 60)]]);

test("boxes are aligned on every side", () => {
  const by = (side) => [...aligned(boxes(), side).values()].map(({ dx, dy }) => [dx, dy]);
  assert.deepEqual(by("left"), [[0, 0], [-50, 0], [-300, 0]]);
  assert.deepEqual(by("right"), [[260, 0], [270, 0], [0, 0]]);
  assert.deepEqual(by("centre"), [[130, 0], [110, 0], [-150, 0]]);
  assert.deepEqual(by("top"), [[0, 0], [0, -200], [0, -100]]);
  assert.deepEqual(by("bottom"), [[0, 200], [0, 0], [0, 100]]);
  assert.deepEqual(by("middle"), [[0, 100], [0, -100], [0, 0]]);
});

test("distributed boxes have equal gaps, and the outer two stay", () => {
  const shifts = distributed(boxes(), "x");
  assert.deepEqual(shifts.get("a"), { dx: 0, dy: 0 });
  assert.deepEqual(shifts.get("c"), { dx: 0, dy: 0 });
  assert.deepEqual(shifts.get("b"), { dx: 130, dy: 0 });
});

test("a box snaps to its neighbours' lines first, to the grid else, and to nothing with Alt", () => {
  const near = snap(box(103, 203), [box(100, 0)], { reach: 6 });
  assert.deepEqual([near.dx, near.dy], [-3, -3]);
  assert.deepEqual(near.guides, [{ axis: "x", at: 100, from: 0, to: 250 }]);
  assert.deepEqual(snap(box(103, 203), [], { reach: 6 }).guides, []);
  assert.deepEqual(snap(box(103, 203), [box(100, 0)], { reach: 6, free: true }), { dx: 0, dy: 0, guides: [] });
});

test("a free spot overlaps nothing and stays in its area while there is room", () => {
  const area = box(0, 0, 600, 400);
  const taken = [];
  for (let count = 0; count < 12; count += 1) {
    const spot = { ...freeSpot({ width: 184, height: 56 }, taken, area), width: 184, height: 56 };
    assert.ok(!taken.some((other) => overlap(spot, other)));
    assert.ok(spot.x >= 0 && spot.x + spot.width <= 600);
    taken.push(spot);
  }
});

test("a box that is moved finds a spot by its size alone", () => {
  const area = box(0, 0, 600, 400);
  const stood = box(900, 900, 184, 56);
  assert.ok(!overlap({ ...stood, ...freeSpot(stood, [box(0, 0, 184, 56)], area) }, box(0, 0, 184, 56)));
});

test("resizing from any side keeps what must be covered", () => {
  const zone = box(0, 0, 200, 200);
  const keep = box(40, 40, 100, 100);
  assert.deepEqual(resized(zone, "se", { dx: -500, dy: -500 }, keep), box(0, 0, 140, 140));
  assert.deepEqual(resized(zone, "nw", { dx: 500, dy: 500 }, keep), box(40, 40, 160, 160));
  assert.deepEqual(resized(zone, "e", { dx: 13, dy: 99 }, keep), box(0, 0, 216, 200));
  assert.deepEqual(resized(box(0, 0, 200, 60), "w", { dx: 500, dy: 0 }, { width: 184, height: 56, loose: true }), box(16, 0, 184, 60));
});

test("the nearest ahead is found before the near aside", () => {
  const rows = [["right", box(300, 10)], ["far", box(900, 0)], ["below", box(0, 200)], ["aside", box(120, 400)]];
  assert.equal(nearest(box(0, 0), rows, "Right"), "right");
  assert.equal(nearest(box(0, 0), rows, "Down"), "below");
  assert.equal(nearest(box(0, 0), rows, "Left"), undefined);
});

test("lines end at borders", () => {
  assert.deepEqual(border(box(0, 0), { x: 500, y: 25 }), { x: 100, y: 25 });
  assert.deepEqual(border(box(0, 0), { x: 50, y: 25 }), { x: 50, y: 25 });
  assert.equal(distance({ x: 5, y: 5 }, { x: 0, y: 0 }, { x: 10, y: 0 }), 5);
  assert.equal(distance({ x: 13, y: 4 }, { x: 0, y: 0 }, { x: 10, y: 0 }), 5);
});
