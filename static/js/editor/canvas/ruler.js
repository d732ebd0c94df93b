/** How wide text is, and what of it fits. Pure: is given the measure of a single piece of text. */
const ELLIPSIS = "…";
const LONGEST = 160; // characters; no place of the drawing shows as many, and labels may have 10,000
const KEPT = 20000;

/** @typedef {"label" | "kind" | "zone" | "meta" | "port" | "group" | "line"} Use */

/** Text without line breaks, tabs and repeated spaces, cut where nothing would show it.
 * @param {string} text */
export function oneLine(text) {
  const line = text.slice(0, 4 * LONGEST).replace(/\s+/g, " ").trim();
  const characters = line.length > LONGEST ? [...line] : null;
  return characters && characters.length > LONGEST ? characters.slice(0, LONGEST).join("") + ELLIPSIS : line;
}

export class Ruler {
  #measure;
  /** @type {Map<string, number>} */
  #known = new Map();

  /** @param {(text: string, use: Use) => number} measure */
  constructor(measure) {
    this.#measure = measure;
  }

  /** Pixels of the text in one line.
   * @param {string} text @param {Use} use */
  width(text, use) {
    const name = `${use} ${text}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    if (this.#known.size > KEPT) this.#known.clear();
    const width = this.#measure(text, use);
    this.#known.set(name, width);
    return width;
  }

  /** The text in one line, shortened with an ellipsis where it needs more room than there is.
   * @param {string} text @param {number} room @param {Use} use */
  fit(text, room, use) {
    const line = oneLine(text);
    if (this.width(line, use) <= room) return line;
    const characters = [...line];
    let [low, high] = [0, characters.length];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.width(cut(characters, middle), use) <= room) low = middle;
      else high = middle - 1;
    }
    return cut(characters, low);
  }
}

/** @param {string[]} characters @param {number} count */
const cut = (characters, count) => characters.slice(0, count).join("").trimEnd() + ELLIPSIS;
