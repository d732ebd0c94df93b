/** Where lines touch cards: at the sides that face each other, lines at one side apart. Pure.
 * @typedef {import("./curves.js").Point} Point
 * @typedef {import("./curves.js").Box} Box
 * @typedef {"top" | "right" | "bottom" | "left"} Side
 * @typedef {{touch: Point, away: Point}} End touch on the border; away, where the line may turn */
import { BADGE, CARD, CHIP } from "./sizes.js";
import { row } from "./chips.js";

const STUB = 7; // how far a line runs straight before it may turn
const ACROSS = { top: [0, -1], bottom: [0, 1], left: [-1, 0], right: [1, 0] };

/** Above and below where one stands clearly lower, else left and right. @param {Box} source @param {Box} target @returns {[Side, Side]} */
export function sides(source, target) {
  const below = target.y - (source.y + source.height);
  const above = source.y - (target.y + target.height);
  const aside = Math.max(target.x - (source.x + source.width), source.x - (target.x + target.width));
  if (below > 12) return ["bottom", "top"];
  if (above > 12 && aside < 3 * above) return ["top", "bottom"];
  return target.x + target.width / 2 >= source.x + source.width / 2 ? ["right", "left"] : ["left", "right"];
}

/** Where on its side a box is nearest to another. @param {Box} box @param {Box} other @param {Side} side */
export function facing(box, other, side) {
  const level = side === "left" || side === "right";
  return level
    ? middle(box.y, box.y + box.height, other.y, other.y + other.height)
    : middle(box.x, box.x + box.width, other.x, other.x + other.width);
}

/** @param {number} start @param {number} stop @param {number} from @param {number} to */
function middle(start, stop, from, to) {
  const [low, high] = [Math.max(start, from), Math.min(stop, to)];
  return low < high ? (low + high) / 2 : (from + to) / 2;
}

/** @param {Point} touch @param {Side} side @param {number} [room] @returns {End} */
export function end(touch, side, room = 0) {
  const [dx, dy] = ACROSS[side];
  return { touch, away: { x: touch.x + dx * (room + STUB), y: touch.y + dy * (room + STUB) } };
}

/** An end for each of these lines, which are in the order of where they go.
 * @param {import("./scene.js").Card} card @param {Box} box @param {Side} side @param {number[]} wanted @returns {End[]} */
export function places(card, box, side, wanted) {
  if (side === "left" || side === "right") {
    const x = side === "left" ? box.x : box.x + box.width;
    return spread(box.y + 10, box.y + box.height - 10, wanted).map((y) => end({ x, y }, side));
  }
  const top = side === "top";
  const chips = top ? card.ports : card.groups;
  const room = top ? CHIP.top : card.foot;
  const taken = box.x + CARD.pad + Math.min(row(chips) + CHIP.gap, box.width - 2 * CARD.pad);
  const left = chips.length && top ? Math.min(taken, box.x + box.width - 40) : box.x;
  const right = box.x + box.width - 16 - (card.badge && top ? BADGE.width : 0);
  const y = top ? box.y : box.y + box.height;
  return spread(left + 12, Math.max(right, left + 12), wanted).map((x) => {
    const under = chips.length && !top && x < taken ? room : 0;
    return end({ x, y: y + under }, side, chips.length ? room - under : 0);
  });
}

/** One alone where it wants to be, more of them evenly apart. @param {number} low @param {number} high @param {number[]} wanted */
function spread(low, high, wanted) {
  if (wanted.length === 1 && low <= wanted[0] && wanted[0] <= high) return wanted;
  return wanted.map((_, place) => low + ((high - low) * (place + 1)) / (wanted.length + 1));
}
