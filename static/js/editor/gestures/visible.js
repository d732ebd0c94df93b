/** What of the drawing is on the screen. */
import { overlap } from "../geometry.js";

/** The part of the drawing that the canvas shows. */
export function viewport(editor) {
  const { left, top, right, bottom } = editor.canvas.host.getBoundingClientRect();
  const [a, b] = [editor.canvas.pointAt(left, top), editor.canvas.pointAt(right, bottom)];
  return { x: a.x, y: a.y, width: b.x - a.x, height: b.y - a.y };
}

/** @returns {[string, import("../geometry.js").Box][]} */
export function visible(editor) {
  const area = viewport(editor);
  return [...editor.views.boxes].filter(([, box]) => overlap(box, area));
}
