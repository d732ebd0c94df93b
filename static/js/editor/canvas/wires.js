/** Which lines a view shows, and how each runs. Pure over model, views and scene.
 * @typedef {import("./curves.js").Box} Box
 * @typedef {{key: string, members: string[], source: string, target: string}} Wire */
import { bounds, level, rounded, straight, upright } from "./curves.js";
import { end, facing, places, sides } from "./ends.js";
import { endsOf } from "./scene.js";
import { CHIP } from "./sizes.js";
import { obstacles, way } from "./ways.js";

const SHOWN = {
  everything: ["links", "replications", "peerings"],
  network: ["peerings", "routes"],
  dataflow: ["links", "replications"],
  security: ["links", "peerings"],
  zone: ["links", "replications"],
};
const SMALL = 120; // cards or lines; beyond, leading lines around all cards takes too long
const CLEAR = 6;

export class Wires {
  /** @type {Map<string, Wire>} */
  all = new Map();
  /** Element key -> keys of the lines that end there. @type {Map<string, Set<string>>} */
  #at = new Map();
  /** @type {Map<string, import("./curves.js").Curve>} */
  #curves = new Map();
  /** @type {Map<string, Map<string, import("./ends.js").End>>} */
  #ends = new Map();
  /** @type {import("./ways.js").Obstacle[] | null} */
  #obstacles = null;
  #editor;
  #scene;
  #boxOf;

  /** @param {any} editor @param {import("./scene.js").Scene} scene @param {(key: string) => Box | undefined} boxOf */
  constructor(editor, scene, boxOf) {
    this.#editor = editor;
    this.#scene = scene;
    this.#boxOf = boxOf;
  }

  /** Finds anew which lines are shown. */
  rebuild() {
    this.all = new Map();
    this.#at = new Map();
    for (const section of SHOWN[this.#scene.shows]) {
      for (const [key, fields] of this.#editor.model.section(section)) this.#add(section, key, fields);
    }
    this.forgetAll();
  }

  /** @param {string} section @param {string} key @param {any} fields */
  #add(section, key, fields) {
    const { model, views } = this.#editor;
    if (this.#scene.shows === "dataflow" && section === "links" && (fields.role ?? "traffic") !== "traffic") return;
    if (section === "routes" && model.get(fields.via)?.section === "peerings") return;
    const [from, to] = endsOf(section, fields);
    const [source, target] = [views.standsFor(from), views.standsFor(to)];
    if (source === target || !views.boxes.has(source) || !views.boxes.has(target)) return;
    const bundled = views.collapsed.has(source) || views.collapsed.has(target);
    const name = bundled ? `${source} ${target}` : key;
    const known = this.all.get(name);
    if (known) known.members.push(key);
    else this.all.set(name, { key: bundled ? name : key, members: [key], source, target });
    for (const at of [source, target]) this.#linesAt(at).add(name);
  }

  /** @param {string} key */
  #linesAt(key) {
    const keys = this.#at.get(key) ?? new Set();
    if (!keys.size) this.#at.set(key, keys);
    return keys;
  }

  /** Keys of the lines that end at an element. @param {string} key */
  at(key) {
    return this.#at.get(key) ?? new Set();
  }

  /** The key under which a link is drawn: its own, or that of a bundle. @param {string} key */
  drawnAs(key) {
    if (this.all.has(key)) return key;
    const element = this.#editor.model.get(key);
    if (!element) return key;
    const [from, to] = endsOf(element.section, element.fields).map((one) => this.#editor.views.standsFor(one));
    return `${from} ${to}`;
  }

  forgetAll() {
    this.#curves.clear();
    this.#ends.clear();
    this.#obstacles = null;
  }

  /** Forgets how the lines run that these elements, or their neighbours, have a part in.
   * @param {Iterable<string>} keys @returns {Set<string>} the lines */
  forget(keys) {
    const nodes = new Set();
    for (const key of keys) {
      nodes.add(key);
      if (!this.small) continue; // only where lines share a side do they move each other
      for (const line of this.at(key)) for (const name of ["source", "target"]) nodes.add(this.all.get(line)[name]);
    }
    const lines = new Set();
    for (const key of nodes) {
      this.#ends.delete(key);
      for (const line of this.at(key)) lines.add(line);
    }
    for (const line of lines) this.#curves.delete(line);
    this.#obstacles = null;
    return lines;
  }

  /** @param {string} key @returns {import("./curves.js").Curve} */
  curve(key) {
    const known = this.#curves.get(key);
    if (known) return known;
    const made = this.#lead(/** @type {Wire} */ (this.all.get(key)));
    this.#curves.set(key, made);
    return made;
  }

  /** A box that surely holds the line. @param {string} key */
  boxOf(key) {
    const curve = this.#curves.get(key);
    if (curve) return bounds(curve);
    const { source, target } = this.all.get(key);
    const [a, b] = [this.#boxOf(source), this.#boxOf(target)];
    const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
    return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
  }

  /** Whether lines are led around cards, as on the server. */
  get small() {
    return Math.max(this.all.size, this.#editor.views.boxes.size) <= SMALL;
  }

  /** @param {Wire} wire */
  #lead({ key, source, target }) {
    const [a, b] = [/** @type {Box} */ (this.#boxOf(source)), /** @type {Box} */ (this.#boxOf(target))];
    if (this.#scene.isFrame(source) || this.#scene.isFrame(target)) return betweenFrames(a, b);
    if (!this.small) return this.#simple(key, source, target);
    const [start, stop] = [this.#endsOf(source).get(`${key} 0`), this.#endsOf(target).get(`${key} 1`)];
    this.#obstacles ??= this.#inTheWay();
    return rounded([start.touch, ...way(this.#obstacles, start.away, stop.away), stop.touch]);
  }

  /** As the server draws lines where there are many. @param {string} key @param {string} source @param {string} target */
  #simple(key, source, target) {
    const [a, b] = [this.#outline(source), this.#outline(target)];
    const middle = (/** @type {Box} */ box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
    const [from, to] = [middle(a), middle(b)];
    if (b.y - (a.y + a.height) > 12) {
      const chip = this.#chip(key, target);
      const stop = chip ? { x: chip.x + chip.width / 2, y: chip.y } : { x: to.x, y: b.y };
      return upright({ x: from.x, y: a.y + a.height }, stop, 1);
    }
    if (a.y - (b.y + b.height) > 12) return upright({ x: from.x, y: a.y }, { x: to.x, y: b.y + b.height }, -1);
    if (b.x >= a.x + a.width) return level({ x: a.x + a.width, y: from.y }, { x: b.x, y: to.y }, 1);
    return level({ x: a.x, y: from.y }, { x: b.x + b.width, y: to.y }, -1);
  }

  /** A card with its chips. @param {string} key @returns {Box} */
  #outline(key) {
    const box = /** @type {Box} */ (this.#boxOf(key));
    const card = this.#scene.card(key, box.width);
    const top = card.ports.length ? CHIP.top : 0;
    return { x: box.x, y: box.y - top, width: box.width, height: box.height + top + card.foot };
  }

  /** The chip that a line ends at, where it is shown. @param {string} key @param {string} target */
  #chip(key, target) {
    const wire = /** @type {Wire} */ (this.all.get(key));
    if (wire.members.length > 1) return undefined;
    const box = /** @type {Box} */ (this.#boxOf(target));
    const chip = this.#scene.card(target, box.width).chips.get(this.#editor.model.get(wire.members[0])?.fields.port);
    return chip && { ...chip, x: box.x + chip.x, y: box.y + chip.y };
  }

  /** "line 0|1" -> the end, for every line at an element. @param {string} key */
  #endsOf(key) {
    const known = this.#ends.get(key);
    if (known) return known;
    const found = this.#findEnds(key);
    this.#ends.set(key, found);
    return found;
  }

  /** @param {string} key */
  #findEnds(key) {
    const box = /** @type {Box} */ (this.#boxOf(key));
    const card = this.#scene.card(key, box.width);
    const found = new Map();
    const crowds = new Map();
    for (const name of this.at(key)) {
      const { source, target } = /** @type {Wire} */ (this.all.get(name));
      const place = source === key ? 0 : 1;
      const [from, to] = [/** @type {Box} */ (this.#boxOf(source)), /** @type {Box} */ (this.#boxOf(target))];
      if (this.#scene.isFrame(source) || this.#scene.isFrame(target)) continue;
      const chosen = sides(from, to);
      const chip = chosen[1] === "top" ? this.#chip(name, target) : undefined;
      if (chip && place) found.set(`${name} 1`, end({ x: chip.x + chip.width / 2, y: chip.y }, "top"));
      else crowd(crowds, chosen[place]).push([facing(box, place ? from : chip ?? to, chosen[place]), `${name} ${place}`]);
    }
    for (const [side, rows] of crowds) {
      rows.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1));
      const ends = places(card, box, side, rows.map(([wanted]) => wanted));
      rows.forEach(([, name], place) => found.set(name, ends[place]));
    }
    return found;
  }

  #inTheWay() {
    const hard = [];
    const soft = [];
    for (const [key, box] of this.#editor.views.boxes) {
      if (!this.#scene.isFrame(key)) hard.push(grown(this.#outline(key), CLEAR));
      else soft.push({ x: box.x + 8, y: box.y + 8, width: Math.min(160, box.width / 2), height: 17 });
    }
    return obstacles(hard, soft);
  }
}

const grown = (/** @type {Box} */ box, /** @type {number} */ by) =>
  ({ x: box.x - by, y: box.y - by, width: box.width + 2 * by, height: box.height + 2 * by });

/** @param {Map<string, [number, string][]>} crowds @param {string} side */
function crowd(crowds, side) {
  const rows = crowds.get(side) ?? [];
  if (!rows.length) crowds.set(side, rows);
  return rows;
}

/** Straight, border to border; where one holds the other, from its upper border down. @param {Box} a @param {Box} b */
export function betweenFrames(a, b) {
  const shares = Math.min(a.x + a.width, b.x + b.width) > Math.max(a.x, b.x) && Math.min(a.y + a.height, b.y + b.height) > Math.max(a.y, b.y);
  if (!shares) return straight(border(a, b), border(b, a));
  const [inner, outer] = a.width * a.height <= b.width * b.height ? [a, b] : [b, a];
  const x = inner.x + inner.width / 2;
  const line = straight({ x, y: inner.y }, { x, y: outer.y });
  return inner === a ? line : line.reverse();
}

/** Where the line from the middle of a box to that of another leaves it. @param {Box} box @param {Box} other */
function border(box, other) {
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const [dx, dy] = [other.x + other.width / 2 - x, other.y + other.height / 2 - y];
  const part = Math.min(dx ? box.width / 2 / Math.abs(dx) : Infinity, dy ? box.height / 2 / Math.abs(dy) : Infinity);
  return part === Infinity ? { x, y: y + box.height / 2 } : { x: x + dx * part, y: y + dy * part };
}
