/** Snapping: to the edges and middles of neighbours first, else to the grid. Pure. */
import { GRID, bottom, centre, right, snapped } from "./geometry.js";

const lines = {
  x: (box) => [box.x, centre(box).x, right(box)],
  y: (box) => [box.y, centre(box).y, bottom(box)],
};

/** How far along one axis the box is from the nearest line of a neighbour; undefined when none is near. */
function nearest(box, others, axis, reach) {
  let best;
  for (const other of others) {
    for (const to of lines[axis](other)) {
      for (const from of lines[axis](box)) {
        if (Math.abs(to - from) <= reach && (!best || Math.abs(to - from) < Math.abs(best.by))) best = { by: to - from, at: to, other };
      }
    }
  }
  return best;
}

/** Snaps a box that is being moved.
 * @param {import("./geometry.js").Box} box where the pointer has it
 * @param {import("./geometry.js").Box[]} others neighbours to stand in line with
 * @param {{reach: number, free?: boolean}} how `reach` in pixels of the drawing; `free` = Alt is held
 * @returns {{dx: number, dy: number, guides: {axis: "x" | "y", at: number, from: number, to: number}[]}} */
export function snap(box, others, { reach, free = false }) {
  if (free) return { dx: 0, dy: 0, guides: [] };
  const found = { x: nearest(box, others, "x", reach), y: nearest(box, others, "y", reach) };
  const dx = found.x ? found.x.by : snapped(box.x, GRID) - box.x;
  const dy = found.y ? found.y.by : snapped(box.y, GRID) - box.y;
  const stands = { ...box, x: box.x + dx, y: box.y + dy };
  const guides = /** @type {const} */ (["x", "y"]).filter((axis) => found[axis]).map((axis) => guide(axis, found[axis], stands));
  return { dx, dy, guides };
}

/** The line from one box to the other that shows what they have in common. */
function guide(axis, { at, other }, box) {
  const [start, end] = axis === "x" ? ["y", bottom] : ["x", right];
  return { axis, at, from: Math.min(box[start], other[start]), to: Math.max(end(box), end(other)) };
}
