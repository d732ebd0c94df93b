import assert from "node:assert/strict";
import test from "node:test";
import { steps } from "../../static/js/editor/guide_steps.js";
import { touched } from "../../static/js/editor/news.js";
import { failuresOf, flowText } from "../../static/js/editor/whatif.js";
import { desk } from "./desk.js";

test("the first steps tick themselves off, the last one when there is a revision", async () => {
  const editor = await desk();
  const done = (problems, published) => steps(editor, problems, published).map((step) => step.done);
  assert.equal(done(0, true).at(-1), true);
  assert.equal(done(0, false).at(-1), false);
  assert.equal(done(null, false).at(-2), false);
  assert.equal(steps(editor, 0).at(-1).act.command, "draft.publish");
  assert.equal(steps(editor, 0, false, true).at(-1).act.command, "draft.propose");
  assert.ok(steps(editor, 3).every(({ act }) => act.command && act.label));
});

test("what others touched names elements and people, not places in a view", () => {
  const edits = [
    { actor: "reviewer", changes: [{ section: "nodes", key: "web" }, { section: "views", key: "overview" }] },
    { actor: "reviewer", changes: [{ section: "links", key: "web-to-app" }, { section: "nodes", key: "web" }] },
  ];
  assert.deepEqual(touched(edits), { keys: ["web", "web-to-app"], people: ["reviewer"] });
});

test("an element goes with its own failure and those of the availability zones that it names", () => {
  const failures = [
    { slug: "region:ireland", removed: ["ireland"] },
    { slug: "zone:ireland/a", removed: ["ireland/a"] },
    { slug: "region:ireland-2", removed: ["ireland-2"] },
  ];
  assert.deepEqual(failuresOf(failures, "ireland").map(({ slug }) => slug), ["region:ireland", "zone:ireland/a"]);
});

test("a flow is written as addresses hold it", () => {
  assert.equal(flowText("web", "db", { number: 5432 }), "web:db:5432/tcp");
  assert.equal(flowText("web", "dns", { number: 53, protocol: "udp" }), "web:dns:53/udp");
  assert.equal(flowText("(internet)", "db"), "(internet):db:0/tcp");
});
