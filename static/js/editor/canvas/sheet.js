/** A bitmap larger than the window, that is moved and scaled with it as a whole, and made anew only when the window
 * leaves it or comes to rest at another zoom. So moving the window costs no drawing.
 * @typedef {import("./curves.js").Box} Box */
import { onPixels } from "./pixels.js";

const SPARE = 0.35; // of the window's size, on each side of it
const REST = 140; // milliseconds without a change
const FINER = 1.7; // coarser or finer than this it is not shown

export class Sheet {
  /** Where it was made. @type {{x: number, y: number, zoom: number, width: number, height: number} | null} */
  #made = null;
  #timer = 0;
  #element;
  #viewport;
  #make;

  /** @param {HTMLElement} element @param {import("./viewport.js").Viewport} viewport
   * @param {(x: number, y: number, width: number, height: number) => void} make draws, with the drawing's origin at this
   * point of the element, which is to have this size */
  constructor(element, viewport, make) {
    this.#element = element;
    this.#viewport = viewport;
    this.#make = make;
  }

  /** It shows no longer what it should. */
  stale() {
    clearTimeout(this.#timer);
    this.#made = null;
  }

  /** Follows the window. */
  show() {
    if (!this.#made || this.#outside()) return this.make();
    const scale = this.#viewport.zoom / this.#made.zoom;
    this.#place(scale);
    clearTimeout(this.#timer);
    if (scale !== 1) this.#timer = window.setTimeout(() => this.make(), REST);
  }

  make() {
    clearTimeout(this.#timer);
    const { x, y, zoom, width, height } = this.#viewport;
    this.#made = { x, y, zoom, width, height };
    this.#make(x + SPARE * width, y + SPARE * height, width * (1 + 2 * SPARE), height * (1 + 2 * SPARE));
    this.#place(1);
  }

  /** @param {number} scale */
  #place(scale) {
    const [left, top] = this.#corner(scale).map(onPixels);
    this.#element.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
  }

  /** @param {number} scale */
  #corner(scale) {
    const { x, y, width, height } = /** @type {any} */ (this.#made);
    return [this.#viewport.x - (x + SPARE * width) * scale, this.#viewport.y - (y + SPARE * height) * scale];
  }

  #outside() {
    const { zoom, width, height } = /** @type {any} */ (this.#made);
    const scale = this.#viewport.zoom / zoom;
    if (scale > FINER || scale < 1 / FINER || width !== this.#viewport.width || height !== this.#viewport.height) return true;
    const [left, top] = this.#corner(scale);
    const right = left + width * (1 + 2 * SPARE) * scale;
    const bottom = top + height * (1 + 2 * SPARE) * scale;
    return left > 0 || top > 0 || right < width || bottom < height;
  }
}
