/** Aligns and distributes boxes. Pure geometry, and the commands for it. */
import { around, bottom, centre, right } from "./geometry.js";
import { choose } from "./picker.js";
import { outermost, placeable } from "./places.js";
import { shifted } from "./shifts.js";

/** @typedef {import("./geometry.js").Box} Box */

const LINED = new Set(["left", "centre", "right", "top", "middle", "bottom", "distribute-across", "distribute-down"].map((word) => `arrange.${word}`));

/** How far each box moves, by side; `all` is what surrounds them. */
const SIDES = {
  left: (box, all) => ({ dx: all.x - box.x, dy: 0 }),
  centre: (box, all) => ({ dx: centre(all).x - centre(box).x, dy: 0 }),
  right: (box, all) => ({ dx: right(all) - right(box), dy: 0 }),
  top: (box, all) => ({ dx: 0, dy: all.y - box.y }),
  middle: (box, all) => ({ dx: 0, dy: centre(all).y - centre(box).y }),
  bottom: (box, all) => ({ dx: 0, dy: bottom(all) - bottom(box) }),
};

/** @param {Map<string, Box>} boxes @param {keyof typeof SIDES} side @returns {Map<string, {dx: number, dy: number}>} */
export function aligned(boxes, side) {
  const all = around(boxes.values());
  return new Map([...boxes].map(([key, box]) => [key, SIDES[side](box, all)]));
}

/** Equal gaps between the boxes along an axis; the first and the last stay.
 * @param {Map<string, Box>} boxes @param {"x" | "y"} axis @returns {Map<string, {dx: number, dy: number}>} */
export function distributed(boxes, axis) {
  const size = axis === "x" ? "width" : "height";
  const rows = [...boxes].sort(([, a], [, b]) => a[axis] - b[axis] || a[size] - b[size]);
  const [first, last] = [rows[0][1], rows.at(-1)[1]];
  const room = last[axis] + last[size] - first[axis] - rows.reduce((sum, [, box]) => sum + box[size], 0);
  const gap = room / (rows.length - 1);
  let at = first[axis];
  return new Map(rows.map(([key, box]) => {
    const by = Math.round(at) - box[axis];
    at += box[size] + gap;
    return [key, axis === "x" ? { dx: by, dy: 0 } : { dx: 0, dy: by }];
  }));
}

/** The selected boxes; of a zone and what is in it the zone. */
export function chosen(editor) {
  const keys = outermost(editor.model, editor.selection.keys().filter((key) => placeable(editor.model, key) && editor.views.boxes.has(key)));
  return new Map(keys.map((key) => [key, editor.views.boxes.get(key)]));
}

const atLeast = (count, word) => (editor) => chosen(editor).size >= count || `Select ${word} elements or more.`;

function shift(editor, shifts, label) {
  const some = new Map([...shifts].filter(([, { dx, dy }]) => dx || dy));
  if (some.size) editor.perform([editor.views.place(shifted(editor, some))], { label, focus: [...shifts.keys()] });
  else editor.announce("They stand like that already.");
}

/** All of them in one list, for the menus. */
async function lineUp(editor) {
  const rows = editor.commands.list().filter(({ id }) => LINED.has(id));
  const items = rows.map(({ id, title }) => ({ id, title, why: editor.commands.why(id) }));
  const found = await choose({ title: "Align or distribute", items });
  if (found) editor.commands.run(found.id);
}

/** @param {any} editor */
export function init(editor) {
  editor.commands.add({ id: "arrange.line-up", title: "Align or distribute...", group: "Arrange", changes: true, when: atLeast(2, "two"), run: lineUp });
  for (const side of /** @type {(keyof typeof SIDES)[]} */ (Object.keys(SIDES))) {
    editor.commands.add({
      id: `arrange.${side}`, title: `Align ${side}`, group: "Arrange", changes: true, when: atLeast(2, "two"),
      run: () => shift(editor, aligned(chosen(editor), side), `Aligned ${side}`),
    });
  }
  for (const [axis, word] of /** @type {["x" | "y", string][]} */ ([["x", "across"], ["y", "down"]])) {
    editor.commands.add({
      id: `arrange.distribute-${word}`, title: `Distribute ${word}`, group: "Arrange", changes: true, when: atLeast(3, "three"),
      run: () => shift(editor, distributed(chosen(editor), axis), `Distributed ${word}`),
    });
  }
}
