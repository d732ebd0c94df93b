/** Handles: eight to resize one selected box, two ends of one selected line, four sides to connect from. */
import { bottom, centre, right } from "./geometry.js";
import { pointsOf } from "./lines.js";
import { draw } from "./dom.js";
import { fill, px } from "./sketch.js";

const SIDES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];
const AWAY = 14; // pixels of the screen between a node and its connecting handles
const ROOM = { corner: 28, side: 40 }; // pixels of the screen along a border, below which a handle there only hides it

function onSide(box, side) {
  const middle = centre(box);
  const x = side.includes("w") ? box.x : side.includes("e") ? right(box) : middle.x;
  const y = side.includes("n") ? box.y : side.includes("s") ? bottom(box) : middle.y;
  return { x, y };
}

/** Is there room for this handle beside the others? */
function fits(editor, { width, height }, side) {
  const { corner, side: long } = ROOM;
  if (side.length === 2) return Math.min(width, height) >= px(editor, corner);
  return (side === "n" || side === "s" ? width : height) >= px(editor, long);
}

function resizers(editor, key) {
  const box = editor.views.boxes.get(key);
  const size = px(editor, 8);
  return SIDES.filter((side) => fits(editor, box, side)).map((side) => {
    const { x, y } = onSide(box, side);
    return draw("rect", { class: `hand-resize is-${side}`, x: x - size / 2, y: y - size / 2, width: size, height: size, "data-handle": "resize", "data-key": key, "data-side": side });
  });
}

/** A dot that is larger for fingers than it looks. */
function dot(editor, className, { x, y }, data) {
  return draw("g", { class: className, ...data }, draw("circle", { class: "hand-reach", cx: x, cy: y, r: px(editor, 11) }), draw("circle", { cx: x, cy: y, r: px(editor, 5) }));
}

function connectors(editor, key) {
  const box = editor.views.boxes.get(key);
  const away = px(editor, AWAY);
  return /** @type {[string, number, number][]} */ ([["n", 0, -1], ["e", 1, 0], ["s", 0, 1], ["w", -1, 0]]).map(([side, dx, dy]) => {
    const at = onSide(box, side);
    return dot(editor, "hand-connect", { x: at.x + dx * away, y: at.y + dy * away }, { "data-handle": "connect", "data-key": key, "data-side": side });
  });
}

function ends(editor, key) {
  const points = pointsOf(editor, key);
  if (points.length < 2) return [];
  return [["source", points[0]], ["target", points.at(-1)]].map(([end, at]) => dot(editor, "hand-end", at, { "data-handle": "end", "data-key": key, "data-end": end }));
}

const joins = (editor, key) => {
  const element = editor.model.get(key);
  return element?.section === "nodes" || editor.kinds.get(element?.fields.kind)?.traits.includes("network");
};

class Handles {
  constructor(editor) {
    this.editor = editor;
    this.hovered = undefined;
    this.frame = 0;
    this.shown = false;
  }

  later() {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.show();
    });
  }

  hover(key) {
    if (key === this.hovered) return;
    this.hovered = key;
    this.later();
  }

  /** Nothing can be taken hold of while something is held. */
  hide() {
    if (this.shown) fill(this.editor, "handles");
    this.shown = false;
  }

  show() {
    const { editor } = this;
    if (editor.pointer.busy) return this.hide();
    const { boxes } = editor.views;
    const key = editor.selection.size === 1 ? editor.selection.last : undefined;
    const line = ["links", "replications"].includes(editor.model.get(key)?.section);
    const from = new Set([this.hovered, key].filter((one) => one && boxes.has(one) && joins(editor, one)));
    const shapes = [
      ...(key && boxes.has(key) && !editor.views.collapsed.has(key) ? resizers(editor, key) : []),
      ...(key && line ? ends(editor, key) : []),
      ...[...from].flatMap((one) => connectors(editor, one)),
    ];
    fill(editor, "handles", ...shapes);
    this.shown = true;
  }
}

/** @param {any} editor */
export function init(editor) {
  if (editor.readOnly) return;
  const handles = new Handles(editor);
  const { host } = editor.canvas;
  host.addEventListener("pointermove", (event) => {
    if (editor.pointer.press || event.pointerType === "touch" || event.target.closest?.("[data-handle]")) return;
    const key = editor.canvas.keyAt(event.clientX, event.clientY);
    const owner = editor.model.get(key)?.section === "ports" ? editor.model.get(key).fields.node : key;
    handles.hover(editor.model.get(owner)?.section === "nodes" ? owner : undefined);
  }, { passive: true });
  host.addEventListener("pointerleave", () => handles.hover(undefined));
  editor.selection.addEventListener("change", () => handles.later());
  editor.views.addEventListener("boxes", () => (editor.pointer.busy ? handles.hide() : handles.later()));
  editor.model.addEventListener("change", () => handles.later());
  editor.canvas.addEventListener("viewport", () => handles.later());
}
