/** Walking over the drawing by keys: the nearest element in a direction, and along links. */
import { centre } from "./geometry.js";
import { nameOf } from "./places.js";

const DIRECTIONS = {
  Left: { x: -1, y: 0 }, Right: { x: 1, y: 0 }, Up: { x: 0, y: -1 }, Down: { x: 0, y: 1 },
};

/** The key whose box is nearest in a direction: what lies straight ahead before what lies aside. Pure.
 * @param {import("./geometry.js").Box} from @param {Iterable<[string, import("./geometry.js").Box]>} boxes
 * @param {keyof typeof DIRECTIONS} direction */
export function nearest(from, boxes, direction) {
  const { x, y } = DIRECTIONS[direction];
  const start = centre(from);
  let best;
  for (const [key, box] of boxes) {
    const to = centre(box);
    const ahead = (to.x - start.x) * x + (to.y - start.y) * y;
    const aside = Math.abs((to.x - start.x) * y) + Math.abs((to.y - start.y) * x);
    const cost = ahead + 2 * aside;
    if (ahead > 0 && aside <= 2 * ahead && (!best || cost < best.cost)) best = { key, cost };
  }
  return best?.key;
}

/** The nodes that lines join to this one. */
export function neighbours(model, key) {
  const found = new Set();
  for (const section of ["links", "replications"]) {
    for (const { source, target } of model.section(section).values()) {
      if (source === key) found.add(target);
      if (target === key) found.add(source);
    }
  }
  return found;
}

/** Where walking starts: the cursor, else the last selected element, else the first card on the drawing. */
function standing(editor) {
  const { boxes } = editor.views;
  return [editor.cursor.key, editor.selection.last].find((key) => boxes.has(key));
}

function walkable(editor) {
  const open = (key) => editor.model.get(key)?.section === "nodes" || editor.views.collapsed.has(key);
  const cards = [...editor.views.boxes].filter(([key]) => open(key));
  return cards.length ? cards : [...editor.views.boxes];
}

function firstOf(rows) {
  return rows.toSorted(([, a], [, b]) => a.y - b.y || a.x - b.x)[0]?.[0];
}

function step(editor, direction, rows = walkable(editor)) {
  const from = standing(editor);
  if (!from) return firstOf(rows);
  return nearest(editor.views.boxes.get(from), rows.filter(([key]) => key !== from), direction);
}

function follow(editor, direction) {
  const from = standing(editor);
  if (!from) return undefined;
  const { boxes, standsFor } = editor.views;
  const ends = [...neighbours(editor.model, from)].map((key) => standsFor.call(editor.views, key)).filter((key) => boxes.has(key));
  return nearest(boxes.get(from), ends.map((key) => [key, boxes.get(key)]), direction);
}

function described(editor, key) {
  const { kind } = editor.model.get(key).fields;
  return `${nameOf(editor, key)}, ${editor.kinds.get(kind)?.label ?? kind}, ${neighbours(editor.model, key).size} linked`;
}

/** The mark that walks while nothing is selected. */
class Cursor {
  key = undefined;
  #editor;

  constructor(editor) {
    this.#editor = editor;
    editor.selection.addEventListener("change", () => this.#follow());
  }

  move(key) {
    const { canvas, announce } = this.#editor;
    if (this.key) canvas.mark(this.key, "is-cursor", false);
    this.key = key;
    if (!key) return;
    canvas.mark(key, "is-cursor", true);
    canvas.reveal([key]);
    announce(described(this.#editor, key));
  }

  #follow() {
    const last = this.#editor.selection.last;
    if (this.key && last) this.#editor.canvas.mark(this.key, "is-cursor", false);
    if (last && this.#editor.views.boxes.has(last)) this.key = last;
    else if (this.key && this.#editor.views.boxes.has(this.key)) this.#editor.canvas.mark(this.key, "is-cursor", true);
  }
}

function walk(editor, key, word) {
  if (!key) return editor.announce(`Nothing ${word}.`);
  if (editor.selection.size) {
    editor.selection.set([key]);
    editor.canvas.reveal([key]);
    editor.announce(described(editor, key));
  } else editor.cursor.move(key);
}

/** Enter goes one step further: from walking to selecting, from selecting to renaming. */
function open(editor) {
  if (editor.selection.size) return editor.commands.run("element.rename");
  editor.selection.set([editor.cursor.key]);
  return editor.showTab("inspector");
}

/** @param {any} editor */
export function init(editor) {
  editor.cursor = new Cursor(editor);
  for (const direction of /** @type {(keyof typeof DIRECTIONS)[]} */ (Object.keys(DIRECTIONS))) {
    const word = direction.toLowerCase();
    const group = "Walk";
    editor.commands.add({
      id: `walk.${word}`, title: `To the nearest element: ${word}`, group, canvas: true, keys: [`Mod+Arrow${direction}`],
      run: () => walk(editor, step(editor, direction), `lies ${word}`),
    });
    editor.commands.add({
      id: `walk.link-${word}`, title: `Follow a link: ${word}`, group, canvas: true, keys: [`Alt+Arrow${direction}`],
      run: () => walk(editor, follow(editor, direction), `is linked ${word}`),
    });
  }
  editor.commands.add({
    id: "walk.open", title: "Select and inspect; rename what is selected", group: "Walk", canvas: true, hidden: true, keys: ["Enter"],
    when: () => Boolean(editor.cursor.key) || editor.selection.size > 0 || "Walk to an element with the arrow keys first.",
    run: () => open(editor),
  });
}

export { step, walk };
