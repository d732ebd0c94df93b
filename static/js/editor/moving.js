/** Moving into another zone without dragging. */
import { chosen } from "./align.js";
import { choose } from "./picker.js";
import { inherited, moveInto, nameOf, whyNotMove, zonesAround } from "./places.js";
import { shifted } from "./shifts.js";

/** The operations that put elements into a zone, each where it finds room. */
export function moveTo(editor, boxes, zone) {
  const taken = [];
  const shifts = new Map([...boxes].map(([key, box]) => {
    const spot = editor.views.freeSpot(zone, box, taken);
    taken.push({ ...box, ...spot });
    return [key, { dx: spot.x - box.x, dy: spot.y - box.y }];
  }));
  return [...moveInto(editor.model, [...boxes.keys()], zone), editor.views.place(shifted(editor, shifts))];
}

async function ask(editor) {
  const boxes = chosen(editor);
  const keys = [...boxes.keys()];
  const item = (zone) => ({
    id: zone ?? "", title: zone ? nameOf(editor, zone) : "Outside every zone", why: whyNotMove(editor, keys, zone),
    hint: zone ? [editor.kinds.get(editor.model.get(zone).fields.kind)?.label, ...zonesAround(editor.model, zone).map((one) => nameOf(editor, one))].join(" · ") : "",
  });
  const items = [null, ...editor.model.section("zones").keys()].map(item).sort((a, b) => Number(Boolean(a.why)) - Number(Boolean(b.why)));
  const what = keys.length === 1 ? nameOf(editor, keys[0]) : `${keys.length} elements`;
  const zone = await choose({ title: `Move ${what} to ...`, items });
  if (!zone) return;
  const to = zone.id || null;
  editor.perform(moveTo(editor, boxes, to), { label: `Moved ${what}, now ${inherited(editor, to)}`, focus: keys });
}

/** @param {any} editor */
export function init(editor) {
  editor.commands.add({
    id: "element.move-to", title: "Move to...", group: "Edit", changes: true, keys: ["Alt+M"],
    when: () => chosen(editor).size > 0 || "Select a node or a zone.", run: ask,
  });
}
