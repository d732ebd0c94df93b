/** The whole drawing in a corner, with the window's frame to drag. Drawn anew at rest. */
import { holds } from "./paper.js";
import { onPixels, ratio } from "./pixels.js";

const WIDE = 200;
const HIGH = 140;
const REST = 160;

export class Minimap {
  #canvas;
  #paint;
  #timer = 0;
  #fresh = false;
  #scale = 1;
  #left = 0;
  #top = 0;
  #width = 0;
  #height = 0;

  /** @param {import("./canvas.js").Canvas} canvas @param {(context: CanvasRenderingContext2D, area: any, zoom: number) => void} paint */
  constructor(canvas, paint) {
    this.#canvas = canvas;
    this.#paint = paint;
    this.root = document.createElement("div");
    this.root.className = "minimap";
    this.root.hidden = true;
    this.bitmap = document.createElement("canvas");
    this.bitmap.setAttribute("aria-hidden", "true");
    this.frame = document.createElement("div");
    this.frame.className = "minimap-frame";
    this.root.append(this.bitmap, this.frame);
    canvas.host.append(this.root);
    this.root.addEventListener("pointerdown", (event) => this.#down(event));
    this.root.addEventListener("pointermove", (event) => this.root.hasPointerCapture(event.pointerId) && this.#go(event));
  }

  stale() {
    this.#fresh = false;
  }

  /** Shows where the window is; hidden while everything is in sight. */
  follow() {
    const whole = this.#canvas.whole();
    const seen = this.#canvas.viewport.area();
    this.root.hidden = !whole || (holds(seen, whole) && this.#canvas.viewport.zoom > 0.3);
    if (this.root.hidden || !whole) return;
    this.#fit(whole);
    if (!this.#fresh) this.#later(whole);
    const put = (/** @type {number} */ value, /** @type {number} */ from, /** @type {number} */ room) => Math.max(0, Math.min((value - from) * this.#scale, room));
    const [left, top] = [put(seen.x, this.#left, this.#width), put(seen.y, this.#top, this.#height)];
    const wide = put(seen.x + seen.width, this.#left, this.#width) - left;
    const high = put(seen.y + seen.height, this.#top, this.#height) - top;
    this.frame.style.transform = `translate(${left}px, ${top}px)`;
    this.#size(`${wide.toFixed(0)}px`, `${high.toFixed(0)}px`);
  }

  /** Takes the size of everything at once, so that a point in the corner always means the same; painted it is later.
   * @param {{x: number, y: number, width: number, height: number}} whole */
  #fit(whole) {
    this.#scale = Math.min(WIDE / Math.max(whole.width, 1), HIGH / Math.max(whole.height, 1));
    [this.#left, this.#top] = [whole.x, whole.y];
    const [width, height] = [whole.width * this.#scale, whole.height * this.#scale].map(onPixels);
    if (width === this.#width && height === this.#height) return;
    [this.#width, this.#height] = [width, height];
    [this.bitmap.style.width, this.bitmap.style.height] = [`${width}px`, `${height}px`];
  }

  /** A size that stays as it is costs no layout. @param {string} width @param {string} height */
  #size(width, height) {
    const { style } = this.frame;
    if (style.width !== width) style.width = width;
    if (style.height !== height) style.height = height;
  }

  /** @param {any} whole */
  #later(whole) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#draw(whole), REST);
  }

  /** @param {{x: number, y: number, width: number, height: number}} whole */
  #draw(whole) {
    const fine = ratio();
    this.#fit(whole);
    const [width, height] = [this.#width, this.#height];
    [this.bitmap.width, this.bitmap.height] = [Math.max(1, width * fine), Math.max(1, height * fine)];
    const context = /** @type {CanvasRenderingContext2D} */ (this.bitmap.getContext("2d"));
    const scale = this.#scale * fine;
    context.setTransform(scale, 0, 0, scale, -whole.x * scale, -whole.y * scale);
    this.#paint(context, whole, this.#scale);
    this.#fresh = true;
    this.follow();
  }

  /** @param {PointerEvent} event */
  #down(event) {
    event.preventDefault();
    event.stopPropagation();
    this.root.setPointerCapture(event.pointerId);
    this.#go(event);
  }

  /** @param {PointerEvent} event */
  #go(event) {
    const { left, top } = this.bitmap.getBoundingClientRect();
    this.#canvas.viewport.centre({ x: (event.clientX - left) / this.#scale + this.#left, y: (event.clientY - top) / this.#scale + this.#top });
  }
}
