/** Arrow keys: they move what is selected, and walk from element to element while nothing is. */
import { GRID } from "./geometry.js";
import { chosen } from "./align.js";
import { inside, nameOf } from "./places.js";
import { carried, shifted } from "./shifts.js";
import { step, walk } from "./walk.js";

const DIRECTIONS = { Left: [-1, 0], Right: [1, 0], Up: [0, -1], Down: [0, 1] };

/** Moves by keys that are held down come to one gesture, when the key is let go. */
class Nudge {
  constructor(editor) {
    this.editor = editor;
    this.by = { dx: 0, dy: 0 };
    this.keys = [];
    document.addEventListener("keyup", (event) => event.key.startsWith("Arrow") && this.drop());
    window.addEventListener("blur", () => this.drop());
    editor.selection.addEventListener("change", () => this.drop());
  }

  move(x, y, size) {
    const now = [...chosen(this.editor).keys()];
    if (!now.length) return this.editor.announce("Select something that stands on the drawing.");
    this.keys = now;
    this.by = { dx: this.by.dx + x * size, dy: this.by.dy + y * size };
    const all = new Set([...now, ...inside(this.editor.model, now)]);
    this.editor.views.preview(carried(this.editor, all, this.by.dx, this.by.dy));
    this.editor.canvas.reveal(this.keys);
  }

  drop() {
    const { editor, keys, by } = this;
    if (!by.dx && !by.dy) return;
    this.by = { dx: 0, dy: 0 };
    editor.views.preview(null);
    const what = keys.length === 1 ? nameOf(editor, keys[0]) : `${keys.length} elements`;
    const places = shifted(editor, new Map(keys.map((key) => [key, by])));
    editor.perform([editor.views.place(places)], { label: `Moved ${what}`, focus: keys });
  }

  cancel() {
    const under = Boolean(this.by.dx || this.by.dy);
    this.by = { dx: 0, dy: 0 };
    this.editor.views.preview(null);
    return under;
  }
}

/** @param {any} editor */
export function init(editor) {
  const nudge = new Nudge(editor);
  editor.nudge = nudge;
  const sizes = [["", GRID, ""], ["Shift+", 8 * GRID, ", far"], ["Alt+Shift+", 1, ", one pixel"]];
  for (const [direction, [x, y]] of Object.entries(DIRECTIONS)) {
    for (const [modifier, size, word] of /** @type {[string, number, string][]} */ (sizes)) {
      editor.commands.add({
        id: `move.${direction.toLowerCase()}${{ 8: "", 64: "-far", 1: "-fine" }[size]}`,
        title: `Move ${direction.toLowerCase()}${word}`, group: "Move", canvas: true, held: true, keys: [`${modifier}Arrow${direction}`],
        when: () => !editor.readOnly || !editor.selection.size,
        run: (_editor, { held = false } = {}) => {
          if (!editor.selection.size) return walk(editor, step(editor, /** @type {any} */ (direction)), `lies ${direction.toLowerCase()}`);
          nudge.move(x, y, size);
          return held ? undefined : nudge.drop();
        },
      });
    }
  }
}
