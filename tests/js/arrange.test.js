import assert from "node:assert/strict";
import test from "node:test";
import { linesOf } from "../../static/js/editor/arrange_preview.js";
import { arranged, graphOf } from "../../static/js/editor/elk_graph.js";
import { DOCUMENT, desk } from "./desk.js";

const graph = async (style, document = DOCUMENT) => {
  const { model, views } = await desk(document);
  return graphOf({ model, boxes: views.boxes, roots: ["main"], style });
};
const linesIn = ({ id, edges = [], children = [] }) => [...edges.map(({ sources, targets }) => `${id}: ${sources} ${targets}`), ...children.flatMap(linesIn)];

test("zone by zone a line counts where both its ends stand", async () => {
  assert.deepEqual(linesIn(await graph("zones")), ["apps: web app"]);
});

test("in layers a line between two zones counts as one from zone to zone, in the zone around both", async () => {
  assert.deepEqual(linesIn(await graph("layers")), ["main: apps stores", "apps: web app"]);
});

test("many lines between two zones are one, and none leads from a zone to itself", async () => {
  const document = structuredClone(DOCUMENT);
  Object.assign(document.links, { "web-to-db": { source: "web", target: "db" }, "app-to-web": { source: "app", target: "web" } });
  assert.deepEqual(linesIn(await graph("layers", document)).sort(), ["apps: app web", "apps: web app", "main: apps stores"]);
});

test("what stands outside every zone is joined to the outermost zone of the other end", async () => {
  const document = structuredClone(DOCUMENT);
  document.nodes.users = { kind: "server", properties: {} };
  document.links["users-to-web"] = { source: "users", target: "web" };
  const { model, views } = await desk(document);
  const found = graphOf({ model, boxes: views.boxes, roots: ["main", "users"], style: "layers" });
  assert.ok(linesIn(found).includes(": users main"));
});

test("what comes back stands where the arranged stood, on whole pixels", () => {
  const boxes = new Map([["a", { x: 100, y: 200, width: 184, height: 56 }], ["b", { x: 400, y: 200, width: 184, height: 56 }]]);
  const answer = { children: [{ id: "a", x: 12, y: 12.4, width: 184, height: 56 }, { id: "b", x: 12, y: 110.2, width: 184, height: 56 }] };
  const found = arranged(answer, { roots: ["a", "b"], within: null, boxes });
  assert.deepEqual([...found].map(([key, { x, y }]) => [key, x, y]), [["a", 100, 200], ["b", 100, 298]]);
});

test("the preview draws a line between any two that are arranged", async () => {
  const { model, views } = await desk();
  assert.equal(linesOf(model, views.boxes).split("M").length - 1, 2);
  assert.equal(linesOf(model, new Map([["web", views.boxes.get("web")]])), "");
});

test("a long chain goes on beside itself, a short one stays in one piece", async () => {
  for (const [count, wrapped] of /** @type {[number, boolean][]} */ ([[8, false], [9, true]])) {
    const document = structuredClone(DOCUMENT);
    for (let at = 3; at <= count; at += 1) document.nodes[`app-${at}`] = { kind: "server", zone: "apps", properties: {} };
    const [main] = (await graph("layers", document)).children;
    const apps = main.children.find(({ id }) => id === "apps");
    assert.equal(apps.children.length, count);
    assert.equal("elk.layered.wrapping.strategy" in apps.layoutOptions, wrapped);
  }
});
