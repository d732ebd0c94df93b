/** Adding an element: where it may stand, where it finds room. */
import { kindsFor, newElement, splice } from "./builds.js";
import { snapped } from "./geometry.js";
import { viewport } from "./gestures/visible.js";
import { choose } from "./picker.js";
import { inherited, whyNotIn, zoneAt, zonesAround } from "./places.js";

/** The zone for a new element: the nearest that takes it, from what is selected outwards, else from the middle of the
 * screen, else any. null = outside every zone; undefined = there is none. */
export function zoneFor(editor, kind) {
  const { model, selection } = editor;
  const around = (key) => [...(model.get(key)?.section === "zones" ? [key] : []), ...zonesAround(model, key)];
  const area = viewport(editor);
  const seen = zoneAt(editor, { x: area.x + area.width / 2, y: area.y + area.height / 2 });
  const candidates = [...(selection.last ? around(selection.last) : []), ...(seen ? around(seen) : []), null, ...model.section("zones").keys()];
  return candidates.find((zone) => !whyNotIn(editor, kind, zone));
}

/** Adds an element of a kind; at a point of the drawing it stands there, in the zone that is there.
 * @param {any} editor @param {{kind: string, at?: {x: number, y: number}, link?: string}} what */
export function add(editor, { kind, at, link }) {
  const zone = at ? zoneAt(editor, at) : zoneFor(editor, kind);
  const why = zone === undefined ? noPlace(editor, kind) : whyNotIn(editor, kind, zone);
  if (why) {
    editor.tip(why);
    return editor.announce(why, true);
  }
  const made = newElement(editor, kind, zone);
  const { label, section } = editor.kinds.get(kind);
  const size = editor.views.newSize(section);
  const spot = at ? { x: snapped(at.x - size.width / 2), y: snapped(at.y - size.height / 2) } : editor.views.freeSpot(zone, size);
  const spliced = link ? spliceNew(editor, made, link) : [];
  const place = editor.views.place(new Map([[made.key, section === "zones" ? { ...spot, ...size } : spot]]));
  const done = editor.perform([...made.operations, ...spliced, place], { label: `Added ${label} ${inherited(editor, zone)}`, focus: [made.key], select: [made.key] });
  if (done) editor.canvas.reveal([made.key]);
  return done;
}

function noPlace(editor, kind) {
  const { label, parents } = editor.kinds.get(kind);
  return `${label} needs a zone to stand in: ${parents.map((slug) => editor.kinds.get(slug)?.label ?? slug).join(", ")}.`;
}

function spliceNew(editor, { key, operations }, link) {
  const ports = operations.filter(({ section }) => section === "ports");
  return splice(editor, key, link, ports.length === 1 ? ports[0].key : undefined).operations;
}

/** @param {any} editor @param {{at?: {x: number, y: number}}} [args] */
async function ask(editor, { at } = {}) {
  const zone = at ? zoneAt(editor, at) : undefined;
  const kinds = zone === undefined ? [...editor.kinds.values()] : kindsFor(editor, zone);
  const items = kinds.map(({ slug, label, summary = "" }) => ({ id: slug, title: label, hint: summary }));
  const kind = await choose({ title: at ? `Add ${inherited(editor, zone)}` : "Add an element", items });
  if (kind) add(editor, { kind: kind.id, at });
}

/** @param {any} editor */
export function init(editor) {
  const rest = { group: "Edit", changes: true };
  editor.commands.add({ id: "element.add", title: "Add an element...", ...rest, keys: ["Insert", "Mod+Enter"], run: ask });
  editor.commands.add({ id: "element.place-here", title: "Add here...", ...rest, hidden: true, when: () => editor.selection.size === 0, run: ask });
  editor.commands.add({ id: "element.place", title: "Add one of a kind", ...rest, hidden: true, run: (_editor, args) => add(editor, args) });
}

