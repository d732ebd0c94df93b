/** A frame over empty canvas selects the nodes it touches and the zones it holds; with Shift it adds. */
import { between, holds, overlap } from "../geometry.js";
import { placeable } from "../places.js";
import { fill, rect } from "../sketch.js";
import { holdsZone } from "./move.js";

/** Pure. @returns {string[]} */
export function caught(editor, frame) {
  const solid = (key) => editor.model.get(key)?.section === "nodes" || editor.views.collapsed.has(key);
  return [...editor.views.boxes].filter(([key, box]) => (solid(key) ? overlap(frame, box) : holds(frame, box))).map(([key]) => key);
}

class Marquee {
  constructor(editor, point, kept) {
    this.editor = editor;
    this.start = point;
    this.before = editor.selection.keys();
    this.kept = kept;
  }

  move(point) {
    const frame = between(this.start, point);
    fill(this.editor, "hands", rect("hand-marquee", frame));
    this.editor.selection.set([...this.kept, ...caught(this.editor, frame)]);
  }

  drop() {
    fill(this.editor, "hands");
    this.editor.announce(`${this.editor.selection.size} selected.`);
  }

  cancel() {
    fill(this.editor, "hands");
    this.editor.selection.set(this.before);
  }
}

export const marquee = {
  begins(editor, { key, point, event, handle }) {
    if (handle || event.pointerType === "touch") return null; // one finger pans
    const zone = key && editor.model.get(key)?.section === "zones";
    if (!event.shiftKey && key && !(zone && !holdsZone(editor, key, point)) && placeable(editor.model, key)) return null;
    return new Marquee(editor, point, event.shiftKey || event.ctrlKey || event.metaKey ? editor.selection.keys() : []);
  },
};
