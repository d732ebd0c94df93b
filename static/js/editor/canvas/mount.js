/** Keeps what the window shows, and what it is about to show, drawn; takes away at leisure what is far from it.
 * @typedef {import("./curves.js").Box} Box */
const AHEAD = 320; // pixels of the window around it that are drawn before they come into sight
const STEP = 256; // so far the window moves before anything new is looked for
const FAR = 900; // pixels of the window around it; what is farther goes
const MANY = 1500; // so much is drawn at most before the rest is taken away
const REST = 600; // milliseconds without a change
const NOW_MS = 60; // of one frame, for what is in sight
const AHEAD_MS = 6;

export class Mount {
  /** Whether all of it is drawn. */
  done = false;
  /** @type {Box | null} */
  #area = null;
  #timer = 0;
  #stage;
  #viewport;

  /** @param {import("./stage.js").Stage} stage @param {import("./viewport.js").Viewport} viewport */
  constructor(stage, viewport) {
    this.#stage = stage;
    this.#viewport = viewport;
  }

  /** There is something new to draw. */
  again() {
    this.#area = null;
  }

  /** Draws for one frame. @returns {boolean} whether everything is there */
  follow() {
    const area = snapped(this.#viewport.area(AHEAD), STEP / this.#viewport.zoom);
    if (!this.#area || !alike(area, this.#area)) {
      this.done = false;
      if (this.#stage.drawn.size > MANY) this.#prune();
    }
    this.#area = area;
    this.done ||= this.#stage.show(this.#viewport.area(), NOW_MS) && this.#stage.show(area, AHEAD_MS);
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#prune(), REST);
    return this.done;
  }

  stop() {
    clearTimeout(this.#timer);
    this.#area = null;
  }

  #prune() {
    this.#stage.prune(this.#viewport.area(FAR));
  }
}

/** @param {Box} box @param {number} step */
function snapped({ x, y, width, height }, step) {
  const [left, top] = [Math.floor(x / step) * step, Math.floor(y / step) * step];
  return { x: left, y: top, width: Math.ceil((x + width) / step) * step - left, height: Math.ceil((y + height) / step) * step - top };
}

/** @param {Box} a @param {Box} b */
const alike = (a, b) => a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
