/** The drawing from far away, on one bitmap: frames, blocks, lines, findings.
 * @typedef {import("./curves.js").Box} Box */
import { ratio } from "./pixels.js";
import { Sheet } from "./sheet.js";

export class Overview {
  #canvas;
  #sheet;

  /** @param {{host: HTMLElement, viewport: import("./viewport.js").Viewport, paint: (context: CanvasRenderingContext2D, area: Box, zoom: number) => void}} parts */
  constructor({ host, viewport, paint }) {
    this.#canvas = document.createElement("canvas");
    this.#canvas.className = "overview";
    this.#canvas.setAttribute("aria-hidden", "true");
    this.#canvas.hidden = true;
    host.append(this.#canvas);
    this.#sheet = new Sheet(this.#canvas, viewport, (x, y, width, height) => {
      const { zoom } = viewport;
      paint(this.#fresh(width, height, x, y, zoom), { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom }, zoom);
    });
  }

  get shown() {
    return !this.#canvas.hidden;
  }

  hide() {
    if (!this.shown) return;
    this.#canvas.hidden = true;
    this.#sheet.stale();
  }

  /** What was painted is no longer so. */
  stale() {
    this.#sheet.stale();
  }

  /** Shows the drawing where the window is. */
  show() {
    this.#canvas.hidden = false;
    this.#sheet.show();
  }

  /** An empty bitmap of this size. @param {number} width @param {number} height @param {number} x @param {number} y @param {number} zoom */
  #fresh(width, height, x, y, zoom) {
    const fine = ratio();
    this.#canvas.width = Math.round(width * fine);
    this.#canvas.height = Math.round(height * fine);
    this.#canvas.style.width = `${this.#canvas.width / fine}px`;
    this.#canvas.style.height = `${this.#canvas.height / fine}px`;
    const context = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext("2d"));
    context.setTransform(zoom * fine, 0, 0, zoom * fine, x * fine, y * fine);
    return context;
  }
}
