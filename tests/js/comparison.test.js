import assert from "node:assert/strict";
import { test } from "node:test";

import { after, toggled } from "../../static/js/comparison/steps.js";
import { near } from "../../static/js/viewbox.js";

test("steps go round in both directions", () => {
  assert.equal(after(["a", "b", "c"], "a", 1), "b");
  assert.equal(after(["a", "b", "c"], "c", 1), "a");
  assert.equal(after(["a", "b", "c"], "a", -1), "c");
});

test("the first step goes to the first or last, also when the current one is hidden", () => {
  assert.equal(after(["a", "b"], "", 1), "a");
  assert.equal(after(["a", "b"], "gone", -1), "b");
  assert.equal(after([], "", 1), undefined);
});

test("before and after follow on each other", () => {
  assert.equal(toggled("both"), "before");
  assert.equal(toggled("before"), "after");
  assert.equal(toggled("after"), "before");
});

test("a small mark in a large drawing is shown in a box where one can read", () => {
  const box = near({ x: 5000, y: 3000, width: 16, height: 16 }, { x: 0, y: 0, width: 10000, height: 8000 });
  assert.equal(box.width, 900);
  assert.equal(box.x + box.width / 2, 5008);
});
