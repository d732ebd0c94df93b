/** Cubic curves end to end: one start point, then three points for each segment. Pure.
 * @typedef {{x: number, y: number}} Point
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 * @typedef {Point[]} Curve */

const BEND = 32;
const ROUND = 18; // radius of a corner, at most
const STEPS = 8;

const between = (/** @type {Point} */ a, /** @type {Point} */ b, /** @type {number} */ part) =>
  ({ x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part });

/** @param {Point} start @param {Point} end @returns {Curve} */
export const straight = (start, end) => [start, between(start, end, 1 / 3), between(start, end, 2 / 3), end];

/** Leaves and arrives upright. @param {Point} start @param {Point} end @param {1 | -1} way @returns {Curve} */
export function upright(start, end, way) {
  const bend = Math.max(BEND, Math.abs(end.y - start.y) / 2) * way;
  return [start, { x: start.x, y: start.y + bend }, { x: end.x, y: end.y - bend }, end];
}

/** Leaves and arrives level. @param {Point} start @param {Point} end @param {1 | -1} way @returns {Curve} */
export function level(start, end, way) {
  const bend = Math.max(BEND, Math.abs(end.x - start.x) / 2) * way;
  return [start, { x: start.x + bend, y: start.y }, { x: end.x - bend, y: end.y }, end];
}

/** Straight from corner to corner, with the corners cut round. @param {Point[]} corners @returns {Curve} */
export function rounded(corners) {
  const points = [corners[0]];
  let here = corners[0];
  for (let place = 1; place < corners.length - 1; place += 1) {
    const [corner, after] = [corners[place], corners[place + 1]];
    const [before, behind] = [towards(corner, here), towards(corner, after)];
    points.push(...straight(/** @type {Point} */ (points.at(-1)), before).slice(1));
    points.push(between(before, corner, 0.6), between(behind, corner, 0.6), behind);
    here = corner;
  }
  return [...points, ...straight(/** @type {Point} */ (points.at(-1)), /** @type {Point} */ (corners.at(-1))).slice(1)];
}

/** Where rounding begins. @param {Point} corner @param {Point} other */
function towards(corner, other) {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  return between(corner, other, length ? Math.min(ROUND / length, 0.5) : 0);
}

/** @param {Curve} curve */
export function pathData(curve) {
  let data = `M${short(curve[0].x)} ${short(curve[0].y)}C`;
  for (let place = 1; place < curve.length; place += 1) data += `${short(curve[place].x)} ${short(curve[place].y)} `;
  return data;
}

const short = (/** @type {number} */ value) => Math.round(value * 10) / 10;

/** The box around all of them; undefined around none. @param {Iterable<Box>} boxes @returns {Box | undefined} */
export function around(boxes) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    right = Math.max(right, x + width);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + height);
  }
  return right < left ? undefined : { x: left, y: top, width: right - left, height: bottom - top };
}

/** The box that holds a curve. @param {Curve} curve @returns {Box} */
export const bounds = (curve) => /** @type {Box} */ (around(curve.map(({ x, y }) => ({ x, y, width: 0, height: 0 }))));

/** Points along the curve, both ends among them. @param {Curve} curve @returns {Point[]} */
export function samples(curve) {
  const found = [curve[0]];
  for (let start = 0; start + 3 < curve.length; start += 3) {
    for (let step = 1; step <= STEPS; step += 1) found.push(onSegment(curve, start, step / STEPS));
  }
  return found;
}

/** @param {Curve} curve @param {number} start @param {number} t @returns {Point} */
function onSegment(curve, start, t) {
  const u = 1 - t;
  const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  const [p, q, r, s] = [curve[start], curve[start + 1], curve[start + 2], curve[start + 3]];
  return { x: a * p.x + b * q.x + c * r.x + d * s.x, y: a * p.y + b * q.y + c * r.y + d * s.y };
}

/** The points after these parts (0..1) of the curve's length. @param {Curve} curve @param {number[]} parts @returns {Point[]} */
export function along(curve, parts) {
  const points = samples(curve);
  const lengths = points.slice(1).map((point, place) => Math.hypot(point.x - points[place].x, point.y - points[place].y));
  const whole = lengths.reduce((sum, length) => sum + length, 0);
  return parts.map((part) => walk(points, lengths, whole * part));
}

/** @param {Point[]} points @param {number[]} lengths @param {number} left */
function walk(points, lengths, left) {
  for (let place = 0; place < lengths.length; place += 1) {
    if (left <= lengths[place] && lengths[place] > 0) return between(points[place], points[place + 1], left / lengths[place]);
    left -= lengths[place];
  }
  return /** @type {Point} */ (points.at(-1));
}

/** The three corners of the arrowhead at the end of a curve. @param {Curve} curve @returns {Point[]} */
export function arrowhead(curve) {
  const tip = /** @type {Point} */ (curve.at(-1));
  const before = curve.findLast((point) => point.x !== tip.x || point.y !== tip.y) ?? { x: tip.x - 1, y: tip.y };
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
  const side = (/** @type {number} */ turn) => ({ x: tip.x - 8 * Math.cos(angle + turn), y: tip.y - 8 * Math.sin(angle + turn) });
  return [tip, side(0.4), side(-0.4)];
}
