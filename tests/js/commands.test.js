import assert from "node:assert/strict";
import test from "node:test";
import { Commands, READ_ONLY } from "../../static/js/editor/commands.js";

function registry(readOnly = false) {
  const said = [];
  const editor = { readOnly, announce: (text) => said.push(text) };
  return { commands: new Commands(editor), said };
}
const command = (more) => ({ id: "a.b", title: "B", group: "A", run: () => "ran", ...more });

test("a command runs and gives its answer", () => {
  const { commands } = registry();
  commands.add(command({ run: (_editor, args) => args.x + 1 }));
  assert.equal(commands.run("a.b", { x: 1 }), 2);
});

test("a command that cannot run says why", () => {
  const { commands, said } = registry();
  commands.add(command({ when: () => "Select two nodes first." }));
  commands.add(command({ id: "a.c", when: () => false }));
  assert.equal(commands.run("a.b"), undefined);
  assert.deepEqual(said, ["Select two nodes first."]);
  assert.ok(!commands.enabled("a.b"));
  assert.ok(!commands.enabled("a.c"));
});

test("a reader can run nothing that changes", () => {
  const { commands } = registry(true);
  commands.add(command({ changes: true }));
  commands.add(command({ id: "a.c" }));
  assert.equal(commands.why("a.b"), READ_ONLY);
  assert.ok(commands.enabled("a.c"));
});

test("an id and a chord belong to one command", () => {
  const { commands } = registry();
  commands.add(command({ keys: ["Mod+Z"] }));
  assert.throws(() => commands.add(command({})), /added twice/);
  assert.throws(() => commands.add(command({ id: "a.c", keys: ["Mod+Z"] })), /taken by a.b/);
  assert.throws(() => commands.add({ id: "x" }), /needs id, title and group/);
});

test("in the canvas its own meaning of a chord comes first", () => {
  const { commands } = registry();
  commands.add(command({ keys: ["Enter"] }));
  commands.add(command({ id: "a.c", keys: ["Enter"], canvas: true }));
  const ids = (inCanvas) => commands.forChord("Enter", inCanvas).map((row) => row.id);
  assert.deepEqual(ids(true), ["a.c", "a.b"]);
  assert.deepEqual(ids(false), ["a.b"]);
});

test("an unknown command is a mistake of the caller", () => {
  assert.throws(() => registry().commands.run("no.such"), /no command/);
});
