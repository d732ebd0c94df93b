/** The kinds' icons as symbols of the drawing: all come in one file, and what is used is copied into it. */
import { tag } from "./svg.js";

const LOOK = ["fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"];

export class Icons {
  #defs;
  /** @type {Promise<Document | null> | undefined} */
  #all;
  #asked = new Set();

  /** @param {string} address of the file of all icons @param {SVGElement} defs */
  constructor(address, defs) {
    this.address = address;
    this.#defs = defs;
  }

  /** Sees to the icons in what was just drawn. @param {SVGElement} drawn */
  provide(drawn) {
    for (const use of drawn.getElementsByTagName("use")) {
      const name = use.getAttribute("data-icon") ?? "";
      if (!/^[a-z0-9-]+$/.test(name) || this.#asked.has(name)) continue;
      this.#asked.add(name);
      this.#add(name);
    }
  }

  /** @param {string} name */
  async #add(name) {
    this.#all ??= this.#fetch();
    const all = await this.#all;
    if (!all) return void this.#asked.delete(name); // asked for again when it is next drawn
    const symbol = all.getElementById(name);
    if (!symbol) return;
    const look = Object.fromEntries(LOOK.map((one) => [one, symbol.getAttribute(one) ?? undefined]));
    const shapes = [...symbol.children].map((shape) => document.importNode(shape, true));
    this.#defs.append(tag("g", { id: `editor-icon-${name}`, ...look }, ...shapes));
  }

  async #fetch() {
    const answer = await fetch(this.address).catch(() => null);
    if (answer?.ok) return new DOMParser().parseFromString(await answer.text(), "image/svg+xml");
    this.#all = undefined;
    return null;
  }
}
