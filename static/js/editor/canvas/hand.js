/** Moves the window over the drawing: wheel, middle button, Space and drag, two fingers. */
const LINE = 16; // pixels of a wheel that tells lines
const FASTEST = 60; // pixels of one wheel event that count

export class Hand {
  #canvas;
  #space = false;
  /** @type {Map<number, {x: number, y: number}>} */
  #fingers = new Map();

  /** @param {import("./canvas.js").Canvas} canvas */
  constructor(canvas) {
    this.#canvas = canvas;
    const { host } = canvas;
    host.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    host.addEventListener("pointerdown", (event) => this.#down(event), { capture: true });
    host.addEventListener("pointermove", (event) => this.#move(event), { capture: true });
    for (const name of ["pointerup", "pointercancel"]) host.addEventListener(name, (event) => this.#up(/** @type {PointerEvent} */ (event)), { capture: true });
    document.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("keyup", (event) => event.key === " " && this.#hold(false));
    window.addEventListener("blur", () => this.#hold(false));
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    if (/** @type {Element} */ (event.target).closest(".sheet, dialog, [data-scrolls]")) return;
    event.preventDefault();
    const unit = event.deltaMode === 1 ? LINE : 1;
    if (event.shiftKey) return this.#canvas.viewport.pan(-(event.deltaX + event.deltaY) * unit, 0);
    const delta = Math.max(-FASTEST, Math.min(FASTEST, event.deltaY * unit));
    const strength = event.ctrlKey ? 0.01 : 0.004; // a pinch on a touchpad comes as Ctrl and small steps
    this.#canvas.zoom(Math.exp(-delta * strength), { x: event.clientX, y: event.clientY });
    if (event.deltaX && !event.ctrlKey) this.#canvas.viewport.pan(-event.deltaX * unit, 0);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== " " || event.repeat) return;
    const focused = document.activeElement;
    if (focused && focused !== document.body && focused !== this.#canvas.host) return;
    event.preventDefault();
    this.#hold(true);
  }

  /** @param {boolean} on */
  #hold(on) {
    this.#space = on;
    this.#canvas.host.classList.toggle("can-pan", on);
    if (!on && !this.#fingers.size) this.#canvas.panning = false;
  }

  /** @param {PointerEvent} event */
  #down(event) {
    const touch = event.pointerType === "touch";
    const pans = event.button === 1 || (event.button === 0 && this.#space);
    if (touch) this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    else if (pans) this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (!pans && this.#fingers.size < 2) return;
    this.#canvas.panning = true;
    this.#canvas.host.classList.add("is-panning");
    this.#canvas.host.setPointerCapture(event.pointerId);
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const before = this.#fingers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    if (this.#canvas.panning) this.#follow(event.pointerId, before, now);
    this.#fingers.set(event.pointerId, now);
  }

  /** @param {number} id @param {{x: number, y: number}} before @param {{x: number, y: number}} now */
  #follow(id, before, now) {
    const other = [...this.#fingers].find(([finger]) => finger !== id)?.[1];
    const part = other ? 0.5 : 1; // each of two fingers moves the middle half as far
    this.#canvas.viewport.pan((now.x - before.x) * part, (now.y - before.y) * part);
    if (!other) return;
    const apart = (/** @type {{x: number, y: number}} */ point) => Math.hypot(point.x - other.x, point.y - other.y) || 1;
    this.#canvas.zoom(apart(now) / apart(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
  }

  /** @param {PointerEvent} event */
  #up(event) {
    if (!this.#fingers.delete(event.pointerId) || this.#fingers.size || !this.#canvas.panning) return;
    this.#canvas.host.classList.remove("is-panning");
    event.stopPropagation();
    setTimeout(() => (this.#canvas.panning = false)); // the click that follows is not one
  }
}
