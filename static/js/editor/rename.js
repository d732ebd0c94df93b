/** Renaming where the name stands: double-click, Enter or F2. */
import { make } from "./dom.js";
import { nameOf } from "./places.js";

const LONGEST = 200; // as topologies/scalars.py

function place(editor, key, input) {
  const box = editor.views.boxes.get(editor.views.standsFor(key)) ?? middleOf(editor, key);
  const host = editor.canvas.host.getBoundingClientRect();
  const at = box ? editor.canvas.clientOf({ x: box.x, y: box.y }) : { x: host.x + host.width / 2 - 100, y: host.y + 80 };
  const scale = editor.canvas.viewport.zoom;
  input.style.left = `${Math.max(host.x, at.x)}px`;
  input.style.top = `${Math.max(host.y, at.y)}px`;
  input.style.width = `${Math.max(160, Math.min((box?.width ?? 0) * scale, 360))}px`;
}

/** A line's name stands between its ends. */
function middleOf(editor, key) {
  const { source, target } = editor.model.get(key).fields;
  const [a, b] = [source, target].map((end) => end && editor.views.boxes.get(editor.views.standsFor(end)));
  return a && b ? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, width: 160 } : undefined;
}

function rename(editor, { key = editor.selection.last } = {}) {
  const { label = "" } = editor.model.get(key).fields;
  const input = make("input", { class: "rename", type: "text", maxlength: LONGEST, dir: "auto", value: label, "aria-label": `Name of ${nameOf(editor, key)}` });
  let done = false;
  const finish = (keep) => {
    if (done) return;
    done = true;
    const next = input.value.trim();
    input.remove();
    editor.canvas.host.focus({ preventScroll: true });
    if (keep && next !== label && editor.model.get(key)) editor.perform([{ op: "update", key, fields: { label: next || null } }], { label: `Renamed to ${next || key}`, focus: [key] });
  };
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.isComposing || !["Enter", "Escape", "F2"].includes(event.key)) return;
    event.preventDefault();
    finish(event.key !== "Escape");
  });
  input.addEventListener("blur", () => finish(true));
  place(editor, key, input);
  document.body.append(input);
  input.select();
  input.focus();
}

/** @param {any} editor */
export function init(editor) {
  editor.commands.add({
    id: "element.rename", title: "Rename", group: "Edit", changes: true, canvas: true, keys: ["F2"],
    when: (/** @type {any} */ _editor, /** @type {{key?: string}} */ { key } = {}) => Boolean(editor.model.get(key ?? (editor.selection.size === 1 ? editor.selection.last : ""))) || "Select one element.",
    run: rename,
  });
  editor.canvas.host.addEventListener("dblclick", (event) => {
    const key = editor.canvas.keyAt(event.clientX, event.clientY);
    if (key) editor.commands.run("element.rename", { key });
  });
}
