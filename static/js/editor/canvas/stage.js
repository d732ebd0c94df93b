/** What of the drawing is there as SVG: only what the window shows, drawn as it comes into sight.
 * @typedef {import("./curves.js").Box} Box
 * @typedef {{kind: "card" | "frame" | "line", node: SVGElement, label?: SVGElement | null, line?: any}} Drawn */
import { samples } from "./curves.js";
import { drawCard, drawFrame, drawLabel, drawLine, leadLine } from "./draw.js";
import { Grid, meets } from "./grid.js";
import { Labels } from "./labels.js";
import { tag } from "./svg.js";

const LAYERS = ["zones", "tints", "links", "nodes", "link-labels"];
const CALM = 250; // milliseconds without a move

export class Stage {
  /** Cards and frames by where they are. */
  things = new Grid();
  /** Lines by where they are. */
  lines = new Grid();
  /** @type {Map<string, Drawn>} */
  drawn = new Map();
  /** @type {Record<string, SVGElement>} */
  layers = {};
  /** The same layers for what moves just now. @type {Record<string, SVGElement>} */
  #live = {};
  /** Keys of what moves just now. @type {Set<string>} */
  #lively = new Set();
  #calm = 0;
  /** Element key -> classes that it has for now. @type {Map<string, Set<string>>} */
  #marks = new Map();
  #labels = new Labels();
  #parts;

  /** @param {{paper: import("./paper.js").Paper, scene: import("./scene.js").Scene, wires: import("./wires.js").Wires,
   *   ruler: import("./ruler.js").Ruler, icons: import("./icons.js").Icons, boxOf: (key: string) => Box | undefined,
   *   depthOf: (key: string) => number}} parts */
  constructor(parts) {
    this.#parts = parts;
    const { rest, live } = parts.paper;
    for (const name of LAYERS) rest.world.append((this.layers[name] = tag("g", { class: name })));
    for (const name of [...LAYERS, "overlay"]) live.world.append((this.#live[name] = tag("g", { class: name })));
    this.layers.overlay = this.#live.overlay;
  }

  /** Learns where all of these stand, and draws nothing yet. @param {Iterable<string>} keys */
  reset(keys) {
    this.clear();
    this.things.clear();
    for (const key of keys) this.things.set(key, /** @type {Box} */ (this.#parts.boxOf(key)));
    this.resetLines();
  }

  resetLines() {
    for (const [key, { kind }] of this.drawn) if (kind === "line") this.#remove(key);
    this.lines.clear();
    this.#labels.clear();
    for (const key of this.#parts.wires.all.keys()) this.lines.set(key, this.#parts.wires.boxOf(key));
  }

  /** Takes everything away; `show` draws it again. */
  clear() {
    for (const key of [...this.drawn.keys()]) this.#remove(key);
  }

  /** Draws what this part of the drawing holds. @param {Box} area @param {number} budget milliseconds
   * @returns {boolean} whether everything is there */
  show(area, budget) {
    const until = performance.now() + budget;
    for (const key of this.things.within(area)) {
      if (this.drawn.has(key)) continue;
      if (performance.now() > until) return false;
      this.#draw(key);
    }
    for (const key of this.lines.within(area)) {
      if (this.drawn.has(key)) continue;
      if (performance.now() > until) return false;
      this.#drawLine(key, area);
    }
    return true;
  }

  /** Takes away what lies outside of this part of the drawing. @param {Box} area */
  prune(area) {
    const stay = new Set([...this.things.within(area), ...this.lines.within(area)]);
    for (const key of [...this.drawn.keys()]) if (!stay.has(key)) this.#remove(key);
  }

  /** Draws these cards and frames anew where they are drawn, and their lines. @param {Iterable<string>} keys */
  redraw(keys) {
    for (const key of keys) {
      const box = this.#parts.boxOf(key);
      const was = this.drawn.get(key);
      if (box) this.things.set(key, box);
      else this.things.delete(key);
      if (was) this.#remove(key);
      if (was && box) this.#draw(key);
    }
    this.#follow(keys);
  }

  /** Moves these to where they stand now, and leads their lines there. @param {Iterable<string>} keys */
  move(keys) {
    for (const key of keys) {
      const box = /** @type {Box} */ (this.#parts.boxOf(key));
      this.things.set(key, box);
      const drawn = this.drawn.get(key);
      if (!drawn) continue;
      const body = /** @type {SVGElement} */ (drawn.node.querySelector("rect"));
      if (Number(body.getAttribute("width")) !== box.width || Number(body.getAttribute("height")) !== box.height) {
        this.#remove(key);
        this.#draw(key);
      } else drawn.node.setAttribute("transform", `translate(${box.x} ${box.y})`);
      this.#lift(key);
    }
    this.#follow(keys, true);
    clearTimeout(this.#calm);
    this.#calm = window.setTimeout(() => this.#settle(), CALM);
  }

  /** What moves is painted apart from what rests. @param {string} key */
  #lift(key) {
    const drawn = this.drawn.get(key);
    if (!drawn || this.#lively.has(key)) return;
    this.#lively.add(key);
    this.#put(key, drawn);
  }

  #settle() {
    const keys = [...this.#lively];
    this.#lively.clear();
    for (const key of keys) {
      const drawn = this.drawn.get(key);
      if (drawn) this.#put(key, drawn);
    }
  }

  /** Into its layer. @param {string} key @param {Drawn} drawn */
  #put(key, { kind, node, label }) {
    const layers = this.#lively.has(key) ? this.#live : this.layers;
    if (kind === "frame") depthIn(layers.zones, this.#parts.depthOf(key)).append(node);
    else layers[kind === "card" ? "nodes" : "links"].append(node);
    if (label) layers["link-labels"].append(label);
  }

  /** @param {Iterable<string>} keys @param {boolean} [moving] */
  #follow(keys, moving = false) {
    const { wires } = this.#parts;
    for (const key of wires.forget(keys)) {
      this.lines.set(key, wires.boxOf(key));
      const drawn = this.drawn.get(key);
      if (!drawn) continue;
      const curve = wires.curve(key);
      leadLine(drawn.node, drawn.line, curve);
      const words = drawn.label && this.#placeLabel(drawn.line, curve);
      if (words) drawn.label.setAttribute("transform", `translate(${words.x} ${words.y})`);
      if (moving) this.#lift(key);
    }
  }

  /** @param {string} key @param {string} name class @param {boolean} on */
  mark(key, name, on) {
    const names = this.#marks.get(key) ?? new Set();
    if (on) names.add(name);
    else names.delete(name);
    if (names.size) this.#marks.set(key, names);
    else this.#marks.delete(key);
    const drawn = this.drawn.get(key);
    drawn?.node.classList.toggle(name, on);
    drawn?.label?.classList.toggle(name, on);
  }

  /** Whether a zone is drawn as a card and should be a frame, or the other way round. @param {string} key */
  isDrawnOtherwise(key) {
    const drawn = this.drawn.get(key);
    return Boolean(drawn) && (drawn?.kind === "frame") !== this.#parts.scene.isFrame(key);
  }

  /** @param {string} key @param {string} name class */
  has(key, name) {
    return this.#marks.get(key)?.has(name) ?? false;
  }

  /** @param {string} name class @returns {string[]} keys that have it */
  marked(name) {
    return [...this.#marks].filter(([, names]) => names.has(name)).map(([key]) => key);
  }

  /** @param {string} key */
  #draw(key) {
    const { scene, ruler, icons, boxOf } = this.#parts;
    const box = /** @type {Box} */ (boxOf(key));
    const frame = scene.isFrame(key);
    const node = frame ? drawFrame(scene.frame(key), box, ruler) : drawCard(scene.card(key, box.width), box, ruler);
    node.classList.add(...(this.#marks.get(key) ?? []));
    const drawn = { kind: frame ? /** @type {const} */ ("frame") : /** @type {const} */ ("card"), node };
    this.#put(key, drawn);
    icons.provide(node);
    this.drawn.set(key, drawn);
  }

  /** @param {string} key @param {Box} area */
  #drawLine(key, area) {
    const { scene, wires } = this.#parts;
    const wire = /** @type {import("./wires.js").Wire} */ (wires.all.get(key));
    const curve = wires.curve(key);
    if (!crosses(curve, area)) return;
    const line = scene.line(wire.members, wire.source, wire.target);
    const node = drawLine(line, curve);
    const drawn = { kind: /** @type {const} */ ("line"), node, line, label: this.#label(line, curve) };
    for (const name of this.#marks.get(key) ?? []) {
      node.classList.add(name);
      drawn.label?.classList.add(name);
    }
    this.#put(key, drawn);
    this.drawn.set(key, drawn);
  }

  /** @param {import("./scene.js").Line} line @param {import("./curves.js").Curve} curve */
  #label(line, curve) {
    const words = this.#words(line);
    if (!words && !line.badge) return null;
    return drawLabel(line, this.#placeLabel(line, curve), words);
  }

  /** @param {import("./scene.js").Line} line */
  #words(line) {
    return line.label ? this.#parts.ruler.fit(line.label, 180, "line") : "";
  }

  /** @param {import("./scene.js").Line} line @param {import("./curves.js").Curve} curve @returns {Box} */
  #placeLabel(line, curve) {
    const { ruler, wires, scene, boxOf } = this.#parts;
    const words = this.#words(line);
    const taken = wires.small ? (/** @type {Box} */ area) => this.#cards(area, scene, boxOf) : () => [];
    return this.#labels.place(line, curve, words ? ruler.width(words, "line") + 10 : 0, taken);
  }

  /** @param {Box} area @param {import("./scene.js").Scene} scene @param {(key: string) => Box | undefined} boxOf */
  #cards(area, scene, boxOf) {
    return [...this.things.within(area)].map((key) => {
      const box = /** @type {Box} */ (boxOf(key));
      return scene.isFrame(key) ? { ...box, height: 28, width: Math.min(box.width, 160) } : { x: box.x - 2, y: box.y - 9, width: box.width + 4, height: box.height + 20 };
    });
  }

  /** @param {string} key */
  #remove(key) {
    const drawn = this.drawn.get(key);
    drawn?.node.remove();
    drawn?.label?.remove();
    if (drawn?.kind === "line") this.#labels.forget(key);
    this.drawn.delete(key);
  }
}

/** The group of the frames at this depth: outer frames lie below inner ones. @param {SVGElement} zones @param {number} depth */
function depthIn(zones, depth) {
  while (zones.childElementCount <= depth) zones.append(tag("g"));
  return zones.children[depth];
}

/** @param {import("./curves.js").Curve} curve @param {Box} area */
function crosses(curve, area) {
  const points = samples(curve);
  for (let place = 1; place < points.length; place += 1) {
    const [a, b] = [points[place - 1], points[place]];
    const box = { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
    if (meets(box, area)) return true;
  }
  return false;
}
