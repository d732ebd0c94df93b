/** Copy, cut, paste and duplicate. What is copied is a Groundplan document, as text: it can be pasted into another
 * topology, and read by people and programs. */
import { copied, leftOut, pasted, readDocument } from "./clips.js";
import { GRID, around } from "./geometry.js";
import { viewport } from "./gestures/visible.js";
import { isText } from "./keyboard.js";
import { nameOf, outermost, parentOf, placeable, whyNotIn } from "./places.js";
import { remove } from "./remove.js";

const kept = { text: "" }; // where the browser gives no clipboard to a command

const roots = (editor) => outermost(editor.model, editor.selection.keys().filter((key) => placeable(editor.model, key)));

function textOf(editor) {
  const document = copied(editor.model, roots(editor), (key) => editor.views.boxOf(key));
  return `${JSON.stringify(document, null, 2)}\n`;
}

function told(editor, word) {
  const keys = roots(editor);
  const loose = leftOut(editor.model, keys);
  const what = `${word} ${keys.length === 1 ? nameOf(editor, keys[0]) : `${keys.length} elements`}.`;
  editor.announce(loose.length ? `${what} ${without(editor, loose)}` : what);
  if (loose.length) editor.tip(`${what} ${without(editor, loose)}`);
}

/** What another topology would not get. */
function without(editor, loose) {
  const named = loose.slice(0, 3).map(({ group, peer }) => `${nameOf(editor, group)} to ${nameOf(editor, peer)}`);
  const more = loose.length > 3 ? ` and ${loose.length - 3} more` : "";
  return `In another topology ${loose.length === 1 ? "a rule" : `${loose.length} rules`} would be missing, for what it points at is not copied: ${named.join(", ")}${more}.`;
}

/** By command: the browser's clipboard where there is one, ours in any case. */
async function copy(editor) {
  kept.text = textOf(editor);
  told(editor, "Copied");
  await navigator.clipboard?.writeText(kept.text).catch(() => {});
}

async function cut(editor) {
  const keys = roots(editor);
  await copy(editor);
  return remove(editor, keys, "Cut");
}

/** @param {any} editor @param {{at?: {x: number, y: number}}} [args] */
async function paste(editor, { at } = {}) {
  const text = (await navigator.clipboard?.readText().catch(() => "")) || kept.text;
  return insert(editor, text, at);
}

/** Where what was copied belongs: the selected zone or the one around the selection, as long as its kind may. */
function zoneFor(editor, document, root) {
  const { kind } = (document.nodes?.[root] ?? document.zones[root]);
  const last = editor.selection.last;
  const chain = [];
  for (let zone = editor.model.get(last)?.section === "zones" ? last : parentOf(editor.model, last); zone; zone = parentOf(editor.model, zone)) chain.push(zone);
  const own = editor.model.get(root)?.fields.kind === kind ? parentOf(editor.model, root) : undefined;
  return [own === undefined || chain.length ? undefined : own, ...chain, own, null, ...editor.model.section("zones").keys()]
    .find((zone) => zone !== undefined && !whyNotIn(editor, kind, zone));
}

/** How far the copy stands from where it was copied: beside it, or in the middle of the screen. */
function offset(editor, boxes, at) {
  const all = around(boxes);
  if (!all) return { dx: 0, dy: 0 };
  const area = viewport(editor);
  const seen = all.x < area.x + area.width && all.x + all.width > area.x && all.y < area.y + area.height && all.y + all.height > area.y;
  if (seen && !at) return { dx: 2 * GRID, dy: 2 * GRID };
  const to = at ?? { x: area.x + area.width / 2, y: area.y + area.height / 2 };
  const onGrid = (value) => Math.round(value / GRID) * GRID;
  return { dx: onGrid(to.x - all.x - all.width / 2), dy: onGrid(to.y - all.y - all.height / 2) };
}

function insert(editor, text, at) {
  const { document, why } = readDocument(text, editor.kinds);
  if (why) return editor.announce(why);
  return put(editor, document, "Pasted", at);
}

function put(editor, document, word, at) {
  const zones = new Map();
  const place = (root) => zones.get(root) ?? zones.set(root, zoneFor(editor, document, root)).get(root);
  const made = pasted(document, { model: editor.model, keys: editor.keys, zoneFor: place });
  if (!made.roots.length) return editor.announce("There is no zone here in which that may stand.");
  const by = offset(editor, made.boxes.values(), at);
  const places = new Map([...made.boxes].map(([key, box]) => [key, { ...box, x: Math.round(box.x + by.dx), y: Math.round(box.y + by.dy) }]));
  fit(editor, made, places);
  const what = made.roots.length === 1 ? "an element" : `${made.roots.length} elements`;
  const operations = [...made.operations, ...(places.size ? [editor.views.place(places)] : [])];
  const done = editor.perform(operations, { label: `${word} ${what}${made.dropped.length ? `; left out: ${made.dropped.join(", ")}` : ""}`, focus: made.roots, select: made.roots });
  if (done) editor.canvas.reveal(made.roots);
  return done;
}

/** Roots that go into a zone they were not copied from find room there. */
function fit(editor, made, places) {
  for (const root of made.roots) {
    const zone = made.zones.get(root);
    const [frame, box] = [zone && editor.views.boxOf(zone), made.boxes.get(root)];
    const spot = places.get(root);
    if (!frame || !box || (spot.x >= frame.x && spot.y >= frame.y && spot.x + box.width <= frame.x + frame.width && spot.y + box.height <= frame.y + frame.height)) continue;
    const free = editor.views.freeSpot(zone, box, [...places].filter(([key]) => key !== root && made.zones.get(key) === zone).map(([key, place]) => ({ ...made.boxes.get(key), ...place })));
    const by = { dx: free.x - spot.x, dy: free.y - spot.y };
    for (const key of [root, ...made.within.get(root)]) {
      const place = places.get(key);
      if (place) places.set(key, { ...place, x: place.x + by.dx, y: place.y + by.dy });
    }
  }
}

function duplicate(editor) {
  const document = copied(editor.model, roots(editor), (key) => editor.views.boxOf(key));
  const parents = new Map(roots(editor).map((key) => [key, parentOf(editor.model, key)]));
  const made = pasted(document, { model: editor.model, keys: editor.keys, zoneFor: (root) => parents.get(root) });
  const places = new Map([...made.boxes].map(([key, box]) => [key, { ...box, x: box.x + 3 * GRID, y: box.y + 3 * GRID }]));
  editor.perform([...made.operations, ...(places.size ? [editor.views.place(places)] : [])], { label: `Duplicated ${made.roots.length === 1 ? "an element" : `${made.roots.length} elements`}`, focus: made.roots, select: made.roots });
}

/** The browser's own events carry the clipboard without asking for leave; text fields keep theirs. */
function listen(editor) {
  const ours = () => !isText(document.activeElement) && !document.querySelector("dialog[open]") && !String(getSelection() ?? "");
  for (const name of ["copy", "cut"]) {
    document.addEventListener(name, (/** @type {ClipboardEvent} */ event) => {
      if (!ours() || !roots(editor).length || (name === "cut" && editor.readOnly)) return;
      kept.text = textOf(editor);
      event.clipboardData.setData("text/plain", kept.text);
      event.preventDefault();
      if (name === "cut") remove(editor, roots(editor), "Cut");
      else told(editor, "Copied");
    });
  }
  document.addEventListener("paste", (event) => {
    if (!ours() || editor.readOnly) return;
    event.preventDefault();
    insert(editor, event.clipboardData.getData("text/plain") || kept.text);
  });
}

/** @param {any} editor */
export function init(editor) {
  const some = () => roots(editor).length > 0 || "Select nodes or zones first.";
  const group = "Edit";
  listen(editor);
  editor.commands.add({ id: "edit.copy", title: "Copy", group, keys: ["Mod+C"], native: true, when: some, run: copy });
  editor.commands.add({ id: "edit.cut", title: "Cut", group, keys: ["Mod+X"], native: true, changes: true, when: some, run: cut });
  editor.commands.add({ id: "edit.paste", title: "Paste", group, keys: ["Mod+V"], native: true, changes: true, run: paste });
  editor.commands.add({ id: "edit.duplicate", title: "Duplicate", group, keys: ["Mod+D"], changes: true, when: some, run: duplicate });
}
