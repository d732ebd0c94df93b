/** Every command in one list, and every element in another. */
import { onMac, shown } from "./chords.js";
import { choose } from "./picker.js";
import { nameOf, zonesAround } from "./places.js";

function commandItems(editor) {
  const mac = onMac();
  return editor.commands.list().filter((row) => !row.hidden).map(({ id, title, group, keys = [] }) => ({
    id, title, hint: group, keys: keys[0] && shown(keys[0], mac), why: editor.commands.why(id),
  })).sort((a, b) => Number(Boolean(a.why)) - Number(Boolean(b.why)));
}

async function palette(editor) {
  const item = await choose({ title: "Run a command", items: commandItems(editor) });
  if (item) editor.commands.run(item.id);
}

/** Elements as items: by name, with what they are and where they stand. */
export function elementItems(editor, sections = ["nodes", "zones"]) {
  return sections.flatMap((section) => [...editor.model.section(section)].map(([key, fields]) => {
    const kind = editor.kinds.get(fields.kind)?.label ?? section.replace("_", " ").replace(/s$/, "");
    const path = zonesAround(editor.model, key).toReversed().map((zone) => nameOf(editor, zone));
    return { id: key, title: nameOf(editor, key), hint: [kind, ...path].join(" · ") };
  }));
}

async function search(editor) {
  const item = await choose({ title: "Find an element", items: elementItems(editor, ["nodes", "zones", "links", "security_groups"]) });
  if (item) editor.commands.run("view.focus", { key: item.id });
}

/** Shows an element that a list or a panel names: opened zones, selected, in the middle. */
/** @param {any} editor @param {{key?: string}} [args] */
function focus(editor, { key } = {}) {
  if (!editor.model.get(key)) return editor.announce("That element is gone.");
  editor.selection.set([key]);
  const stands = editor.views.standsFor(key);
  if (editor.views.boxes.has(stands)) editor.canvas.centre([stands]);
  else {
    const { source, target } = editor.model.get(key).fields;
    const ends = [source, target].filter((end) => end && editor.views.boxes.has(editor.views.standsFor(end)));
    if (ends.length) editor.canvas.centre(ends.map((end) => editor.views.standsFor(end)));
  }
  editor.announce(`${nameOf(editor, key)} is selected.`);
}

/** @param {any} editor */
export function init(editor) {
  const group = "Find";
  editor.commands.add({ id: "view.commands", title: "Run a command...", group, keys: ["Mod+/", "Mod+Shift+P"], inText: true, hidden: true, run: palette });
  editor.commands.add({ id: "view.search", title: "Find an element...", group, keys: ["Mod+K", "Mod+F"], inText: true, run: search });
  editor.commands.add({ id: "view.focus", title: "Show an element", group, hidden: true, run: focus });
  editor.root.addEventListener("editor:focus", (event) => editor.commands.run("view.focus", event.detail));
}
