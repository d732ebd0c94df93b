/** What carries the drawing: two SVGs that are moved and scaled with the window as a whole, which costs no drawing.
 *
 * `rest` holds what stands; `live`, above it, what moves just now and what gestures show, so that a frame of a gesture
 * paints little. Both are as large as the drawing, so that the browser keeps what it has painted of them while the
 * window moves; they are made anew when it comes to rest at another zoom. The transforms are on HTML elements: on an
 * SVG they would lay out its words anew.
 * @typedef {import("./curves.js").Box} Box */
import { around } from "./curves.js";
import { onPixels } from "./pixels.js";
import { tag } from "./svg.js";

const REST = 140; // milliseconds without a change
const FINER = 1.7; // coarser or finer than this it is not shown
const SPARE = 4000; // pixels of the window around everything

export class Paper {
  /** The part of the drawing that it covers, and its zoom. @type {Box & {zoom: number} | null} */
  #made = null;
  #timer = 0;
  #viewport;
  #whole;

  /** @param {import("./viewport.js").Viewport} viewport @param {() => Box | undefined} whole the box around everything
   * @param {string} label what it is, in words */
  constructor(viewport, whole, label) {
    this.#viewport = viewport;
    this.#whole = whole;
    this.defs = tag("defs");
    this.rest = sheet({ role: "img", "aria-label": label }, this.defs);
    this.live = sheet({ "aria-hidden": "true" });
    this.root = document.createElement("div");
    this.root.className = "drawing editor-drawing";
    this.root.append(this.rest.host, this.live.host);
  }

  /** Shows the drawing where the window is. */
  follow() {
    clearTimeout(this.#timer);
    if (!this.#fits()) return this.make();
    this.#place();
    if (this.#viewport.zoom !== this.#made?.zoom) this.#timer = window.setTimeout(() => this.make(), REST);
  }

  make() {
    clearTimeout(this.#timer);
    const { zoom } = this.#viewport;
    const spare = SPARE / zoom;
    const { x, y, width, height } = /** @type {Box} */ (around([this.#viewport.area(), this.#whole()].filter(Boolean)));
    const made = { x: x - spare, y: y - spare, width: width + 2 * spare, height: height + 2 * spare, zoom };
    this.#made = made;
    for (const { svg, world } of [this.rest, this.live]) {
      svg.setAttribute("width", String(made.width * zoom));
      svg.setAttribute("height", String(made.height * zoom));
      world.setAttribute("transform", `scale(${zoom}) translate(${-made.x} ${-made.y})`);
    }
    this.#place();
  }

  #place() {
    const { x, y, zoom } = this.#viewport;
    const made = /** @type {Box & {zoom: number}} */ (this.#made);
    const [left, top] = [x + made.x * zoom, y + made.y * zoom].map(onPixels);
    const transform = `translate(${left}px, ${top}px) scale(${zoom / made.zoom})`;
    for (const { host } of [this.rest, this.live]) host.style.transform = transform;
  }

  #fits() {
    if (!this.#made) return false;
    const scale = this.#viewport.zoom / this.#made.zoom;
    return scale <= FINER && scale >= 1 / FINER && holds(this.#made, this.#viewport.area());
  }
}

/** @param {Record<string, string>} attributes @param {SVGElement[]} before */
function sheet(attributes, ...before) {
  const host = document.createElement("div");
  const world = tag("g", { class: "world" });
  const svg = tag("svg", attributes, ...before, world);
  host.className = "paper";
  host.append(svg);
  return { host, svg, world };
}

/** @param {Box} outer @param {Box} inner */
export const holds = (outer, inner) =>
  outer.x <= inner.x && outer.y <= inner.y && outer.x + outer.width >= inner.x + inner.width && outer.y + outer.height >= inner.y + inner.height;
