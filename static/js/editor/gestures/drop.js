/** Dragging from the palette onto the drawing: into a zone, onto a link, or where nothing is. */
import { add } from "../adding.js";
import { make, near } from "../dom.js";
import { linkAt } from "../lines.js";
import { inherited, nameOf, whyNotIn, zoneAt } from "../places.js";
import { fill, px, rect } from "../sketch.js";

const SLACK = 5;
const REACH = 6;

class Carry {
  constructor(editor, item, event) {
    this.editor = editor;
    this.kind = item.dataset.place;
    this.item = item;
    this.pointer = event.pointerId;
    this.start = { x: event.clientX, y: event.clientY };
    this.frame = 0;
  }

  /** A finger that goes down the list scrolls it; one that goes aside carries. */
  begins(event) {
    const [dx, dy] = [Math.abs(event.clientX - this.start.x), Math.abs(event.clientY - this.start.y)];
    return event.pointerType === "touch" ? dx > 2 * SLACK && dx > dy : Math.hypot(dx, dy) > SLACK;
  }

  move(event) {
    if (!this.ghost && !this.begins(event)) return;
    if (!this.ghost) this.lift();
    event.preventDefault();
    this.latest = event;
    this.frame ||= requestAnimationFrame(() => this.show());
  }

  lift() {
    this.ghost = make("div", { class: "palette-ghost", "aria-hidden": "true" }, ...[...this.item.childNodes].map((child) => child.cloneNode(true)));
    document.body.append(this.ghost);
    this.item.setPointerCapture(this.pointer);
  }

  show() {
    this.frame = 0;
    if (!this.ghost) return;
    const { clientX: x, clientY: y } = this.latest;
    this.ghost.style.left = `${x}px`;
    this.ghost.style.top = `${y}px`;
    this.aim(x, y);
  }

  aim(x, y) {
    const { editor, kind } = this;
    const { left, top, right, bottom } = editor.canvas.host.getBoundingClientRect();
    this.over = x >= left && x <= right && y >= top && y <= bottom && !document.elementFromPoint(x, y)?.closest("aside, header");
    if (!this.over) return this.clear();
    this.at = editor.canvas.pointAt(x, y);
    const zone = zoneAt(editor, this.at);
    this.why = whyNotIn(editor, kind, zone);
    this.link = editor.kinds.get(kind).section === "nodes" ? linkAt(editor, this.at, px(editor, REACH)) : undefined;
    const hint = this.link ? `Put into ${nameOf(editor, this.link)}` : `Add ${inherited(editor, zone)}`;
    editor.tip(this.why || hint, { x, y }, true);
    const box = zone && editor.views.boxes.get(zone);
    fill(editor, "hands", ...(box ? [rect(this.why ? "hand-target is-wrong" : "hand-target", box)] : []));
  }

  drop() {
    if (!this.ghost) return false;
    cancelAnimationFrame(this.frame);
    this.show();
    const { editor, kind, at, link, over } = this;
    this.end();
    if (over) add(editor, { kind, at, link });
    return true;
  }

  clear() {
    this.editor.tip("");
    fill(this.editor, "hands");
  }

  end() {
    cancelAnimationFrame(this.frame);
    this.ghost?.remove();
    this.ghost = null;
    this.clear();
  }
}

/** @param {any} editor */
export function init(editor) {
  let carry = null;
  const stop = () => { carry?.end(); carry = null; };
  document.addEventListener("pointerdown", (event) => {
    const item = near(event, "[data-place]");
    if (item && event.button === 0 && !editor.readOnly) carry = new Carry(editor, item, event);
  });
  document.addEventListener("pointermove", (event) => carry?.pointer === event.pointerId && carry.move(event));
  document.addEventListener("pointerup", () => {
    const dropped = carry?.drop();
    carry = null;
    // The click that ends a drag places nothing a second time.
    if (dropped) {
      const swallow = (event) => { event.stopPropagation(); event.preventDefault(); };
      document.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => document.removeEventListener("click", swallow, { capture: true }));
    }
  });
  document.addEventListener("pointercancel", stop);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !carry?.ghost) return;
    event.preventDefault();
    stop();
    editor.announce("Cancelled.");
  }, true);
}
