/** What one can do with the window and the picture. */
import { copyPicture, download } from "./picture.js";

const STEP = 1.25;

/** @param {any} editor */
export function addCommands(editor) {
  const { canvas, commands } = editor;
  const some = () => editor.selection.size > 0 || "Nothing is selected.";
  const drawn = () => editor.views.boxes.size > 0 || "There is nothing to draw yet.";
  const add = (/** @type {string} */ id, /** @type {string} */ title, /** @type {string[]} */ keys, /** @type {Function} */ run, /** @type {any} */ when) =>
    commands.add({ id, title, group: "View", keys, run, ...(when ? { when } : {}) });
  add("view.zoom-in", "Zoom in", ["Mod++", "Mod+="], () => canvas.zoom(STEP));
  add("view.zoom-out", "Zoom out", ["Mod+-"], () => canvas.zoom(1 / STEP));
  add("view.zoom-real", "Zoom to 100 %", ["Mod+0"], () => canvas.zoom(1 / canvas.viewport.zoom));
  add("view.fit", "Show everything", ["Shift+1"], () => canvas.fit(), drawn);
  add("view.fit-selection", "Show the selection", ["Shift+2"], () => canvas.fit(editor.selection.keys()), some);
  add("view.tint", "Show where a security group is attached", [], () => tint(editor), () => groupsOf(editor).length > 0 || canvas.overlays.tinted !== null || "The selection has no security group.");
  const picture = (/** @type {string} */ id, /** @type {string} */ title, /** @type {Function} */ run) =>
    commands.add({ id, title, group: "Picture", run, when: drawn });
  for (const form of ["svg", "png", "pdf"]) picture(`picture.${form}`, `Save the picture as ${form.toUpperCase()}`, () => download(editor, form));
  picture("picture.copy", "Copy the picture", () => copyPicture(editor));
}

/** @param {any} editor @returns {string[]} */
function groupsOf(editor) {
  const keys = editor.selection.keys();
  const chosen = keys.filter((/** @type {string} */ key) => editor.model.get(key)?.section === "security_groups");
  return [...chosen, ...keys.flatMap((/** @type {string} */ key) => editor.canvas.scene.groupsOn(key).map((/** @type {any} */ group) => group.key))];
}

/** Each time the next group of the selection, then none. @param {any} editor */
function tint(editor) {
  const { overlays } = editor.canvas;
  const groups = groupsOf(editor);
  const next = groups[groups.indexOf(overlays.tinted) + 1] ?? null;
  overlays.tint(next);
  const fields = next && editor.model.get(next)?.fields;
  editor.announce(next ? `Shows where ${fields?.label || next} is attached.` : "Shows no security group.");
}
