/** Moving elements in a view: a zone takes along everything inside it. */
import { moved } from "./geometry.js";
import { inside } from "./places.js";

/** Where elements stand after each moved by its own distance, with what is inside them.
 * @param {any} editor @param {Map<string, {dx: number, dy: number}>} shifts @returns {Map<string, {x: number, y: number}>} */
export function shifted(editor, shifts) {
  const places = new Map();
  for (const [key, { dx, dy }] of shifts) {
    for (const one of [key, ...inside(editor.model, [key])]) {
      const box = editor.views.boxOf(one);
      if (box) places.set(one, { x: Math.round(box.x + dx), y: Math.round(box.y + dy) });
    }
  }
  return places;
}

/** The drawn boxes of these keys, moved by one distance: a preview. @param {any} editor @param {Iterable<string>} keys @param {number} dx @param {number} dy */
export function carried(editor, keys, dx, dy) {
  return new Map([...keys].filter((key) => editor.views.boxes.has(key)).map((key) => [key, moved(editor.views.boxOf(key), dx, dy)]));
}
