/** The shortest way around boxes, found by A* over the corners of what stands in between (as
 * topologies/rendering/ways.py finds it). Pure.
 * @typedef {import("./curves.js").Point} Point
 * @typedef {import("./curves.js").Box} Box
 * @typedef {{box: Box, cost: number}} Obstacle */

const TURN = 12; // what a corner costs, in pixels of way
const THROUGH = 90; // what crossing a soft box costs
const MANY = 40; // corners looked at from one place
const TRIES = 60; // corners looked at before the straight line has to do

/** Hard boxes are never crossed, soft ones when the way round is long. @param {Box[]} hard @param {Box[]} soft @returns {Obstacle[]} */
export const obstacles = (hard, soft) => [
  ...hard.map((box) => ({ box, cost: Infinity })),
  ...soft.map((box) => ({ box, cost: THROUGH })),
];

/** The corners of the way, both ends among them. What holds an end stands in nobody's way.
 * @param {Obstacle[]} all @param {Point} start @param {Point} end @returns {Point[]} */
export function way(all, start, end) {
  const near = all.filter(({ box }) => !holds(box, start) && !holds(box, end));
  const queue = [{ ahead: 0, walked: 0, corners: [start] }];
  const best = new Map();
  for (let tries = 0; tries < TRIES && queue.length; tries += 1) {
    const { walked, corners } = least(queue);
    const here = /** @type {Point} */ (corners.at(-1));
    if (here === end) return corners;
    if ((best.get(name(here)) ?? Infinity) < walked) continue;
    for (const [there, cost] of steps(near, here, end)) {
      const length = walked + cost + TURN;
      if (length >= (best.get(name(there)) ?? Infinity)) continue;
      best.set(name(there), length);
      queue.push({ ahead: length + distance(there, end), walked: length, corners: [...corners, there] });
    }
  }
  return [start, end];
}

const name = (/** @type {Point} */ { x, y }) => `${x} ${y}`;
const distance = (/** @type {Point} */ a, /** @type {Point} */ b) => Math.hypot(b.x - a.x, b.y - a.y);

/** Takes the most promising entry out. @param {{ahead: number, walked: number, corners: Point[]}[]} queue */
function least(queue) {
  let found = 0;
  for (let place = 1; place < queue.length; place += 1) if (queue[place].ahead < queue[found].ahead) found = place;
  return queue.splice(found, 1)[0];
}

/** The end and the corners of what first stands in between, as far as they can be reached straight on.
 * @param {Obstacle[]} all @param {Point} here @param {Point} end @returns {[Point, number][]} */
function steps(all, here, end) {
  const open = [end];
  const seen = new Set([name(here), name(end)]);
  /** @type {[Point, number][]} */
  const found = [];
  while (open.length && seen.size < MANY) {
    const there = /** @type {Point} */ (open.pop());
    const { cost, first } = crossed(all, here, there);
    if (cost < Infinity) found.push([there, distance(here, there) + cost]);
    for (const corner of first ? cornersOf(first) : []) {
      if (seen.has(name(corner))) continue;
      seen.add(name(corner));
      open.push(corner);
    }
  }
  return found;
}

/** @param {Obstacle[]} all @param {Point} here @param {Point} there */
function crossed(all, here, there) {
  let [cost, nearest] = [0, Infinity];
  /** @type {Box | null} */
  let first = null;
  for (const obstacle of all) {
    const at = entry(obstacle.box, here, there);
    if (at === null) continue;
    cost += obstacle.cost;
    if (at < nearest) [nearest, first] = [at, obstacle.box];
  }
  return { cost, first };
}

/** @param {Box} box @returns {Point[]} */
const cornersOf = ({ x, y, width, height }) => [
  { x, y }, { x, y: y + height }, { x: x + width, y }, { x: x + width, y: y + height },
];

/** @param {Box} box @param {Point} point */
const holds = (box, { x, y }) => box.x < x && x < box.x + box.width && box.y < y && y < box.y + box.height;

/** The part of the straight line after which it enters the box; null where it does not, or runs along its border.
 * @param {Box} box @param {Point} a @param {Point} b */
function entry(box, a, b) {
  const [right, bottom] = [box.x + box.width, box.y + box.height];
  if ((a.x <= box.x && b.x <= box.x) || (a.y <= box.y && b.y <= box.y)) return null;
  if ((a.x >= right && b.x >= right) || (a.y >= bottom && b.y >= bottom)) return null;
  let [low, high] = [0, 1];
  for (const [start, stop, least_, most] of [[a.x, b.x, box.x, right], [a.y, b.y, box.y, bottom]]) {
    if (start === stop) {
      if (!(least_ < start && start < most)) return null;
      continue;
    }
    const [one, two] = [(least_ - start) / (stop - start), (most - start) / (stop - start)];
    low = Math.max(low, Math.min(one, two));
    high = Math.min(high, Math.max(one, two));
  }
  return high - low > 1e-9 ? low : null;
}
