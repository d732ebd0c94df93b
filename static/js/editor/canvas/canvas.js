/** The drawing of the draft: follows model, views, findings and selection, and shows what the window looks at.
 *
 * Near, what is in sight is SVG; far away (below FAR, when there is much of it) it is one bitmap.
 * @typedef {import("./curves.js").Box} Box
 * @typedef {import("./curves.js").Point} Point */
import { Badges } from "./badges.js";
import { Colours } from "./colours.js";
import { addCommands } from "./commands.js";
import { paintFar } from "./far.js";
import { Hand } from "./hand.js";
import { Icons } from "./icons.js";
import { Minimap } from "./minimap.js";
import { Overlays } from "./overlays.js";
import { Overview } from "./overview.js";
import { browserRuler } from "./fonts.js";
import { Scene, endsOf } from "./scene.js";
import { Mount } from "./mount.js";
import { Paper } from "./paper.js";
import { Stage } from "./stage.js";
import { around, samples } from "./curves.js";
import { tag } from "./svg.js";
import { Viewport } from "./viewport.js";
import { Wires } from "./wires.js";
import { Dirty } from "./dirty.js";

const FAR = 0.3;
const UNREADABLE = 0.45; // small words are left out
const FEW = 250; // so little is drawn as SVG from any distance

export class Canvas extends EventTarget {
  viewport = new Viewport();
  /** The hand of the reader moves the window: gestures leave the pointer alone. */
  panning = false;
  /** Everything in sight is drawn as it should be. */
  settled = false;
  #frame = 0;
  #dirty;
  #first = true;
  #mount;
  /** The box around everything, until something moves. @type {Box | undefined} */
  #whole;

  /** @param {any} editor @param {HTMLElement} host */
  constructor(editor, host) {
    super();
    this.editor = editor;
    this.host = host;
    this.paper = new Paper(this.viewport, () => this.whole(), "Drawing of the draft; its outline says the same in words");
    this.ruler = browserRuler(host);
    this.scene = new Scene(editor, this.ruler);
    const boxOf = (/** @type {string} */ key) => editor.views.boxes.get(key);
    const depthOf = (/** @type {string} */ key) => editor.model.pathOf(key).length;
    this.wires = new Wires(editor, this.scene, boxOf);
    const icons = new Icons(editor.root.dataset.icons ?? "", this.paper.defs);
    this.stage = new Stage({ paper: this.paper, scene: this.scene, wires: this.wires, ruler: this.ruler, icons, boxOf, depthOf });
    this.colours = new Colours(host, () => this.#bitmapsStale());
    const parts = { editor, stage: this.stage, scene: this.scene, wires: this.wires, colours: this.colours, boxOf, depthOf };
    this.overview = new Overview({ host, viewport: this.viewport, paint: (context, area, zoom) => paintFar(parts, context, area, zoom) });
    host.append(this.paper.root);
    this.#mount = new Mount(this.stage, this.viewport);
    this.minimap = new Minimap(this, (context, area, zoom) => paintFar(parts, context, area, zoom, true));
    this.overlays = new Overlays(this);
    this.badges = new Badges(editor, (changed) => this.#found(changed));
    this.#dirty = new Dirty(this);
    this.hand = new Hand(this);
    this.#listen();
  }

  #listen() {
    const { editor, viewport } = this;
    viewport.addEventListener("change", () => {
      this.redraw();
      this.dispatchEvent(new Event("viewport"));
    });
    new ResizeObserver(() => viewport.resize(this.host.clientWidth, this.host.clientHeight)).observe(this.host);
    editor.model.addEventListener("change", (/** @type {CustomEvent} */ event) => this.#dirty.changes(event.detail.changes));
    editor.views.addEventListener("boxes", (/** @type {CustomEvent} */ event) => {
      this.#whole = undefined; // asked for before the next frame where another view is shown
      this.#dirty.boxes(event.detail.keys);
    });
    editor.views.addEventListener("view", () => this.#dirty.everything());
    editor.selection.addEventListener("change", () => this.#select());
    editor.root.addEventListener("editor:focus", (/** @type {CustomEvent} */ event) => this.focusOn(event.detail.key));
  }

  /** Draws what is new in the next frame. */
  redraw() {
    this.settled = false;
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  /** Draws at once what is to be drawn in the next frame: for who is called by a frame already. */
  flush() {
    if (!this.#frame) return;
    cancelAnimationFrame(this.#frame);
    this.#draw();
  }

  #draw() {
    this.#frame = 0;
    if (!this.#dirty.clean()) {
      this.#whole = undefined;
      this.#mount.again();
      this.#bitmapsStale();
    }
    const { viewport, stage } = this;
    const much = stage.things.size > FEW;
    this.paper.root.classList.toggle("is-far", much && viewport.zoom < UNREADABLE);
    this.paper.follow();
    if (much && viewport.zoom < FAR) this.#drawFar();
    else this.#drawNear();
    this.minimap.follow();
    if (this.#first && stage.things.size) this.#firstDrawn();
  }

  #drawFar() {
    if (!this.overview.shown) this.stage.clear();
    this.#mount.stop();
    this.overview.show();
    this.settled = !this.#frame;
  }

  #drawNear() {
    this.overview.hide();
    if (!this.#mount.follow()) this.redraw();
    else this.settled = !this.#frame;
  }

  #firstDrawn() {
    this.#first = false;
    this.host.dataset.drawn = "yes";
    performance.mark("editor-drawn");
    this.dispatchEvent(new Event("drawn"));
  }

  /** Begins anew with what the view shows. */
  begin() {
    this.viewport.resize(this.host.clientWidth, this.host.clientHeight);
    this.#dirty.everything();
    this.fit();
    this.redraw();
  }

  /** Puts boxes that everything was drawn from in order. @param {Iterable<string>} keys that are drawn in a view */
  reset(keys) {
    this.scene.forget();
    this.scene.renumber();
    this.wires.rebuild();
    this.stage.reset(keys);
    this.overlays.again();
  }

  #bitmapsStale() {
    this.overview.stale();
    this.minimap.stale();
    this.redraw();
  }

  /** @param {Iterable<string>} keys whose badges have changed */
  #found(keys) {
    this.scene.badges = this.badges.all;
    this.#dirty.looks(keys);
  }

  #select() {
    const { selection } = this.editor;
    const drawn = new Set(selection.keys().flatMap((/** @type {string} */ key) => [key, this.drawnAs(key)]));
    for (const key of this.stage.marked("is-selected")) if (!drawn.has(key)) this.mark(key, "is-selected", false);
    for (const key of drawn) this.mark(key, "is-selected", true);
    this.#bitmapsStale();
  }

  /** The key under which an element is drawn: a link's bundle, a port's node, the collapsed zone around it.
   * @param {string} key */
  drawnAs(key) {
    const element = this.editor.model.get(key);
    if (!element) return key;
    if (element.section === "ports") return this.editor.views.standsFor(element.fields.node);
    if (element.section === "zones" || element.section === "nodes") return this.editor.views.standsFor(key);
    return this.wires.all.has(key) ? key : this.wires.drawnAs(key);
  }

  /** The box around everything. @returns {Box | undefined} */
  whole() {
    this.#whole ??= around(this.editor.views.boxes.values());
    return this.#whole;
  }

  /** The box around what is drawn of these; undefined around nothing. @param {Iterable<string>} [keys] @returns {Box | undefined} */
  boxAround(keys) {
    if (!keys) return this.whole();
    const names = [...keys].map((key) => this.drawnAs(key));
    const boxes = names.map((name) => (this.wires.all.has(name) ? this.wires.boxOf(name) : this.editor.views.boxes.get(name)));
    return around(boxes.filter(Boolean));
  }

  /** @param {Iterable<string>} keys */
  centre(keys) {
    const box = this.boxAround(keys);
    if (box) this.viewport.centre({ x: box.x + box.width / 2, y: box.y + box.height / 2 }, Math.max(this.viewport.zoom, 0.6));
  }

  /** Pans as little as it takes. @param {Iterable<string>} keys */
  reveal(keys) {
    const box = this.boxAround(keys);
    if (box) this.viewport.reveal(box);
  }

  /** Shows all of these, or everything. @param {Iterable<string>} [keys] */
  fit(keys) {
    const box = this.boxAround(keys);
    if (box) this.viewport.fit(box);
  }

  /** @param {number} factor @param {Point} [point] of the browser's window; the middle where there is none */
  zoom(factor, point) {
    const { left, top } = this.host.getBoundingClientRect();
    this.viewport.zoomBy(factor, point && { x: point.x - left, y: point.y - top });
  }

  /** Brings an element into the middle and points it out. @param {string} key */
  focusOn(key) {
    const name = this.drawnAs(key);
    this.centre([key]);
    this.overlays.flash(name);
  }

  /** The innermost element under a point of the browser's window: node, port, line, zone. @param {number} x @param {number} y @returns {string | undefined} */
  keyAt(x, y) {
    if (this.overview.shown) return this.#farKeyAt(this.pointAt(x, y));
    for (const found of document.elementsFromPoint(x, y)) {
      if (!this.host.contains(found)) continue;
      const key = found.closest("[data-key]")?.getAttribute("data-key");
      if (key) return key;
    }
    return undefined;
  }

  /** @param {Point} point */
  #farKeyAt(point) {
    const boxes = this.editor.views.boxes;
    const under = [...this.stage.things.within({ ...point, width: 0, height: 0 })];
    return under.sort((a, b) => boxes.get(a).width - boxes.get(b).width)[0];
  }

  /** @param {number} clientX @param {number} clientY @returns {Point} of the drawing */
  pointAt(clientX, clientY) {
    const { left, top } = this.host.getBoundingClientRect();
    return this.viewport.toDrawing({ x: clientX - left, y: clientY - top });
  }

  /** @param {Point} point of the drawing @returns {Point} of the browser's window */
  clientOf(point) {
    const { left, top } = this.host.getBoundingClientRect();
    const { x, y } = this.viewport.toWindow(point);
    return { x: x + left, y: y + top };
  }

  /** Lines, under the keys they are drawn as, that may run near a point of the drawing. @param {Point} point @param {number} reach */
  linesAt({ x, y }, reach) {
    return this.stage.lines.within({ x: x - reach, y: y - reach, width: 2 * reach, height: 2 * reach });
  }

  /** Points along a line as it is drawn; undefined where it is not. @param {string} key @returns {Point[] | undefined} */
  pointsOf(key) {
    const name = this.drawnAs(key);
    return this.wires.all.has(name) ? samples(this.wires.curve(name)) : undefined;
  }

  /** A group of the drawing for what a gesture shows for now, above everything. @param {string} name @returns {SVGElement} */
  layer(name) {
    const { overlay } = this.stage.layers;
    const known = overlay.querySelector(`:scope > [data-layer="${CSS.escape(name)}"]`);
    if (known) return /** @type {SVGElement} */ (known);
    const made = tag("g", { "data-layer": name });
    overlay.append(made);
    return made;
  }

  /** Gives an element a class for now, drawn or not. @param {string} key @param {string} className @param {boolean} on */
  mark(key, className, on) {
    this.stage.mark(key, className, on);
  }

  /** Ends of a link, replication, peering or route. @param {string} key @returns {[string, string] | undefined} */
  endsOf(key) {
    const element = this.editor.model.get(key);
    return element && "source" in element.fields ? endsOf(element.section, element.fields) : undefined;
  }
}

/** @param {any} editor */
export function init(editor) {
  const host = editor.root.querySelector("[data-canvas]");
  editor.canvas = new Canvas(editor, host);
  editor.views.measure = (/** @type {string} */ key) => editor.canvas.scene.measure(key);
  addCommands(editor);
  if (editor.views.boxes.size) editor.canvas.begin();
  else editor.views.addEventListener("boxes", () => editor.canvas.begin(), { once: true });
}
