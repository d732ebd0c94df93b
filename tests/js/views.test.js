import assert from "node:assert/strict";
import test from "node:test";
import { newElement, removal } from "../../static/js/editor/builds.js";
import { collapseOperation } from "../../static/js/editor/collapse.js";
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

test("nothing untouched ever moves, whatever is added, removed, renamed and moved", async () => {
  const editor = await desk();
  moveBy(editor, "web", 8, 8);
  let seed = 7;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  const frames = new Set(editor.model.section("zones").keys());
  for (let round = 0; round < 300; round += 1) {
    const before = snapshot(editor);
    const nodes = [...editor.model.section("nodes").keys()];
    const key = nodes[random(nodes.length)];
    const zone = [null, "apps", "stores", "main"][random(4)];
    const made = newElement(editor, "server", zone);
    const choices = [
      made.operations,
      removal(editor.model, nodes.length > 3 ? [key] : []).operations,
      [{ op: "update", key, fields: { label: `Renamed ${round}` } }],
      [{ op: "move", key, to: zone }],
    ];
    const at = random(4);
    editor.perform(choices[at], { label: "" });
    for (const [other, box] of before) {
      if (other === key || frames.has(other)) continue;
      assert.deepEqual(editor.views.boxes.get(other), box, `round ${round}, choice ${at}: ${other}`);
    }
  }
});

test("views show what the server shows", async () => {
  const { model } = await desk();
  model.apply([{ op: "add", section: "nodes", key: "alone", fields: { kind: "server", zone: "main", properties: {} } }]);
  assert.deepEqual([...shownIn(model, { shows: "dataflow" })].sort(), ["app", "apps", "db", "main", "stores", "web"]);
  assert.deepEqual([...shownIn(model, { shows: "zone", zone: "stores" })].sort(), ["app", "apps", "db", "main", "stores"]);
  assert.ok(shownIn(model, { shows: "security" }).has("alone"));
});
