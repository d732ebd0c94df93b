/** Moving what is selected; into another zone it becomes part of that zone, onto a link it is put into that link. */
import { splice, whyNotSplice } from "../builds.js";
import { ZONE_HEADER, around, overlap } from "../geometry.js";
import { snap } from "../guides.js";
import { linkAt, pointsOf } from "../lines.js";
import { inherited, inside, moveInto, nameOf, outermost, parentOf, placeable, whyNotMove, zoneAt } from "../places.js";
import { carried, shifted } from "../shifts.js";
import { fill, guideLines, px, rect, way } from "../sketch.js";
import { visible } from "./visible.js";

const OUTLINED = 60; // elements; more are carried as an outline
const REACH = 6; // pixels of the screen
const EDGE = 8;

/** A zone is held by its header and its border, and anywhere once it is selected. */
export function holdsZone(editor, key, { x, y }) {
  const box = editor.views.boxes.get(key);
  if (editor.selection.has(key) || editor.views.collapsed.has(key)) return true;
  const edge = px(editor, EDGE);
  return y < box.y + ZONE_HEADER || x < box.x + edge || x > box.x + box.width - edge || y > box.y + box.height - edge;
}

class Move {
  constructor(editor, keys, point) {
    this.editor = editor;
    this.keys = keys;
    this.start = point;
    this.carried = new Set([...keys, ...inside(editor.model, keys)]);
    this.from = zoneAt(editor, point, this.carried);
    this.box = around(keys.map((key) => editor.views.boxes.get(key)));
    this.others = visible(editor).filter(([key]) => !this.carried.has(key) && this.besides(key)).map(([, box]) => box);
    this.by = { dx: 0, dy: 0 };
  }

  /** Guides come from what stands beside: nodes, and zones that do not hold what is carried. */
  besides(key) {
    return !this.keys.some((one) => one === key || this.around(one).includes(key));
  }

  around(key) {
    const zone = parentOf(this.editor.model, key);
    return zone ? [zone, ...this.around(zone)] : [];
  }

  move(point, event) {
    const { editor, start, box } = this;
    const at = { ...box, x: box.x + point.x - start.x, y: box.y + point.y - start.y };
    const near = this.others.filter((other) => overlap(grow(other), at));
    const { dx, dy, guides } = snap(at, near, { reach: px(editor, REACH), free: event.altKey });
    this.by = { dx: at.x + dx - box.x, dy: at.y + dy - box.y };
    this.aim(point, event);
    this.show(guides);
  }

  /** What dropping here would do. */
  aim(point, event) {
    const { editor } = this;
    this.zone = zoneAt(editor, point, this.carried);
    this.why = this.zone === this.from ? "" : whyNotMove(editor, this.keys, this.zone);
    this.link = this.keys.length === 1 ? linkAt(editor, point, px(editor, REACH), this.carried) : undefined;
    if (this.link && whyNotSplice(editor, this.keys[0], this.link)) this.link = undefined;
    editor.tip(this.why || this.hint(), { x: event.clientX, y: event.clientY }, true);
  }

  hint() {
    if (this.link) return `Put into ${nameOf(this.editor, this.link)}`;
    return this.zone === this.from ? "" : `Stand ${inherited(this.editor, this.zone)}`;
  }

  show(guides) {
    const { editor, keys, by } = this;
    const shapes = guideLines(guides);
    const target = this.zone && this.zone !== this.from ? editor.views.boxes.get(this.zone) : null;
    if (target) shapes.push(rect(this.why ? "hand-target is-wrong" : "hand-target", target));
    if (this.carried.size > OUTLINED) shapes.push(...keys.map((key) => rect("hand-outline", moveBox(editor.views.boxOf(key), by))));
    else editor.views.preview(carried(editor, this.carried, by.dx, by.dy));
    if (this.link) shapes.push(way("hand-splice", pointsOf(editor, this.link)));
    fill(editor, "hands", ...shapes);
  }

  drop() {
    const { editor, keys, by, zone, why, link } = this;
    this.clear();
    if (why) {
      editor.tip(why);
      return editor.announce(why, true);
    }
    if (!by.dx && !by.dy) return undefined;
    const shifts = new Map(keys.map((key) => [key, by]));
    const moves = zone === this.from ? [] : moveInto(editor.model, keys, zone);
    const spliced = link ? splice(editor, keys[0], link).operations : [];
    const what = keys.length === 1 ? nameOf(editor, keys[0]) : `${keys.length} elements`;
    const label = link ? `Put ${what} into ${nameOf(editor, link)}` : moves.length ? `Moved ${what}, now ${inherited(editor, zone)}` : `Moved ${what}`;
    return editor.perform([...moves, ...spliced, editor.views.place(shifted(editor, shifts))], { label, focus: keys });
  }

  cancel() {
    this.clear();
  }

  clear() {
    this.editor.views.preview(null);
    this.editor.tip("");
    fill(this.editor, "hands");
  }
}

const moveBox = (box, { dx, dy }) => ({ ...box, x: box.x + dx, y: box.y + dy });

/** Neighbours count within so many pixels of the drawing. */
const grow = ({ x, y, width, height }) => ({ x: x - 800, y: y - 800, width: width + 1600, height: height + 1600 });

export const move = {
  begins(editor, { key, point, event, handle }) {
    const stands = key && !handle && placeable(editor.model, key) ? key : undefined;
    if (!stands || editor.readOnly || event.shiftKey || event.ctrlKey || event.metaKey) return null;
    const zone = editor.model.get(stands).section === "zones";
    if (zone && (event.pointerType === "touch" ? !editor.selection.has(stands) : !holdsZone(editor, stands, point))) return null;
    if (!editor.selection.has(stands)) editor.selection.set([stands]);
    const chosen = editor.selection.keys().filter((one) => placeable(editor.model, one) && editor.views.boxes.has(one));
    return new Move(editor, outermost(editor.model, chosen), point);
  },
};
