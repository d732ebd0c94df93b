/** One pointer, one gesture at a time: from press to drop, or to nothing.
 *
 * A gesture is `begins(editor, press)`, which gives a drag or nothing. A drag previews in `move(point, event)` and
 * comes to one list of operations in `drop(event)`; `cancel()` leaves everything as it was. */

const SLACK = 4; // pixels that a click may tremble before it is a drag
const SLACK_TOUCH = 9;

/**
 * @typedef {{point: {x: number, y: number}, key?: string, handle?: DOMStringMap, event: PointerEvent}} Press
 * @typedef {{move(point: {x: number, y: number}, event: PointerEvent): void, drop(event: PointerEvent): void, cancel(): void}} Drag
 */

export class Pointer {
  /** @type {Press | null} */
  press = null;
  /** @type {Drag | null} */
  drag = null;
  #frame = 0;
  #latest = null;
  #fingers = new Set();

  /** @param {any} editor @param {{begins(editor: any, press: Press): Drag | null}[]} gestures
   * @param {(press: Press) => void} click */
  constructor(editor, gestures, click) {
    this.editor = editor;
    this.gestures = gestures;
    this.click = click;
    const { host } = editor.canvas;
    host.addEventListener("pointerdown", (event) => this.down(event));
    host.addEventListener("pointermove", (event) => this.moved(event));
    host.addEventListener("pointerup", (event) => this.up(event));
    for (const name of ["pointercancel", "lostpointercapture"]) host.addEventListener(name, (event) => this.lost(event));
    window.addEventListener("blur", () => this.cancel());
  }

  get busy() {
    return Boolean(this.drag);
  }

  down(event) {
    this.#fingers.add(event.pointerId);
    if (event.pointerType === "touch" && this.#fingers.size > 1) return this.cancel(); // a pinch is the canvas's
    if (event.button !== 0 || this.press || event.defaultPrevented || this.editor.canvas.panning) return;
    if (event.target.closest?.("input, button, a, dialog, [data-no-hands]")) return;
    this.press = this.read(event);
    this.editor.canvas.host.focus({ preventScroll: true });
  }

  /** What was pressed: a handle of ours, or whatever stands there. @returns {Press} */
  read(event) {
    const handle = event.target.closest?.("[data-handle]")?.dataset;
    const key = handle ? handle.key : this.editor.canvas.keyAt(event.clientX, event.clientY) ?? undefined;
    return { point: this.at(event), key, handle, event };
  }

  at({ clientX, clientY }) {
    return this.editor.canvas.pointAt(clientX, clientY);
  }

  moved(event) {
    if (!this.press || event.pointerId !== this.press.event.pointerId) return;
    if (!this.drag && !this.begin(event)) return;
    this.#latest = event;
    this.#frame ||= requestAnimationFrame(() => this.flush());
  }

  begin(event) {
    const { clientX, clientY, pointerType } = this.press.event;
    const far = Math.hypot(event.clientX - clientX, event.clientY - clientY);
    if (far < (pointerType === "touch" ? SLACK_TOUCH : SLACK)) return false;
    for (const gesture of this.gestures) {
      this.drag = gesture.begins(this.editor, this.press);
      if (this.drag) break;
    }
    if (!this.drag) return this.forget();
    this.editor.canvas.host.setPointerCapture(event.pointerId);
    this.editor.canvas.host.classList.add("is-dragging");
    return true;
  }

  flush() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (this.drag && this.#latest) this.drag.move(this.at(this.#latest), this.#latest);
    this.#latest = null;
    this.editor.canvas.flush();
  }

  up(event) {
    this.#fingers.delete(event.pointerId);
    if (!this.press || event.pointerId !== this.press.event.pointerId) return;
    this.flush();
    const { press, drag } = this;
    this.forget();
    if (drag) drag.drop(event);
    else this.click(press);
  }

  /** Capture lost without a release: as if it had never begun. */
  lost(event) {
    this.#fingers.delete(event.pointerId);
    if (this.press?.event.pointerId === event.pointerId) this.cancel();
  }

  cancel() {
    const { drag } = this;
    this.forget();
    if (!drag) return false;
    drag.cancel();
    this.editor.announce("Cancelled.");
    return true;
  }

  forget() {
    const pointer = this.press?.event.pointerId;
    this.press = this.drag = this.#latest = null;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const { host } = this.editor.canvas;
    host.classList.remove("is-dragging");
    if (pointer !== undefined && host.hasPointerCapture(pointer)) host.releasePointerCapture(pointer);
    return false;
  }
}
