/** Rectangles of the drawing, in its pixels. Pure.
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 * @typedef {{x: number, y: number}} Point
 * @typedef {{width: number, height: number}} Size */

export const GRID = 8;
export const GAP = 32; // between a new element and its neighbours
export const ZONE_PAD = 16; // as topologies/rendering/sizes.py
export const ZONE_HEADER = 36;

/** @param {number} value @param {number} [step] */
export const snapped = (value, step = GRID) => Math.round(value / step) * step;

export const right = (box) => box.x + box.width;
export const bottom = (box) => box.y + box.height;
export const centre = (box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
export const moved = (box, dx, dy) => ({ ...box, x: box.x + dx, y: box.y + dy });
export const grown = (box, by) => ({ x: box.x - by, y: box.y - by, width: box.width + 2 * by, height: box.height + 2 * by });

/** The smallest box around all of them; undefined around none.
 * @param {Iterable<Box>} boxes */
export function around(boxes) {
  const all = [...boxes];
  if (!all.length) return undefined;
  const x = Math.min(...all.map((box) => box.x));
  const y = Math.min(...all.map((box) => box.y));
  return { x, y, width: Math.max(...all.map(right)) - x, height: Math.max(...all.map(bottom)) - y };
}

/** The box with these two corners, whichever they are. */
export function between(a, b) {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

export const overlap = (a, b) => a.x < right(b) && b.x < right(a) && a.y < bottom(b) && b.y < bottom(a);
export const holds = (outer, inner) =>
  outer.x <= inner.x && outer.y <= inner.y && right(outer) >= right(inner) && bottom(outer) >= bottom(inner);
export const hasPoint = (box, { x, y }) => box.x <= x && x <= right(box) && box.y <= y && y <= bottom(box);
export const same = (a, b) => a && b && a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

/** The frame around this content, as the server draws it (topologies/rendering/blocks.py). */
export function frameAround(content) {
  return {
    x: content.x - ZONE_PAD,
    y: content.y - ZONE_HEADER,
    width: content.width + 2 * ZONE_PAD,
    height: content.height + ZONE_HEADER + ZONE_PAD,
  };
}

/** Where a box of this size stands free among `taken`: the first gap in reading order from `area`'s corner, on the
 * grid; below everything where there is none.
 * @param {Size} size @param {Box[]} taken @param {Box} area @returns {Point} */
export function freeSpot({ width, height }, taken, area) {
  const size = { width, height };
  const clear = taken.map((box) => grown(box, GAP / 2));
  const rows = new Set([area.y, ...clear.map(bottom)].map((y) => Math.ceil(y / GRID) * GRID));
  const columns = new Set([area.x, ...clear.map(right)].map((x) => Math.ceil(x / GRID) * GRID));
  const limit = Math.max(right(area), area.x + size.width);
  for (const y of [...rows].filter((y) => y >= area.y).sort((a, b) => a - b)) {
    const near = clear.filter((box) => box.y < y + size.height && y < bottom(box));
    for (const x of [...columns].filter((x) => x >= area.x && x + size.width <= limit).sort((a, b) => a - b)) {
      const spot = { x, y, ...size };
      if (!near.some((box) => overlap(spot, box))) return { x, y };
    }
  }
  return { x: area.x, y: Math.max(area.y, ...clear.map(bottom)) };
}
