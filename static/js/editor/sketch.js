/** What hands see while they work: rubber band, guides, lines under way, handles. Drawn over the canvas in its own
 * coordinates, with sizes that stay the same at every zoom. */
import { draw } from "./dom.js";

/** Replaces what a layer of the canvas shows. */
export function fill(editor, name, ...shapes) {
  editor.canvas.layer(name).replaceChildren(...shapes);
}

/** So many pixels of the screen, in pixels of the drawing. */
export const px = (editor, pixels) => pixels / editor.canvas.viewport.zoom;

export const rect = (className, { x, y, width, height }, more = {}) => draw("rect", { class: className, x, y, width, height, ...more });

export const line = (className, a, b) => draw("path", { class: className, d: `M ${a.x} ${a.y} L ${b.x} ${b.y}` });

export const way = (className, points) => draw("path", { class: className, d: `M ${points.map(({ x, y }) => `${x} ${y}`).join(" L ")}` });

export function guideLines(guides) {
  return guides.map(({ axis, at, from, to }) =>
    axis === "x" ? line("hand-guide", { x: at, y: from }, { x: at, y: to }) : line("hand-guide", { x: from, y: at }, { x: to, y: at }),
  );
}
