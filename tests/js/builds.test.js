import assert from "node:assert/strict";
import test from "node:test";
import { newElement, newLink, reconnect, removal, splice, whyNotConnect, whyNotReconnect, whyNotSplice } from "../../static/js/editor/builds.js";
import { inherited, moveInto, whyNotIn, whyNotMove, zoneAt } from "../../static/js/editor/places.js";
import { dissolved, grouped, whyNotDissolve, whyNotGroup } from "../../static/js/editor/group.js";
import { KINDS, desk } from "./desk.js";

test("a new element brings its usual ports and stands in its zone", async () => {
  const editor = await desk();
  const { key, operations } = newElement(editor, "database", "stores");
  editor.model.apply(operations);
  assert.equal(editor.model.get(key).fields.zone, "stores");
  assert.deepEqual(editor.model.portsOf(key).map((port) => editor.model.get(port).fields.number), [5432]);
});

test("every kind can be made wherever it may stand", async () => {
  for (const { slug } of KINDS.values()) {
    const editor = await desk();
    const zones = [null, "main", "apps"].filter((zone) => !whyNotIn(editor, slug, zone));
    assert.ok(zones.length);
    for (const zone of zones) editor.model.apply(newElement(editor, slug, zone).operations);
  }
});

test("a link takes the only port of its target, its protocol and its encryption", async () => {
  const editor = await desk();
  const { key, operations } = newLink(editor, "web", "db");
  editor.model.apply(operations);
  assert.deepEqual(editor.model.get(key).fields, { source: "web", target: "db", port: "db-postgresql", protocol: "postgresql" });
});

test("what cannot be connected says why", async () => {
  const editor = await desk();
  assert.equal(whyNotConnect(editor, "db", "web"), "");
  assert.match(whyNotConnect(editor, "web", "web"), /linked to itself/);
  assert.match(whyNotConnect(editor, "web", "app"), /linked to App already/);
  assert.match(whyNotConnect(editor, "web", "apps"), /Apps is a zone/);
  assert.match(whyNotConnect(editor, "app", "db-postgresql"), /already/);
});

test("a node is put into a link, and the link keeps its key, role and target port", async () => {
  const editor = await desk();
  editor.model.apply(newElement(editor, "server", "apps", "Pooler").operations);
  assert.equal(whyNotSplice(editor, "pooler", "app-to-db"), "");
  editor.model.apply(splice(editor, "pooler", "app-to-db").operations);
  assert.deepEqual(editor.model.get("app-to-db").fields, { source: "app", target: "pooler" });
  assert.deepEqual(editor.model.get("pooler-to-db").fields, { source: "pooler", target: "db", port: "db-postgresql" });
  assert.match(whyNotSplice(editor, "app", "web-to-app"), /an end of that link/);
});

test("an end is led elsewhere, and the port of the old target is forgotten", async () => {
  const editor = await desk();
  editor.model.apply(reconnect(editor, "app-to-db", "target", "web"));
  assert.deepEqual(editor.model.get("app-to-db").fields, { source: "app", target: "web" });
  editor.model.apply(reconnect(editor, "app-to-db", "target", "db-postgresql"));
  assert.equal(editor.model.get("app-to-db").fields.port, "db-postgresql");
  editor.model.apply(reconnect(editor, "app-to-db", "source", "web"));
  assert.equal(editor.model.get("app-to-db").fields.port, "db-postgresql");
  assert.deepEqual(reconnect(editor, "app-to-db", "source", "web"), []);
  assert.match(whyNotReconnect(editor, "app-to-db", "source", "db"), /itself/);
});

test("removing names what goes along, each once", async () => {
  const { model } = await desk();
  const plan = removal(model, ["stores", "db", "web-to-app"]);
  assert.deepEqual(plan.keys, ["stores", "web-to-app"]);
  assert.deepEqual(plan.along, ["app-to-db", "db-postgresql"]);
  model.apply(plan.operations);
  assert.equal(model.get("db"), undefined);
});

test("in another tier a node is spread over the zones that are there", async () => {
  const editor = await desk();
  editor.model.apply(moveInto(editor.model, ["app"], "stores"));
  assert.equal(editor.model.get("app").fields.zone, "stores");
  assert.deepEqual(editor.model.get("app").fields.availability_zones, ["eu-1b"]);
  assert.equal(inherited(editor, "stores"), "in Stores (network Main; eu-1b)");
  assert.deepEqual(moveInto(editor.model, ["app"], "stores"), []);
});

test("kinds decide where something may be dropped", async () => {
  const editor = await desk();
  assert.match(whyNotIn(editor, "nat", null), /Nat cannot stand outside every zone; it may stand in: Network, Subnet-tier, Group/);
  assert.match(whyNotMove(editor, ["main"], "apps"), /inside itself/);
  assert.match(whyNotMove(editor, ["apps"], null), /cannot stand outside every zone/);
  assert.equal(whyNotMove(editor, ["web"], "stores"), "");
});

test("the innermost zone is under the pointer, without what is carried", async () => {
  const editor = await desk();
  assert.equal(zoneAt(editor, { x: 60, y: 120 }), "apps");
  assert.equal(zoneAt(editor, { x: 60, y: 120 }, new Set(["apps"])), "main");
  assert.equal(zoneAt(editor, { x: 2000, y: 0 }), null);
});

test("a group holds what it was made of and gives it back", async () => {
  const editor = await desk();
  const boxes = new Map(["web", "app"].map((key) => [key, editor.views.boxes.get(key)]));
  assert.equal(whyNotGroup(editor, ["web", "app"]), "");
  assert.match(whyNotGroup(editor, ["web", "db"]), /in one zone/);
  assert.match(whyNotGroup(editor, ["apps"]), /cannot stand in/);
  const { key, operations } = grouped(editor, boxes);
  editor.perform(operations, { label: "" });
  assert.equal(editor.model.get("web").fields.zone, key);
  assert.equal(editor.model.get(key).fields.parent, "apps");
  assert.deepEqual(editor.views.boxes.get("web"), boxes.get("web"));
  assert.equal(whyNotDissolve(editor, [key]), "");
  editor.perform(dissolved(editor, [key]), { label: "" });
  assert.equal(editor.model.get("web").fields.zone, "apps");
  assert.equal(editor.model.get(key), undefined);
});
