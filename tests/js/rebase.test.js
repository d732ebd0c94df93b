import assert from "node:assert/strict";
import { test } from "node:test";

import { Model } from "../../static/js/editor/model.js";
import { rebase, withdraw } from "../../static/js/editor/rebase.js";
import { kinds, rename, shop } from "./support.js";

const fresh = () => new Model(shop(), kinds);
const mine = (model, request_id, ...operations) => ({ request_id, operations, ...model.apply(operations) });
/** What the server tells of an edit after these others. */
const theirs = (version, request_id, operations, before = []) => {
  const server = fresh();
  for (const earlier of before) server.apply(earlier);
  return { version, request_id, actor: "bob", ...server.apply(operations) };
};

test("mine goes on top of theirs, and undoing mine leaves theirs", () => {
  const model = fresh();
  const entry = mine(model, "mine", rename("web", "Mine"));
  const pending = [entry];
  const { confirmed, dropped, theirs: news } = rebase(model, pending, [theirs(1, "theirs", [rename("web", "Theirs")])]);
  assert.deepEqual([confirmed, dropped, news.length, model.version], [[], [], 1, 1]);
  assert.equal(model.get("web").fields.label, "Mine");
  assert.deepEqual(entry.inverse, [rename("web", "Theirs")]);
});

test("what the server confirms leaves the list and is not told as somebody else's", () => {
  const model = fresh();
  const pending = [mine(model, "one", rename("web", "One")), mine(model, "two", rename("app", "Two"))];
  const found = rebase(model, pending, [theirs(1, "one", [rename("web", "One")])]);
  assert.deepEqual(found.confirmed.map(({ entry, edit }) => [entry.request_id, edit.version]), [["one", 1]]);
  assert.deepEqual(pending.map((entry) => entry.request_id), ["two"]);
  assert.deepEqual(found.theirs, []);
  assert.equal(model.get("app").fields.label, "Two");
});

test("the screen hears the sum once, and nothing where nothing changed", () => {
  const model = fresh();
  const heard = [];
  const pending = [mine(model, "mine", rename("web", "Mine"))];
  model.addEventListener("change", ({ detail }) => heard.push([detail.origin, detail.changes.map(({ key }) => key)]));
  rebase(model, pending, [theirs(1, "mine", [rename("web", "Mine")])]);
  assert.deepEqual(heard, []);
  pending.push(mine(model, "next", rename("web", "Next")));
  heard.length = 0;
  const before = [[rename("web", "Mine")]];
  rebase(model, pending, [theirs(2, "theirs", [rename("db", "Theirs"), rename("web", "Theirs")], before)]);
  assert.deepEqual(heard, [["remote", ["db"]]]);
});

test("what no longer applies leaves the list with its fault; what stood on it goes too", () => {
  const model = fresh();
  const pending = [
    mine(model, "gone", rename("app", "Late"), rename("web", "Half")),
    mine(model, "on it", { op: "connect", key: "app-db", source: "app", target: "db" }),
    mine(model, "kept", rename("db", "Kept")),
  ];
  const { dropped } = rebase(model, pending, [theirs(1, "theirs", [{ op: "remove", key: "app" }])]);
  assert.deepEqual(dropped.map(({ entry, fault }) => [entry.request_id, fault.element]), [["gone", "app"], ["on it", "app-db"]]);
  assert.deepEqual(pending.map((entry) => entry.request_id), ["kept"]);
  assert.equal(model.get("web").fields.label, undefined);
  assert.equal(model.get("db").fields.label, "Kept");
});

test("taking one of mine back keeps the others", () => {
  const model = fresh();
  const wrong = mine(model, "wrong", rename("web", "Wrong"));
  const pending = [wrong, mine(model, "kept", rename("db", "Kept"))];
  assert.deepEqual(withdraw(model, pending, wrong), []);
  assert.deepEqual(pending.map((entry) => entry.request_id), ["kept"]);
  assert.equal(model.get("web").fields.label, undefined);
  assert.equal(model.get("db").fields.label, "Kept");
});
