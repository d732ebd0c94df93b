/** Boxes by where they are, so that asking what lies in a window does not look at all of them. Pure.
 * @typedef {import("./curves.js").Box} Box */

const CELL = 512;
const WIDE = 64; // cells; what covers more is looked at always

export class Grid {
  /** @type {Map<string, Box>} */
  #boxes = new Map();
  /** @type {Map<number, Set<string>>} */
  #cells = new Map();
  /** @type {Set<string>} */
  #wide = new Set();

  get size() {
    return this.#boxes.size;
  }

  /** @param {string} key */
  has(key) {
    return this.#boxes.has(key);
  }

  /** @param {string} key @param {Box} box */
  set(key, box) {
    this.delete(key);
    this.#boxes.set(key, box);
    const cells = cellsOf(box);
    if (cells.length > WIDE) this.#wide.add(key);
    else for (const cell of cells) this.#cellAt(cell).add(key);
  }

  /** @param {string} key */
  delete(key) {
    const box = this.#boxes.get(key);
    if (!box) return;
    this.#boxes.delete(key);
    if (this.#wide.delete(key)) return;
    for (const cell of cellsOf(box)) this.#cells.get(cell)?.delete(key);
  }

  clear() {
    this.#boxes.clear();
    this.#cells.clear();
    this.#wide.clear();
  }

  /** Keys of the boxes that share a point with this one. @param {Box} area @returns {Set<string>} */
  within(area) {
    const found = new Set();
    const cells = cellsOf(area);
    const looked = cells.length > this.#cells.size ? this.#cells.values() : cells.map((cell) => this.#cells.get(cell));
    for (const keys of [...looked, this.#wide]) {
      for (const key of keys ?? []) if (!found.has(key) && meets(/** @type {Box} */ (this.#boxes.get(key)), area)) found.add(key);
    }
    return found;
  }

  /** @param {number} cell */
  #cellAt(cell) {
    const keys = this.#cells.get(cell) ?? new Set();
    if (!keys.size) this.#cells.set(cell, keys);
    return keys;
  }
}

/** @param {Box} a @param {Box} b */
export const meets = (a, b) =>
  a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;

/** @param {Box} box */
function cellsOf({ x, y, width, height }) {
  const found = [];
  const right = Math.floor((x + width) / CELL);
  const bottom = Math.floor((y + height) / CELL);
  for (let column = Math.floor(x / CELL); column <= right; column += 1) {
    for (let line = Math.floor(y / CELL); line <= bottom; line += 1) found.push((column + 32768) * 65536 + line + 32768);
  }
  return found;
}
