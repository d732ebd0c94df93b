import assert from "node:assert/strict";
import test from "node:test";
import { badgesOf } from "../../static/js/editor/canvas/badges.js";
import { groupChips, portChips, row } from "../../static/js/editor/canvas/chips.js";
import { along, around, bounds, pathData, straight } from "../../static/js/editor/canvas/curves.js";
import { sides } from "../../static/js/editor/canvas/ends.js";
import { Grid } from "../../static/js/editor/canvas/grid.js";
import { Ruler } from "../../static/js/editor/canvas/ruler.js";
import { Viewport } from "../../static/js/editor/canvas/viewport.js";
import { obstacles, way } from "../../static/js/editor/canvas/ways.js";
import { betweenFrames } from "../../static/js/editor/canvas/wires.js";
import { duration, kindWords, linkWords, replicationWords, zoneMeta } from "../../static/js/editor/canvas/words.js";

const ruler = new Ruler((text) => 7 * [...text].length);
const box = (x, y, width = 100, height = 50) => ({ x, y, width, height });

test("a label of ten thousand characters is cut to its room, between whole characters", () => {
  const shown = ruler.fit("🚀".repeat(10_000), 70, "label");
  assert.ok(ruler.width(shown, "label") <= 70);
  assert.match(shown, /^(?:🚀)+…$/u);
});

test("markup and line breaks in a label stay words of one line", () => {
  assert.equal(ruler.fit("<b>a</b>\n\t b", 1000, "label"), "<b>a</b> b");
});

test("ports keep their names where there is room, their numbers where not, and are counted after that", () => {
  const ports = [443, 8080, 9090].map((number) => [`p${number}`, { number, application: "http", tls: number === 443 }]);
  const texts = (room) => portChips(ports, room, ruler).map(({ text }) => text);
  assert.deepEqual(texts(500), ["443 http", "8080 http", "9090 http"]);
  assert.deepEqual(texts(150), ["443", "8080", "9090"]);
  assert.deepEqual(texts(80), ["443", "+2"]);
});

test("security groups take two rows and count the rest", () => {
  const groups = ["alpha", "beta", "gamma", "delta", "epsilon"].map((key, place) => ({ key, fields: {}, number: place + 1 }));
  const chips = groupChips(groups, 130, ruler);
  assert.equal(chips.at(-1).text, `+${groups.length - chips.length + 1}`);
  assert.ok(row(chips) <= 2 * 130);
});

test("a way leads around what stands in it, and straight where nothing does", () => {
  const wall = box(40, -50, 20, 100);
  const corners = way(obstacles([wall], []), { x: 0, y: 0 }, { x: 100, y: 0 });
  assert.ok(corners.length > 2);
  assert.ok(corners.slice(1, -1).every(({ x, y }) => (x === 40 || x === 60) && Math.abs(y) === 50));
  assert.equal(way([], { x: 0, y: 0 }, { x: 100, y: 0 }).length, 2);
});

test("lines leave at the sides that face each other", () => {
  assert.deepEqual(sides(box(0, 0), box(0, 200)), ["bottom", "top"]);
  assert.deepEqual(sides(box(0, 200), box(0, 0)), ["top", "bottom"]);
  assert.deepEqual(sides(box(300, 0), box(0, 0)), ["left", "right"]);
});

test("the middle of a straight line is in its middle, and its box holds it", () => {
  const line = straight({ x: 0, y: 0 }, { x: 90, y: 30 });
  const [{ x, y }] = along(line, [0.5]);
  assert.ok(Math.abs(x - 45) < 0.01 && Math.abs(y - 15) < 0.01);
  assert.deepEqual(bounds(line), { x: 0, y: 0, width: 90, height: 30 });
  assert.match(pathData(line), /^M0 0C30 10 60 20 90 30 $/);
  assert.equal(around([]), undefined);
});

test("a line between zones of which one holds the other ends at the outer one's upper border", () => {
  const line = betweenFrames(box(10, 40, 50, 20), box(0, 0, 200, 200));
  assert.deepEqual([line[0], line.at(-1)], [{ x: 35, y: 40 }, { x: 35, y: 0 }]);
});

test("the grid finds what shares a point with an area, however large or far", () => {
  const grid = new Grid();
  grid.set("small", box(0, 0));
  grid.set("huge", box(-100_000, -100_000, 300_000, 300_000));
  grid.set("moved", box(5000, 5000));
  grid.set("moved", box(-5000, -5000));
  assert.deepEqual([...grid.within(box(50, 20, 10, 10))].sort(), ["huge", "small"]);
  assert.deepEqual([...grid.within(box(-5000, -5000, 1, 1))].sort(), ["huge", "moved"]);
  grid.delete("small");
  assert.deepEqual([...grid.within(box(50, 20, 10, 10))], ["huge"]);
});

test("zooming keeps the point under the cursor where it is", () => {
  const viewport = new Viewport();
  viewport.resize(800, 600);
  const cursor = { x: 200, y: 100 };
  const before = viewport.toDrawing(cursor);
  viewport.zoomBy(1.7, cursor);
  const after = viewport.toDrawing(cursor);
  assert.ok(Math.abs(before.x - after.x) < 1e-9 && Math.abs(before.y - after.y) < 1e-9);
});

test("fitting shows the whole box; revealing what is in sight moves nothing", () => {
  const viewport = new Viewport();
  viewport.resize(800, 600);
  viewport.fit(box(1000, 2000, 4000, 1000));
  const { x, y, width, height } = viewport.area();
  assert.ok(x <= 1000 && y <= 2000 && x + width >= 5000 && y + height >= 3000);
  const place = viewport.x;
  viewport.reveal(box(2000, 2400));
  assert.equal(viewport.x, place);
});

test("a badge counts failures by the worst severity, and what cannot be judged only alone", () => {
  const finding = (severity, verdict, title) => ({ severity, verdict, title, subjects: ["a"] });
  const badge = badgesOf([finding("low", "fail", "x"), finding("high", "fail", "y"), finding("critical", "unknown", "z")]).get("a");
  assert.deepEqual([badge.severity, badge.count], ["high", 2]);
  assert.equal(badgesOf([finding("critical", "unknown", "z")]).get("a").severity, "unknown");
});

test("words are those of the server's drawing", () => {
  assert.equal(kindWords({ kind: "alb", min_instances: 2, max_instances: 6 }, { label: "Load balancer" }), "Load balancer · ×2–6");
  assert.equal(zoneMeta({ properties: { cidrs: { a: "10.0.0.0/24", b: "10.0.1.0/24" } } }, {}), "10.0.0.0/24 +1");
  assert.equal(linkWords({ weight: 0 }, { number: 443, application: "https" }, false), "https 443 · 0 %");
  assert.equal(replicationWords({ mode: "async", lag_seconds: 0.25, failover_seconds: 120 }), "async · 250 ms · failover 2 min");
  assert.equal(duration(90), "90 s");
});
