import assert from "node:assert/strict";
import test from "node:test";
import { Selection } from "../../static/js/editor/selection.js";

function heard(selection) {
  const told = [];
  selection.addEventListener("change", (event) => told.push(event.detail.keys));
  return told;
}

test("it tells of a change once, and not of none", () => {
  const selection = new Selection();
  const told = heard(selection);
  selection.set(["a", "b"]);
  selection.set(["a", "b"]);
  selection.toggle("a");
  selection.toggle("c");
  selection.clear();
  selection.clear();
  assert.deepEqual(told, [["a", "b"], ["b"], ["b", "c"], []]);
});

test("the last selected is the one that was added last", () => {
  const selection = new Selection();
  selection.set(["a", "b"]);
  selection.add(["c"]);
  assert.equal(selection.last, "c");
  assert.equal(selection.size, 3);
});

test("what is gone is forgotten", () => {
  const selection = new Selection();
  selection.set(["a", "b"]);
  selection.keep((key) => key === "b");
  assert.deepEqual(selection.keys(), ["b"]);
  assert.ok(!selection.has("a"));
});
