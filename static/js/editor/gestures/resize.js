/** Resizing by one of eight handles; a zone never becomes smaller than what it holds. */
import { ZONE_HEADER, around, bottom, frameAround, right, snapped } from "../geometry.js";
import { childrenByZone, nameOf } from "../places.js";
import { fill, rect } from "../sketch.js";

const LEAST = { width: 144, height: 64 };

/** What a box must at least cover. */
export function least(editor, key) {
  const box = editor.views.boxes.get(key);
  if (editor.model.get(key).section !== "zones") return { ...editor.views.measure(key), loose: true };
  const content = around((childrenByZone(editor.model).get(key) ?? []).map((child) => editor.views.boxOf(child)).filter(Boolean));
  return content ? frameAround(content) : { x: box.x, y: box.y, ...LEAST, loose: true };
}

/** The box after one of its sides or corners was dragged. Pure.
 * @param {import("../geometry.js").Box} box @param {string} side of "n", "ne", "e" ... @param {{dx: number, dy: number}} by
 * @param {any} keep the box it must cover; `loose` = only as large, wherever
 * @param {(value: number) => number} grid */
export function resized(box, side, { dx, dy }, keep, grid = snapped) {
  const inner = keep.loose ? { width: keep.width, height: keep.height, x: side.includes("w") ? right(box) - keep.width : box.x, y: side.includes("n") ? bottom(box) - keep.height : box.y } : keep;
  let [x1, y1, x2, y2] = [box.x, box.y, right(box), bottom(box)];
  if (side.includes("w")) x1 = Math.min(grid(x1 + dx), inner.x);
  if (side.includes("e")) x2 = Math.max(grid(x2 + dx), inner.x + inner.width);
  if (side.includes("n")) y1 = Math.min(grid(y1 + dy), inner.y);
  if (side.includes("s")) y2 = Math.max(grid(y2 + dy), inner.y + inner.height);
  return { x: x1, y: y1, width: x2 - x1, height: y2 - y1 };
}

class Resize {
  constructor(editor, key, side, point) {
    this.editor = editor;
    this.key = key;
    this.side = side;
    this.start = point;
    this.box = editor.views.boxes.get(key);
    this.keep = least(editor, key);
    this.next = this.box;
  }

  move(point, event) {
    const by = { dx: point.x - this.start.x, dy: point.y - this.start.y };
    this.next = resized(this.box, this.side, by, this.keep, event.altKey ? Math.round : snapped);
    if (this.editor.model.get(this.key).section === "zones") fill(this.editor, "hands", rect("hand-outline", this.next));
    else this.editor.views.preview(new Map([[this.key, this.next]]));
  }

  drop() {
    this.cancel();
    const { x, y, width, height } = this.next;
    if (x === this.box.x && y === this.box.y && width === this.box.width && height === this.box.height) return;
    resize(this.editor, this.key, this.next);
  }

  cancel() {
    this.editor.views.preview(null);
    fill(this.editor, "hands");
  }
}

function resize(editor, key, box) {
  editor.perform([editor.views.place(new Map([[key, box]]))], { label: `Resized ${nameOf(editor, key)}`, focus: [key] });
}

export const resizing = {
  begins(editor, { handle, point }) {
    if (handle?.handle !== "resize" || editor.readOnly) return null;
    return new Resize(editor, handle.key, handle.side, point);
  },
};

/** Resizing without a pointer. @param {any} editor */
export function init(editor) {
  const step = 2 * ZONE_HEADER;
  const ways = [["wider", "Right", step, 0], ["narrower", "Left", -step, 0], ["taller", "Down", 0, step], ["lower", "Up", 0, -step]];
  const one = () => editor.selection.size === 1 && editor.views.boxes.has(editor.selection.last) && !editor.views.collapsed.has(editor.selection.last);
  for (const [word, arrow, dx, dy] of /** @type {[string, string, number, number][]} */ (ways)) {
    editor.commands.add({
      id: `element.${word}`, title: `Make ${word}`, group: "Arrange", changes: true, canvas: true, keys: [`Mod+Shift+Arrow${arrow}`],
      when: () => one() || "Select one node or zone.",
      run: () => {
        const key = editor.selection.last;
        resize(editor, key, resized(editor.views.boxes.get(key), "se", { dx, dy }, least(editor, key)));
      },
    });
  }
}
