/** Which part of the drawing the window shows, and how large. Screen = drawing * zoom + (x, y), in CSS pixels of the
 * host. Pure over the size of the host.
 * @typedef {import("./curves.js").Box} Box
 * @typedef {import("./curves.js").Point} Point */

export const LEAST = 0.02;
export const MOST = 4;
const MARGIN = 40; // pixels of the window around what is fitted
const CLOSE = 1.25; // fitting enlarges no further

export class Viewport extends EventTarget {
  x = 0;
  y = 0;
  zoom = 1;
  width = 1;
  height = 1;

  /** @param {number} width @param {number} height */
  resize(width, height) {
    [this.width, this.height] = [Math.max(width, 1), Math.max(height, 1)];
    this.#tell();
  }

  /** What the window shows. @param {number} [margin] pixels of the window around it @returns {Box} */
  area(margin = 0) {
    const { x, y, zoom, width, height } = this;
    return { x: (-x - margin) / zoom, y: (-y - margin) / zoom, width: (width + 2 * margin) / zoom, height: (height + 2 * margin) / zoom };
  }

  /** A point of the window as one of the drawing. @param {Point} point @returns {Point} */
  toDrawing({ x, y }) {
    return { x: (x - this.x) / this.zoom, y: (y - this.y) / this.zoom };
  }

  /** @param {Point} point of the drawing @returns {Point} of the window */
  toWindow({ x, y }) {
    return { x: x * this.zoom + this.x, y: y * this.zoom + this.y };
  }

  /** @param {number} dx pixels of the window @param {number} dy */
  pan(dx, dy) {
    this.show(this.x + dx, this.y + dy, this.zoom);
  }

  /** Enlarges by a factor; the point of the window stays where it is. @param {number} factor @param {Point} [point] */
  zoomBy(factor, point = { x: this.width / 2, y: this.height / 2 }) {
    const zoom = Math.min(Math.max(this.zoom * factor, LEAST), MOST);
    const real = zoom / this.zoom;
    this.show(point.x - (point.x - this.x) * real, point.y - (point.y - this.y) * real, zoom);
  }

  /** Shows a box whole and in the middle. @param {Box} box @param {number} [most] how far it may be enlarged */
  fit(box, most = CLOSE) {
    const across = (this.width - 2 * MARGIN) / Math.max(box.width, 1);
    const down = (this.height - 2 * MARGIN) / Math.max(box.height, 1);
    const zoom = Math.min(Math.max(Math.min(across, down), LEAST), most);
    this.centre({ x: box.x + box.width / 2, y: box.y + box.height / 2 }, zoom);
  }

  /** @param {Point} point of the drawing @param {number} [zoom] */
  centre(point, zoom = this.zoom) {
    this.show(this.width / 2 - point.x * zoom, this.height / 2 - point.y * zoom, zoom);
  }

  /** Pans as little as it takes for the box to be in sight. @param {Box} box */
  reveal(box) {
    const seen = this.area(-MARGIN);
    const dx = shift(box.x, box.width, seen.x, seen.width);
    const dy = shift(box.y, box.height, seen.y, seen.height);
    if (dx || dy) this.pan(-dx * this.zoom, -dy * this.zoom);
  }

  /** @param {number} x @param {number} y @param {number} zoom */
  show(x, y, zoom) {
    if (x === this.x && y === this.y && zoom === this.zoom) return;
    [this.x, this.y, this.zoom] = [x, y, zoom];
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}

/** How far a window must move to show a stretch; its middle where it is longer than the window.
 * @param {number} start @param {number} length @param {number} from @param {number} room */
function shift(start, length, from, room) {
  if (length > room) return start + length / 2 - (from + room / 2);
  if (start < from) return start - from;
  return start + length > from + room ? start + length - (from + room) : 0;
}
