/** What an SVG shows: boxes {x, y, width, height} in the drawing's own units. Pure. */

const CLOSEST = 48; // no closer than 1/48 of the drawing: two nodes fill the sheet at 2,000 nodes
const FARTHEST = 1.25;

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/** The box after zooming by `factor` (over 1: closer) with `point` kept in its place. */
export function zoomed(box, home, factor, point) {
  const width = clamp(box.width / factor, home.width / CLOSEST, home.width * FARTHEST);
  const ratio = width / box.width;
  const height = box.height * ratio;
  const x = point.x - (point.x - box.x) * ratio;
  const y = point.y - (point.y - box.y) * ratio;
  return kept({ x, y, width, height }, home);
}

/** The box moved by (dx, dy). */
export function moved(box, home, dx, dy) {
  return kept({ ...box, x: box.x + dx, y: box.y + dy }, home);
}

/** A box around `target`, wide enough to see what stands near it. */
export function around(target, box, home) {
  const width = Math.min(Math.max(target.width * 4, home.width / 3), box.width);
  const height = (width / home.width) * home.height;
  const x = target.x + target.width / 2 - width / 2;
  const y = target.y + target.height / 2 - height / 2;
  return kept({ x, y, width, height }, home);
}

const READABLE = 900; // units of the drawing in which words can be read

/** A box about the middle of a small target in which one can read, however large the drawing. */
export function near(target, home) {
  const width = Math.min(Math.max(READABLE, target.width * 2), home.width);
  const height = (width / home.width) * home.height;
  const middle = centre(target);
  return kept({ x: middle.x - width / 2, y: middle.y - height / 2, width, height }, home);
}

/** A box of the drawing's shape with the whole of `target` and some room about it; no wider than the drawing. */
export function about(target, home) {
  const wanted = Math.max(target.width, (target.height * home.width) / home.height) * 1.5;
  const width = clamp(wanted, home.width / 4, home.width);
  const height = (width / home.width) * home.height;
  const middle = centre(target);
  return kept({ x: middle.x - width / 2, y: middle.y - height / 2, width, height }, home);
}

/** How a box lies, whole and centred, in a sheet of `size` pixels: scale and the place of its corner. */
export function laid(box, size) {
  const scale = Math.min(size.width / box.width, size.height / box.height);
  const x = (size.width - box.width * scale) / 2;
  const y = (size.height - box.height * scale) / 2;
  return { scale, x, y };
}

/** The CSS transform that makes a sheet drawn for box `from` look as if drawn for box `to`. */
export function transform(from, to, size) {
  const a = laid(from, size);
  const b = laid(to, size);
  const k = b.scale / a.scale;
  const dx = b.x - k * a.x + (from.x - to.x) * b.scale;
  const dy = b.y - k * a.y + (from.y - to.y) * b.scale;
  return `translate(${dx}px, ${dy}px) scale(${k})`;
}

export function centre(box) {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Keeps the middle of the box on the drawing, so that it cannot be lost. */
function kept(box, home) {
  const x = clamp(box.x, home.x - box.width / 2, home.x + home.width - box.width / 2);
  const y = clamp(box.y, home.y - box.height / 2, home.y + home.height - box.height / 2);
  return { ...box, x, y };
}
