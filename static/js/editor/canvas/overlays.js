/** What is shown on top of the drawing for a while: a path, what a failure takes along, where a group is attached. */
import { tag } from "./svg.js";

const FLASH_MS = 1600;
const AROUND = 10;

export class Overlays {
  #canvas;
  /** @type {string | null} */
  #group = null;

  /** @param {import("./canvas.js").Canvas} canvas */
  constructor(canvas) {
    this.#canvas = canvas;
  }

  /** Points a path out and mutes the rest; the lines between its elements belong to it.
   * @param {string[] | null} keys */
  drawPath(keys) {
    this.#replace("is-on-path", keys ? this.#withLines(keys) : []);
    this.#canvas.paper.root.classList.toggle("has-path", Boolean(keys?.length));
  }

  /** Greys out what a failure takes along, and the lines that end there. @param {string[] | null} keys */
  greyOut(keys) {
    const lines = (keys ?? []).flatMap((key) => [...this.#canvas.wires.at(this.#canvas.drawnAs(key))]);
    this.#replace("is-lost", [...(keys ?? []), ...lines]);
    this.#canvas.paper.root.classList.toggle("has-lost", Boolean(keys?.length));
    this.#canvas.overview.stale();
    this.#canvas.redraw();
  }

  /** Marks what a failure leaves in another state: weaker than it was, or in the place of what is lost.
   * @param {string[]} weaker @param {string[]} promoted */
  markStates(weaker, promoted) {
    this.#replace("is-weaker", weaker);
    this.#replace("is-promoted", promoted);
  }

  /** Tints what a security group is attached to; null = nothing. @param {string | null} group */
  tint(group) {
    this.#group = group;
    const { layers } = this.#canvas.stage;
    layers.tints.replaceChildren(...(group ? this.#shapes(group) : []));
  }

  get tinted() {
    return this.#group;
  }

  /** Points an element out for a moment. @param {string} key */
  flash(key) {
    this.#canvas.mark(key, "is-flashing", true);
    setTimeout(() => this.#canvas.mark(key, "is-flashing", false), FLASH_MS);
  }

  /** The drawing was made anew. */
  again() {
    if (this.#group) this.tint(this.#group);
  }

  /** @param {string[]} keys */
  #withLines(keys) {
    const { wires } = this.#canvas;
    const drawn = keys.map((key) => this.#canvas.drawnAs(key));
    const held = new Set(drawn);
    const between = drawn.flatMap((key) => [...wires.at(key)]).filter((line) => {
      const { source, target } = /** @type {import("./wires.js").Wire} */ (wires.all.get(line));
      return held.has(source) && held.has(target);
    });
    return [...drawn, ...between];
  }

  /** @param {string} name class @param {string[]} keys */
  #replace(name, keys) {
    const next = new Set(keys.map((key) => this.#canvas.drawnAs(key)));
    for (const key of this.#canvas.stage.marked(name)) if (!next.has(key)) this.#canvas.mark(key, name, false);
    for (const key of next) this.#canvas.mark(key, name, true);
  }

  /** @param {string} group */
  #shapes(group) {
    const { editor, scene } = this.#canvas;
    const targets = [...editor.model.section("attachments").values()].filter((row) => row.group === group).map((row) => row.target);
    const boxes = [...new Set(targets)].map((key) => editor.views.boxes.get(editor.views.standsFor(key))).filter(Boolean);
    return boxes.map(({ x, y, width, height }) => tag("rect", {
      class: `group-tint group-${scene.colourOf(group)}`, rx: 10,
      x: x - AROUND, y: y - AROUND, width: width + 2 * AROUND, height: height + 2 * AROUND,
    }));
  }
}
