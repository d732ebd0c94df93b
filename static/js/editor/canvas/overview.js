/** The drawing from far away, on one bitmap: frames, blocks, lines, findings. It is painted larger than the window and
 * moved with it; painted anew only when the window leaves it or comes to rest.
 * @typedef {import("./curves.js").Box} Box */
const SPARE = 0.35; // of the window's size, painted on each side of it
const REST = 140; // milliseconds without a change, after which it is painted sharp

export class Overview {
  /** Where the bitmap was painted. @type {{x: number, y: number, zoom: number} | null} */
  #painted = null;
  #timer = 0;
  #parts;
  #canvas;

  /** @param {{host: HTMLElement, viewport: import("./viewport.js").Viewport, paint: (context: CanvasRenderingContext2D, area: Box, zoom: number) => void}} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#canvas = document.createElement("canvas");
    this.#canvas.className = "overview";
    this.#canvas.setAttribute("aria-hidden", "true");
    this.#canvas.hidden = true;
    parts.host.append(this.#canvas);
  }

  get shown() {
    return !this.#canvas.hidden;
  }

  hide() {
    clearTimeout(this.#timer);
    this.#canvas.hidden = true;
    this.#painted = null;
  }

  /** What was painted is no longer so. */
  stale() {
    this.#painted = null;
  }

  /** Shows the drawing where the window is. */
  show() {
    this.#canvas.hidden = false;
    if (!this.#painted || this.#outside()) return this.#paint();
    const { viewport } = this.#parts;
    const scale = viewport.zoom / this.#painted.zoom;
    this.#place(viewport.x - this.#painted.x * scale, viewport.y - this.#painted.y * scale, scale);
    clearTimeout(this.#timer);
    if (scale !== 1) this.#timer = window.setTimeout(() => this.#paint(), REST);
  }

  /** @param {number} x @param {number} y @param {number} scale */
  #place(x, y, scale) {
    const { viewport } = this.#parts;
    const [left, top] = [x - SPARE * viewport.width * scale, y - SPARE * viewport.height * scale];
    this.#canvas.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
  }

  #outside() {
    const { viewport } = this.#parts;
    const { x, y, zoom } = /** @type {{x: number, y: number, zoom: number}} */ (this.#painted);
    const scale = viewport.zoom / zoom;
    if (scale > 1.6 || scale < 0.6) return true;
    const left = viewport.x - x * scale - SPARE * viewport.width * scale;
    const top = viewport.y - y * scale - SPARE * viewport.height * scale;
    const [width, height] = [viewport.width * (1 + 2 * SPARE) * scale, viewport.height * (1 + 2 * SPARE) * scale];
    return left > 0 || top > 0 || left + width < viewport.width || top + height < viewport.height;
  }

  #paint() {
    const { viewport, paint } = this.#parts;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [viewport.width * (1 + 2 * SPARE), viewport.height * (1 + 2 * SPARE)];
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${height}px`;
    const context = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext("2d"));
    const [left, top] = [viewport.x + SPARE * viewport.width, viewport.y + SPARE * viewport.height];
    context.setTransform(viewport.zoom * ratio, 0, 0, viewport.zoom * ratio, left * ratio, top * ratio);
    const { zoom } = viewport;
    paint(context, { x: -left / zoom, y: -top / zoom, width: width / zoom, height: height / zoom }, zoom);
    this.#painted = { x: viewport.x, y: viewport.y, zoom };
    this.#place(viewport.x - this.#painted.x, viewport.y - this.#painted.y, 1);
  }
}
