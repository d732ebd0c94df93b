import assert from "node:assert/strict";
import test from "node:test";
import { copied, leftOut, pasted, readDocument } from "../../static/js/editor/clips.js";
import { DOCUMENT, KINDS, desk } from "./desk.js";

const copy = (editor, ...roots) => copied(editor.model, roots, (key) => editor.views.boxOf(key));

test("a copy is a document with what lies between, and is pasted with fresh keys", async () => {
  const editor = await desk();
  const document = copy(editor, "apps", "db");
  assert.deepEqual(Object.keys(document.links).sort(), ["app-to-db", "web-to-app"]);
  assert.deepEqual(document.zones.apps.parent, undefined);
  const made = pasted(document, { ...editor, zoneFor: (root) => (root === "apps" ? "main" : "stores") });
  editor.model.apply(made.operations);
  assert.deepEqual(made.roots, ["apps-2", "db-2"]);
  assert.deepEqual(editor.model.get("app-to-db-2").fields, { source: "app-2", target: "db-2", port: "db-postgresql-2" });
  assert.equal(editor.model.get("web-2").fields.zone, "apps-2");
  assert.deepEqual(made.boxes.get("web-2"), { x: 56, y: 112, width: 184, height: 56 });
});

test("in its own topology a copy keeps its security groups; in another it brings them", async () => {
  const editor = await desk();
  const document = copy(editor, "web");
  editor.model.apply(pasted(document, { ...editor, zoneFor: () => "apps" }).operations);
  assert.equal(editor.model.section("security_groups").size, 1);
  assert.equal(editor.model.get("guard-on-web-2").fields.group, "guard");
  const other = await desk({ format: 1, topology: { system: "acme", slug: "staging" } }, {});
  other.model.apply(pasted(document, { ...other, zoneFor: () => null }).operations);
  assert.equal(other.model.get("guard-on-web").fields.group, "guard");
  assert.equal(other.model.get("guard-in").fields.cidr, "10.0.0.0/8");
});

test("pasting everything twice into an empty topology gives two equal halves", async () => {
  const editor = await desk();
  const document = copy(editor, "main");
  const other = await desk({ format: 1, topology: { system: "acme", slug: "empty" } }, {});
  for (let turn = 0; turn < 2; turn += 1) other.model.apply(pasted(document, { ...other, zoneFor: () => null }).operations);
  for (const section of ["zones", "nodes", "ports", "links", "security_groups", "rules", "attachments"]) {
    assert.equal(other.model.section(section).size, 2 * Object.keys(DOCUMENT[section]).length, section);
  }
});

test("what may stand nowhere is left out and named", async () => {
  const editor = await desk();
  const made = pasted(copy(editor, "apps", "db"), { ...editor, zoneFor: (root) => (root === "db" ? null : undefined) });
  assert.deepEqual(made.dropped, ["Apps"]);
  editor.model.apply(made.operations);
  assert.equal(editor.model.get("db-2").fields.zone, undefined);
  assert.equal(editor.model.get("web-2"), undefined);
});

test("anything else on the clipboard is refused in words", () => {
  const texts = ["", "hello", "null", "[]", "{}", '{"format":1}', '{"format":1,"topology":{},"nodes":{}}', '{"format":1,"topology":{},"nodes":[1]}', '{"format":1,"topology":{},"nodes":{"a":1}}', '{"format":1,"topology":{},"nodes":{"a":{"kind":"server"}},"links":7}'];
  for (const text of texts) assert.match(readDocument(text, KINDS).why, /holds no Groundplan elements/, text);
  assert.match(readDocument('{"format":1,"topology":{},"nodes":{"a":{"kind":"rocket"}}}', KINDS).why, /no kind rocket/);
  assert.match(readDocument('{"format":1,"topology":{},"nodes":{"a":{"kind":{"x":1}}}}', KINDS).why, /no kind/);
});

test("a rule that points at a group left behind is named, not dropped in silence", async () => {
  const here = await desk();
  here.model.apply([
    { op: "add", section: "security_groups", key: "others", fields: { label: "Others" } },
    { op: "add", section: "rules", key: "from-others", fields: { group: "guard", direction: "ingress", from_port: 80, peer_group: "others" } },
  ]);
  assert.deepEqual(leftOut(here.model, ["web"]), [{ key: "from-others", group: "guard", peer: "others" }]);
  const document = copied(here.model, ["web"], () => undefined);
  assert.equal(document.rules?.["from-others"], undefined);
  document.topology = { system: "elsewhere", slug: "x" };
  document.rules = { "from-others": { group: "guard", direction: "ingress", peer_group: "gone" } };
  const made = pasted(document, { model: here.model, keys: here.keys, zoneFor: () => null });
  assert.deepEqual(made.dropped, ["rule from-others"]);
});
