/** Arranging by ELK: previewed over the drawing, applied as one operation by Enter or a click, left by Esc. */
import { chosen } from "./align.js";
import { sketched } from "./arrange_preview.js";
import { arranged, graphOf, styles } from "./elk_graph.js";
import { make, near } from "./dom.js";
import { around } from "./geometry.js";
import { outermost, parentOf } from "./places.js";
import { fill } from "./sketch.js";

const IDLE_MS = 20_000;

/** The worker: made when it is first needed, ended when nobody needed it for a while. */
class Layouter {
  /** A promise, so that one that was ended while it was made never comes back. */
  #elk = null;
  #worker = null;
  #timer = 0;

  constructor(root) {
    this.root = root;
  }

  async layout(graph) {
    clearTimeout(this.#timer);
    this.#elk ??= this.#made();
    try {
      return await (await this.#elk).layout(graph);
    } finally {
      this.#timer = setTimeout(() => this.end(), IDLE_MS);
    }
  }

  async #made() {
    const worker = (this.#worker = new Worker(this.root.dataset.elkWorker)); // it starts while the rest is fetched
    const { default: bundle } = /** @type {any} */ (await import("elkjs"));
    const Elk = bundle.default ?? bundle;
    return new Elk({ workerFactory: () => worker });
  }

  /** Also stops a layout that is under way: nothing else can. */
  end() {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = this.#elk = null;
  }
}

class Arrange {
  constructor(editor) {
    this.editor = editor;
    this.layouter = new Layouter(editor.root);
    this.places = null;
    this.run = 0;
  }

  get busy() {
    return this.run > 0 || Boolean(this.places);
  }

  async start(style) {
    this.cancel();
    const { editor } = this;
    const run = (this.run = Date.now() + Math.random());
    this.bar(`Arranging ... Esc stops.`, false);
    editor.announce("Arranging. Escape stops.", true);
    try {
      const found = await this.computed(style);
      if (this.run !== run) return;
      this.run = 0;
      this.preview(found, style);
    } catch (error) {
      if (this.run !== run) return;
      this.cancel();
      editor.announce(`Arranging failed: ${error.message ?? error}`);
    }
  }

  /** Places of everything that is arranged, what is in it included. */
  async computed(style) {
    const { editor } = this;
    const scope = scopeOf(editor);
    const graph = graphOf({ model: editor.model, boxes: editor.views.boxes, ...scope, style });
    return arranged(await this.layouter.layout(graph), { ...scope, boxes: editor.views.boxes });
  }

  preview(boxes, style) {
    const { editor } = this;
    this.places = boxes;
    this.style = style;
    editor.canvas.host.classList.add("is-arranging");
    fill(editor, "hands", ...sketched(editor, boxes));
    editor.canvas.viewport.fit(around(boxes.values()));
    this.bar("This is how it would stand.", true);
    editor.announce(`${boxes.size} elements would move. Enter applies, Escape leaves everything as it is.`, true);
  }

  apply() {
    const { editor, places, style } = this;
    if (!places) return;
    this.clear();
    const frames = new Map([...places].filter(([key]) => editor.model.get(key)).map(([key, box]) => [key, editor.model.get(key).section === "zones" && !editor.views.collapsed.has(key) ? box : { x: box.x, y: box.y }]));
    editor.perform([editor.views.place(frames)], { label: `Arranged ${styles[style].word}`, focus: [...places.keys()].slice(0, 50) });
  }

  cancel() {
    const was = this.busy;
    if (this.run) this.layouter.end();
    this.run = 0;
    this.clear();
    if (was) this.editor.announce("Everything stays where it is.");
    return was;
  }

  clear() {
    this.places = null;
    this.panel?.remove();
    this.panel = null;
    this.editor.canvas.host.classList.remove("is-arranging");
    fill(this.editor, "hands");
  }

  /** What is under way, with buttons for it. */
  bar(text, done) {
    this.panel?.remove();
    const button = (label, act, primary) => make("button", { class: primary ? "button button-primary" : "button", type: "button", on: { click: act } }, label);
    const apply = done ? [button("Apply", () => this.apply(), true)] : [];
    this.panel = make("div", { class: "arrange-bar", role: "group", "aria-label": "Arrange", "data-no-hands": true }, make("span", {}, text), ...apply, button(done ? "Leave it" : "Stop", () => this.cancel()));
    this.editor.root.append(this.panel);
    this.panel.querySelector("button").focus();
  }
}

/** What is arranged: the inside of one selected zone, several selected elements of one zone, or everything. */
export function scopeOf(editor) {
  const keys = outermost(editor.model, [...chosen(editor).keys()]);
  const [only] = keys;
  if (keys.length === 1 && editor.model.get(only).section === "zones" && !editor.views.collapsed.has(only)) return { roots: editor.model.childrenOf(only).filter((key) => editor.views.boxes.has(key)), within: only };
  const parents = new Set(keys.map((key) => parentOf(editor.model, key)));
  if (keys.length > 1 && parents.size === 1) return { roots: keys, within: null };
  return { roots: editor.model.childrenOf(null).filter((key) => editor.views.boxes.has(key)), within: null };
}

/** @param {any} editor */
export function init(editor) {
  const arrange = new Arrange(editor);
  editor.arrange = arrange;
  const rest = { group: "Arrange", changes: true };
  const some = () => editor.views.boxes.size > 1 || "There is nothing to arrange.";
  editor.commands.add({ id: "arrange.tidy", title: "Arrange: compact, zone by zone", ...rest, keys: ["Mod+Shift+L"], when: some, run: () => arrange.start("zones") });
  editor.commands.add({ id: "arrange.layers", title: "Arrange: in layers, along the links", ...rest, when: some, run: () => arrange.start("layers") });
  editor.commands.add({ id: "arrange.apply", title: "Apply the arrangement", ...rest, hidden: true, when: () => Boolean(arrange.places) || "Nothing is arranged.", run: () => arrange.apply() });
  document.addEventListener("keydown", (event) => {
    if (!arrange.places || event.key !== "Enter" || near(event, ".arrange-bar")) return;
    event.preventDefault();
    arrange.apply();
  }, true);
}
