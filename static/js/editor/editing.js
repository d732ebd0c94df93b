/** Undo, redo, selecting everything, letting go; and saying what the saving of edits came to. */
import { nameOf } from "./places.js";

/** Shows what undo or redo changed: selected, and brought into sight. */
function showTurned(editor, { keys, label, redo }) {
  const there = keys.filter((key) => editor.model.get(key) && editor.model.get(key).section !== "views");
  editor.selection.set(there);
  const drawn = there.flatMap((key) => {
    const { source, target } = editor.model.get(key).fields;
    return [key, source, target].filter(Boolean).map((one) => editor.views.standsFor(one)).filter((one) => editor.views.boxes.has(one));
  });
  if (drawn.length) editor.canvas.reveal([...new Set(drawn)]);
  editor.announce(`${redo ? "Done again" : "Undone"}: ${label || "an edit"}.`);
}

/** Esc lets go of one thing at a time: the gesture, then the selection. */
function cancel(editor) {
  if (editor.pointer.cancel() || editor.nudge.cancel() || editor.arrange?.cancel()) return;
  if (!editor.selection.size && editor.whatIf?.close()) return;
  if (!editor.selection.size) return;
  editor.selection.clear();
  editor.announce("Nothing is selected.");
}

function selectAll(editor) {
  editor.selection.set(editor.views.boxes.keys());
  editor.announce(`${editor.selection.size} selected.`);
}

/** Everything a zone holds, or everything in the zone of what is selected. */
function selectBeside(editor) {
  const { model, selection, views } = editor;
  const key = selection.last;
  const { fields, section } = model.get(key);
  const zone = section === "zones" ? key : fields.zone ?? null;
  selection.set(model.childrenOf(zone).filter((child) => views.boxes.has(child)));
  editor.announce(`${selection.size} selected${zone ? ` in ${nameOf(editor, zone)}` : ""}.`);
}

function listen(editor) {
  const say = (text) => {
    editor.announce(text, true);
    editor.tip(text);
  };
  editor.sync.addEventListener("refused", ({ detail }) => editor.asked.has(detail.operations) || say(detail.message)); // a form says it itself
  editor.sync.addEventListener("turned", ({ detail }) => showTurned(editor, detail));
}

/** @param {any} editor */
export function init(editor) {
  const group = "Edit";
  const { commands, sync } = editor;
  listen(editor);
  commands.add({ id: "edit.undo", title: "Undo", group, changes: true, keys: ["Mod+Z"], when: () => sync.canUndo || "There is nothing to undo.", run: () => sync.undo() });
  commands.add({ id: "edit.redo", title: "Redo", group, changes: true, keys: ["Mod+Shift+Z", "Mod+Y"], when: () => sync.canRedo || "There is nothing to redo.", run: () => sync.redo() });
  commands.add({ id: "edit.select-all", title: "Select all", group, keys: ["Mod+A"], run: selectAll });
  commands.add({ id: "edit.select-zone", title: "Select all in this zone", group, keys: ["Mod+Shift+A"], when: () => ["zones", "nodes"].includes(editor.model.get(editor.selection.last)?.section) || "Select a node or a zone.", run: selectBeside });
  commands.add({ id: "edit.cancel", title: "Cancel, then deselect", group, keys: ["Escape"], run: cancel });
}
