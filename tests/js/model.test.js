import assert from "node:assert/strict";
import { test } from "node:test";

import { Fault } from "../../static/js/editor/fault.js";
import { Model } from "../../static/js/editor/model.js";
import { kinds, rename, shop } from "./support.js";

const model = () => new Model(shop(), kinds, 7);

test("it answers what hangs on what", () => {
  const shown = model();
  assert.deepEqual(shown.portsOf("app"), ["app-http", "app-tls"]);
  assert.deepEqual(shown.linksOf("app"), ["web-app"]);
  assert.deepEqual(shown.childrenOf("tier"), ["app", "web"]);
  assert.deepEqual(shown.childrenOf(null), ["net", "other"]);
  assert.deepEqual(shown.pathOf("web"), ["tier", "net"]);
  assert.deepEqual(shown.dependents("app"), ["app-http", "app-tls", "web-app"]);
});

test("a change is told with its origin, and its inverse leads back", () => {
  const shown = model();
  const heard = [];
  shown.addEventListener("change", (event) => heard.push(event.detail));
  const { changes, inverse } = shown.apply([rename("web", "Web")]);
  assert.equal(shown.get("web").fields.label, "Web");
  assert.deepEqual(inverse, [rename("web", null)]);
  shown.apply(inverse, "undo");
  assert.deepEqual(shown.document(), shop());
  assert.deepEqual(heard.map((detail) => detail.origin), ["local", "undo"]);
  assert.deepEqual(heard[0].changes, changes);
});

test("what stands at its default is left out", () => {
  const shown = model();
  const fields = { min_instances: 1, slot: "", properties: { size: "small", memory: 4 } };
  shown.apply([{ op: "update", key: "web", fields }]);
  assert.deepEqual(shown.get("web").fields, { kind: "service", zone: "tier", properties: { memory: 4 } });
});

test("removing takes along what cannot stand alone, and undoing brings all of it back", () => {
  const shown = model();
  const { inverse } = shown.apply([{ op: "remove", key: "net" }]);
  assert.deepEqual([...shown.tables.home.keys()].sort(), ["all", "other"]);
  assert.equal(shown.get("all").fields.placements, undefined);
  shown.apply(inverse);
  assert.deepEqual(shown.document(), shop());
});

test("a list of operations is done whole or not at all", () => {
  const shown = model();
  const wrong = { op: "move", key: "web", to: "nowhere" };
  assert.throws(() => shown.apply([rename("app", "App"), wrong]), (error) => {
    assert.ok(error instanceof Fault);
    assert.deepEqual([error.element, error.field], ["web", "zone"]);
    return true;
  });
  assert.deepEqual(shown.document(), shop());
});

test("a preview changes nothing and tells nobody", () => {
  const shown = model();
  shown.addEventListener("change", () => assert.fail("told"));
  assert.equal(shown.preview([{ op: "remove", key: "app" }]).length, 5);
  assert.deepEqual(shown.document(), shop());
});

const REFUSED = [
  [{ op: "add", section: "nodes", key: "web", fields: { kind: "service" } }, "web", "key"],
  [{ op: "add", section: "nodes", key: "Web", fields: { kind: "service" } }, "Web", "key"],
  [{ op: "add", section: "nodes", key: "new", fields: { kind: "castle" } }, "new", "kind"],
  [{ op: "update", key: "nobody", fields: {} }, "nobody", "key"],
  [{ op: "update", key: "web", fields: { colour: "red" } }, "web", "colour"],
  [{ op: "update", key: "web", fields: { properties: { memory: "much" } } }, "web", "properties.memory"],
  [{ op: "update", key: "web", fields: { min_instances: 3 } }, "web", ""],
  [{ op: "update", key: "app-http", fields: { number: 70000 } }, "app-http", "number"],
  [{ op: "update", key: "two", fields: { number: 100 } }, "two", "number"],
  [{ op: "update", key: "web-app", fields: { target: "db" } }, "web-app", "port"],
  [{ op: "connect", key: "loop", source: "web", target: "web" }, "loop", "target"],
  [{ op: "move", key: "tier", to: "tier" }, "tier", "parent"],
  [{ op: "move", key: "acl", to: "net" }, "acl", "to"],
  [{ op: "disconnect", key: "web" }, "web", "key"],
  [{ op: "remove", key: "app", cascade: false }, "app", "cascade"],
  [{ op: "reorder", key: "acl", direction: "ingress", order: ["one"] }, "acl", "order"],
  [{ op: "place", view: "all", placements: { nobody: { x: 1, y: 1 } } }, "nobody", "key"],
  [{ op: "configure", fields: { slug: "x" } }, "", "slug"],
  [{ op: "paint", key: "web" }, "web", "op"],
];
for (const [operation, element, field] of REFUSED)
  test(`refused at ${element}.${field}: ${JSON.stringify(operation)}`, () => {
    const shown = model();
    assert.throws(() => shown.apply([operation]), { name: "Fault", element, field });
    assert.deepEqual(shown.document(), shop());
  });

test("a circle of zones is refused", () => {
  const groups = { a: { kind: "group", properties: {} }, b: { kind: "group", parent: "a", properties: {} } };
  const shown = new Model({ ...shop(), zones: { ...shop().zones, ...groups } }, kinds);
  assert.throws(() => shown.apply([{ op: "move", key: "a", to: "b" }]), { message: /contains itself/ });
});

test("an edit of five thousand nodes takes milliseconds", () => {
  const nodes = Object.fromEntries(
    Array.from({ length: 5000 }, (_, place) => [`node-${place}`, { kind: "service", zone: "tier", properties: {} }]),
  );
  const shown = new Model({ ...shop(), nodes: { ...shop().nodes, ...nodes } }, kinds);
  const start = performance.now();
  for (let place = 0; place < 100; place++) shown.apply([rename(`node-${place}`, "x")]);
  assert.ok((performance.now() - start) / 100 < 5);
});
