import assert from "node:assert/strict";
import test from "node:test";
import { KEY_LENGTH, Keys, slug } from "../../static/js/editor/keys.js";

const KEY = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

test("labels become keys", () => {
  assert.equal(slug("Web Server #2"), "web-server-2");
  assert.equal(slug("Überwachung"), "uberwachung");
  assert.equal(slug("3 tiers"), "tiers");
  assert.equal(slug("数据库"), "");
  assert.equal(slug("<script>"), "script");
});

test("whatever the label, the key is one the server takes", () => {
  const model = Object.assign(new EventTarget(), { get: () => undefined });
  const keys = new Keys(model);
  for (const label of ["", "-", "123", "数据库", "a".repeat(10_000), "--a--", "a--b", "🚀", "é́"]) {
    const key = keys.fresh(label, "postgresql");
    assert.match(key, KEY);
    assert.ok(key.length <= KEY_LENGTH);
  }
});

test("a key is given once, whether it is there, was there or has only been given", () => {
  const here = new Set(["db"]);
  const model = Object.assign(new EventTarget(), { get: (key) => (here.has(key) ? {} : undefined) });
  const keys = new Keys(model, ["db-2"]);
  model.dispatchEvent(new CustomEvent("change", { detail: { changes: [{ key: "db-3" }] } }));
  assert.equal(keys.fresh("DB"), "db-4");
  assert.equal(keys.fresh("DB"), "db-5");
});
