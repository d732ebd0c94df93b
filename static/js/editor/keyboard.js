/** Turns pressed keys into commands. */
import { chordOf } from "./chords.js";

/** @param {Element | null} element */
export function isText(element) {
  if (!element) return false;
  if (element.matches("textarea, select, [contenteditable=''], [contenteditable='true']")) return true;
  return element.matches("input") && !element.matches("[type=checkbox], [type=radio], [type=button], [type=submit]");
}

/** The focus belongs to the canvas when it is in it, and when it is nowhere. */
function inCanvas(editor) {
  const focused = document.activeElement;
  return !focused || focused === document.body || focused === editor.root || Boolean(editor.canvas?.host?.contains(focused));
}

/** Keys that a focused control has a use for itself are left to it. */
function belongsToControl(event) {
  const own = event.target instanceof Element && event.target.closest("button, a[href], summary, [role=treeitem], [role=option]");
  return Boolean(own) && ["Enter", " "].includes(event.key) && !event.ctrlKey && !event.metaKey;
}

function press(editor, event) {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  const focused = document.activeElement;
  const canvas = inCanvas(editor);
  if (!canvas && belongsToControl(event)) return;
  const rows = editor.commands.forChord(chordOf(event), canvas).filter((row) => row.inText || !isText(focused));
  const row = rows.find(({ id }) => editor.commands.enabled(id)) ?? rows[0];
  if (!row || row.native) return;
  // The browser's own meaning (save, find, back) never surprises somebody who pressed one of our chords.
  event.preventDefault();
  editor.commands.run(row.id, row.held ? { held: true } : undefined);
}

/** @param {any} editor */
export function init(editor) {
  document.addEventListener("keydown", (event) => press(editor, event));
}
