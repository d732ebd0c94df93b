/** Closing zones, so that one card stands for all inside, and opening them again. */
import { nameOf } from "./places.js";

/** The operation that closes or opens zones in the view. */
export function collapseOperation(editor, zones, collapsed) {
  return editor.views.place(new Map(zones.map((key) => {
    const { x, y } = editor.views.boxOf(key);
    return [key, { x, y, collapsed }];
  })));
}

const zonesOf = (editor) => editor.selection.keys().filter((key) => editor.model.get(key)?.section === "zones" && editor.views.boxes.has(key));

function set(editor, zones, collapsed) {
  const [word, what] = [collapsed ? "Collapsed" : "Expanded", zones.length === 1 ? nameOf(editor, zones[0]) : `${zones.length} zones`];
  editor.perform([collapseOperation(editor, zones, collapsed)], { label: `${word} ${what}`, focus: zones });
}

/** @param {any} editor @param {{key?: string}} [args] */
function toggle(editor, { key } = {}) {
  const zones = key ? [key] : zonesOf(editor);
  set(editor, zones, !zones.every((zone) => editor.views.collapsed.has(zone)));
}

/** @param {any} editor */
export function init(editor) {
  const rest = { group: "View", changes: true };
  editor.commands.add({
    id: "zone.collapse", title: "Collapse or expand", ...rest, keys: ["Mod+E"],
    when: (/** @type {any} */ _editor, /** @type {{key?: string}} */ { key } = {}) => Boolean(key) || zonesOf(editor).length > 0 || "Select a zone.", run: toggle,
  });
  editor.commands.add({
    id: "zone.expand-all", title: "Expand every zone", ...rest,
    when: () => editor.views.collapsed.size > 0 || "No zone is collapsed.", run: () => set(editor, [...editor.views.collapsed], false),
  });
}
