import assert from "node:assert/strict";
import test from "node:test";
import { newElement, removal } from "../../static/js/editor/builds.js";
import { collapseOperation } from "../../static/js/editor/collapse.js";
import { overlap } from "../../static/js/editor/geometry.js";
import { moveTo } from "../../static/js/editor/moving.js";
import { parentOf, whyNotMove, zonesAround } from "../../static/js/editor/places.js";
import { shifted } from "../../static/js/editor/shifts.js";
import { shownIn } from "../../static/js/editor/shown.js";
import { desk } from "./desk.js";

const snapshot = (editor) => new Map([...editor.views.boxes].map(([key, box]) => [key, { ...box }]));
const moveBy = (editor, key, dx, dy) => editor.perform([editor.views.place(shifted(editor, new Map([[key, { dx, dy }]])))], { label: "Moved" });

test("the first gesture writes down where everything stands, and undo takes all of it back", async () => {
  const editor = await desk();
  const before = snapshot(editor);
  moveBy(editor, "web", 16, 8);
  const view = editor.model.get(editor.views.current);
  assert.equal(view.section, "views");
  assert.deepEqual(Object.keys(view.fields.placements).sort(), ["app", "apps", "db", "main", "stores", "web"]);
  assert.deepEqual(editor.views.boxes.get("web"), { x: 72, y: 120, width: 184, height: 56 });
  for (const key of ["app", "apps", "db", "main", "stores"]) assert.deepEqual(editor.views.boxes.get(key), before.get(key));
  editor.model.apply(editor.done[0].inverse, "undo");
  assert.equal(editor.views.current, "");
  assert.deepEqual(snapshot(editor), before);
});

test("a second gesture adds no second view", async () => {
  const editor = await desk();
  moveBy(editor, "web", 8, 0);
  moveBy(editor, "web", 8, 0);
  assert.equal(editor.model.section("views").size, 1);
  assert.deepEqual(editor.done[1].inverse, [{ op: "place", view: "overview", placements: { web: { x: 64, y: 112 } } }]);
});

test("a zone takes along what is in it", async () => {
  const editor = await desk();
  moveBy(editor, "main", 100, 50);
  assert.equal(editor.views.boxes.get("db").x, 156);
  assert.deepEqual(editor.views.boxes.get("main"), { x: 124, y: 74, width: 700, height: 500 });
});

test("a frame grows to hold what is in it and moves nothing", async () => {
  const editor = await desk();
  const before = snapshot(editor);
  moveBy(editor, "db", 600, 0);
  assert.equal(editor.views.boxes.get("stores").width, 56 + 600 + 184 + 16 - 40);
  for (const key of ["web", "app", "apps"]) assert.deepEqual(editor.views.boxes.get(key), before.get(key));
});

test("what others add finds room where nothing stands", async () => {
  const editor = await desk();
  const before = snapshot(editor);
  editor.model.apply([{ op: "add", section: "nodes", key: "extra", fields: { kind: "server", zone: "apps", properties: {} } }], "remote");
  const spot = editor.views.boxes.get("extra");
  for (const key of ["web", "app"]) {
    const box = editor.views.boxes.get(key);
    assert.deepEqual(box, before.get(key));
    assert.ok(spot.x >= box.x + box.width || spot.x + spot.width <= box.x || spot.y >= box.y + box.height);
  }
});

test("a collapsed zone hides what is in it and opens as it was", async () => {
  const editor = await desk();
  const before = snapshot(editor);
  editor.perform([collapseOperation(editor, ["apps"], true)], { label: "Collapsed" });
  assert.deepEqual([...editor.views.collapsed], ["apps"]);
  assert.ok(!editor.views.boxes.has("web"));
  assert.equal(editor.views.standsFor("web"), "apps");
  assert.deepEqual(editor.views.boxes.get("apps").width, 184);
  editor.model.apply(editor.done[0].inverse, "undo");
  assert.deepEqual(snapshot(editor), before);
});

test("a preview shows and leaves no trace", async () => {
  const editor = await desk();
  const before = snapshot(editor);
  editor.views.preview(new Map([["web", { x: 0, y: 0, width: 1, height: 1 }]]));
  assert.equal(editor.views.boxes.get("web").width, 1);
  editor.views.preview(null);
  assert.deepEqual(snapshot(editor), before);
});

/** A gesture of a random kind at random elements, as hands make them. */
function randomGesture(editor, random, round) {
  const { model, views } = editor;
  const nodes = [...model.section("nodes").keys()];
  const zones = [...model.section("zones").keys()];
  const any = (list) => list[random(list.length)];
  const key = any(random(4) ? nodes : zones);
  const into = () => any([null, ...zones].filter((zone) => !whyNotMove(editor, [key], zone)).concat([null]));
  const kind = any(["server", "database", "group"]);
  const choices = [
    () => newElement(editor, kind, any([null, ...zones])).operations,
    () => newElement(editor, kind, any([null, ...zones])).operations,
    () => removal(model, nodes.length > 6 ? [key] : []).operations,
    () => removal(model, nodes.length > 6 ? [any(nodes)] : []).operations,
    () => [{ op: "update", key, fields: { label: `Renamed ${round}` } }],
    () => moveTo(editor, new Map([[key, views.boxOf(key)]]), into()),
    () => [{ op: "move", key: any(nodes), to: any([null, ...zones]) }],
  ];
  return any(choices)();
}

test("2,000 random changes move nothing that they do not touch, and newcomers stand free", async () => {
  const editor = await desk();
  const { model, views } = editor;
  moveBy(editor, "web", 8, 8);
  let seed = 7;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 2000; round += 1) {
    const [before, placements] = [snapshot(editor), views.placements];
    const around = new Map([...before.keys()].map((key) => [key, zonesAround(model, key)]));
    const operations = randomGesture(editor, random, round);
    editor.perform(operations, { label: "" });
    const { changes } = editor.done.at(-1);
    const placed = new Set(operations.flatMap(({ op, placements: news }) => (op === "place" ? Object.keys(news) : [])));
    const touched = new Set([...changes.filter(({ before: old, after }) => !old || !after || moved(old, after)).map(({ key }) => key), ...placed]);
    const grown = new Set([...touched].flatMap((key) => [...(around.get(key) ?? []), ...zonesAround(model, key)]));
    for (const [key, box] of before) {
      if (touched.has(key)) continue;
      assert.deepEqual(views.placements[key], placements[key] ?? views.placements[key], `round ${round}: place of ${key}`);
      if (!grown.has(key)) assert.deepEqual(views.boxes.get(key), box, `round ${round}: ${key}`);
    }
    for (const { key, before: old, section } of changes) {
      if (old || section !== "nodes") continue;
      const beside = [...before].filter(([other]) => parentOf(model, other) === parentOf(model, key));
      for (const [other, box] of beside) assert.ok(!overlap(views.boxes.get(key), box), `round ${round}: ${key} on ${other}`);
    }
  }
});

const moved = (old, now) => old.zone !== now.zone || old.parent !== now.parent;

test("views show what the server shows", async () => {
  const { model } = await desk();
  model.apply([{ op: "add", section: "nodes", key: "alone", fields: { kind: "server", zone: "main", properties: {} } }]);
  assert.deepEqual([...shownIn(model, { shows: "dataflow" })].sort(), ["app", "apps", "db", "main", "stores", "web"]);
  assert.deepEqual([...shownIn(model, { shows: "zone", zone: "stores" })].sort(), ["app", "apps", "db", "main", "stores"]);
  assert.ok(shownIn(model, { shows: "security" }).has("alone"));
});
