/** Finds a place on its line for every line's words: off cards, and off each other where possible. Pure.
 * @typedef {import("./curves.js").Box} Box */
import { along } from "./curves.js";
import { Grid } from "./grid.js";
import { BADGE } from "./sizes.js";

const PARTS = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82];
const OFF = [0, -14, 14]; // beside the line

export class Labels {
  #grid = new Grid();
  /** @type {Map<string, Box>} */
  #boxes = new Map();

  clear() {
    this.#grid.clear();
    this.#boxes.clear();
  }

  /** @param {string} key */
  forget(key) {
    this.#grid.delete(key);
    this.#boxes.delete(key);
  }

  /** @param {import("./scene.js").Line} line @param {import("./curves.js").Curve} curve @param {number} words pixels
   * @param {(area: Box) => Box[]} taken what stands in an area @returns {Box} */
  place(line, curve, words, taken) {
    this.forget(line.key);
    const width = words + (line.badge ? BADGE.width : 0);
    const middles = along(curve, PARTS);
    let [best, least] = [boxAt(middles[0], width, 0), Infinity];
    for (const off of OFF) {
      for (const middle of middles) {
        const box = boxAt(middle, width, off);
        const covered = this.#covered(box, taken);
        if (covered < least) [best, least] = [box, covered];
        if (!covered) break;
      }
      if (!least) break;
    }
    this.#grid.set(line.key, best);
    this.#boxes.set(line.key, best);
    return best;
  }

  /** @param {Box} box @param {(area: Box) => Box[]} taken */
  #covered(box, taken) {
    const others = [...this.#grid.within(box)].map((key) => /** @type {Box} */ (this.#boxes.get(key)));
    return [...taken(box), ...others].reduce((sum, other) => sum + shared(box, other), 0);
  }
}

/** @param {{x: number, y: number}} middle @param {number} width @param {number} off @returns {Box} */
const boxAt = ({ x, y }, width, off) => ({ x: x - width / 2, y: y - 8 + off, width, height: 16 });

/** @param {Box} a @param {Box} b */
function shared(a, b) {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}
