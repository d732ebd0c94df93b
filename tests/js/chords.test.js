import assert from "node:assert/strict";
import test from "node:test";
import { chordOf, shown } from "../../static/js/editor/chords.js";

test("chords have one spelling on every keyboard", () => {
  const cases = [
    [{ key: "z", ctrlKey: true }, "Mod+Z"],
    [{ key: "Z", metaKey: true, shiftKey: true }, "Mod+Shift+Z"],
    [{ key: "я", code: "KeyZ", ctrlKey: true }, "Mod+Z"],
    [{ key: "?", shiftKey: true, code: "Slash" }, "?"],
    [{ key: "?", shiftKey: true, code: "Digit7" }, "?"],
    [{ key: "/", ctrlKey: true, shiftKey: true, code: "Digit7" }, "Mod+/"],
    [{ key: "!", shiftKey: true, code: "Digit1" }, "Shift+1"],
    [{ key: "ArrowUp", altKey: true }, "Alt+ArrowUp"],
    [{ key: "+", ctrlKey: true, shiftKey: true, code: "Equal" }, "Mod++"],
    [{ key: " ", code: "Space" }, "Space"],
    [{ key: "Control", ctrlKey: true }, ""],
    [{ key: "@", ctrlKey: true, altKey: true, getModifierState: () => true }, "@"],
  ];
  for (const [event, chord] of cases) assert.equal(chordOf(event), chord);
});

test("chords are shown as the system spells them", () => {
  assert.equal(shown("Mod+Shift+Z", false), "Ctrl+Shift+Z");
  assert.equal(shown("Mod+Shift+Z", true), "⌘⇧Z");
  assert.equal(shown("Mod++", false), "Ctrl++");
  assert.equal(shown("Alt+ArrowLeft", false), "Alt+←");
});
