/** The kinds' icons as symbols of the drawing, fetched as they come to be used. */
import { tag } from "./svg.js";

const SHAPES = new Set(["g", "path", "circle", "ellipse", "line", "polyline", "polygon", "rect"]);
const LOOK = { fill: "none", stroke: "currentColor", "stroke-width": 1.5, "stroke-linecap": "round", "stroke-linejoin": "round" };

export class Icons {
  #address;
  #defs;
  #asked = new Set();

  /** @param {string} address of the folder of icons @param {SVGElement} defs */
  constructor(address, defs) {
    this.#address = address;
    this.#defs = defs;
  }

  /** Sees to the icons in what was just drawn. @param {SVGElement} drawn */
  provide(drawn) {
    for (const use of drawn.getElementsByTagName("use")) {
      const name = use.getAttribute("data-icon") ?? "";
      if (!/^[a-z0-9-]+$/.test(name) || this.#asked.has(name)) continue;
      this.#asked.add(name);
      this.#fetch(name);
    }
  }

  /** @param {string} name */
  async #fetch(name) {
    const answer = await fetch(`${this.#address}${name}.svg`).catch(() => null);
    if (!answer?.ok) return void this.#asked.delete(name); // asked for again when it is next drawn
    const root = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
    const shapes = [...root.children].filter((child) => SHAPES.has(child.localName));
    this.#defs.append(tag("g", { id: `editor-icon-${name}`, ...LOOK }, ...shapes));
  }
}
