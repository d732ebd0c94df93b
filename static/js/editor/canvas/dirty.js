/** What has changed since the last frame, and how little of the drawing has to be made anew for it. */
const LINES = new Set(["links", "replications", "peerings", "routes"]);

export class Dirty {
  #all = false;
  #lines = false;
  /** Keys whose look has changed. */
  #looks = new Set();
  /** Keys whose box has changed. */
  #boxes = new Set();
  #canvas;

  /** @param {import("./canvas.js").Canvas} canvas */
  constructor(canvas) {
    this.#canvas = canvas;
  }

  everything() {
    this.#all = true;
    this.#canvas.redraw();
  }

  /** @param {Iterable<string>} keys */
  boxes(keys) {
    for (const key of keys) this.#boxes.add(key);
    this.#canvas.redraw();
  }

  /** @param {Iterable<string>} keys */
  looks(keys) {
    for (const key of keys) {
      const element = this.#canvas.editor.model.get(key);
      if (LINES.has(element?.section)) this.#lines = true;
      else this.#looks.add(element?.section === "ports" ? element.fields.node : key);
    }
    this.#canvas.redraw();
  }

  /** @param {{section: string, key: string, before: any, after: any}[]} changes */
  changes(changes) {
    for (const { section, key, before, after } of changes) {
      if (LINES.has(section)) this.#lines = true;
      else if (section === "security_groups" || (section === "views" && before?.shows !== after?.shows)) this.#all = true;
      else if (section === "ports") for (const row of [before, after]) this.#looks.add(row?.node);
      else if (section === "attachments") for (const row of [before, after]) this.#looks.add(row?.target);
      else if (section === "nodes" || section === "zones") this.#looks.add(key);
    }
    this.#canvas.redraw();
  }

  /** Makes the drawing follow; true when there was nothing to do. */
  clean() {
    const { editor, stage, wires, scene } = this.#canvas;
    const { boxes } = editor.views;
    const come = [...this.#boxes].some((key) => boxes.has(key) !== stage.things.has(key) || stage.isDrawnOtherwise(key));
    const idle = !this.#all && !this.#lines && !this.#looks.size && !this.#boxes.size;
    if (this.#all || come) this.#canvas.reset(boxes.keys());
    else if (!idle) this.#some(stage, wires, scene);
    this.#all = this.#lines = false;
    this.#looks.clear();
    this.#boxes.clear();
    return idle;
  }

  /** @param {import("./stage.js").Stage} stage @param {import("./wires.js").Wires} wires @param {import("./scene.js").Scene} scene */
  #some(stage, wires, scene) {
    const looks = [...this.#looks].filter((key) => key && stage.things.has(key));
    scene.forget(looks);
    if (looks.length) stage.redraw(looks);
    const moved = [...this.#boxes].filter((key) => stage.things.has(key));
    if (moved.length) stage.move(moved);
    if (!this.#lines) return;
    wires.rebuild();
    stage.resetLines();
  }
}
