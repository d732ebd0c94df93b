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
  const picture = (/** @type {string} */ id, /** @type {string} */ title, /** @type {Function} */ run) =>
    commands.add({ id, title, group: "Picture", run, when: drawn });
  for (const form of ["svg", "png", "pdf"]) picture(`picture.${form}`, `Save the picture as ${form.toUpperCase()}`, () => download(editor, form));
  picture("picture.copy", "Copy the picture", () => copyPicture(editor));
}
