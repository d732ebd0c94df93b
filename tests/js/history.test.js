import assert from "node:assert/strict";
import { test } from "node:test";

import { History } from "../../static/js/editor/history.js";

const step = (request_id) => ({ request_id, version: null, inverse: [], label: "", focus: [] });
const names = (steps) => steps.map(({ request_id }) => request_id);

test("what was taken back may be redone, and that taken back again", () => {
  const history = new History([step("one"), step("two")]);
  history.turned(history.find("two"), step("undo two"), history.undo);
  assert.deepEqual([names(history.undo), names(history.redo)], [["one"], ["undo two"]]);
  history.turned(history.find("undo two"), step("redo two"), history.redo);
  assert.deepEqual([names(history.undo), names(history.redo)], [["one", "redo two"], []]);
});

test("a new edit ends the redoing", () => {
  const history = new History([step("one")], [step("undone")]);
  history.did(step("two"));
  assert.deepEqual([names(history.undo), names(history.redo)], [["one", "two"], []]);
});

test("what did not come to be is forgotten wherever it stands", () => {
  const history = new History([step("one"), step("two")], [step("three")]);
  for (const request of ["one", "three", "nobody"]) history.forget(request);
  assert.deepEqual([names(history.undo), names(history.redo)], [["two"], []]);
  assert.equal(history.find("one"), undefined);
});
