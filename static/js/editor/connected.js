/** After connecting: what the rules say to the new link, and an offer to see it. It goes with the next selection. */
import { make } from "./dom.js";
import { nameOf } from "./places.js";
import { flowText } from "./whatif.js";

/** What a new link did to the number of problems. Pure. @param {number} before @param {number} now */
export function difference(before, now) {
  const by = Math.abs(now - before);
  if (!by) return "As many problems as before.";
  return `${by} problem${by === 1 ? "" : "s"} ${now > before ? "more" : "fewer"}.`;
}

class Connected {
  constructor(editor) {
    this.editor = editor;
    this.bar = null;
    this.key = "";
  }

  show(key) {
    const { editor } = this;
    const link = editor.model.get(key);
    if (link?.section !== "links") return;
    this.end();
    this.key = key;
    this.before = editor.problems;
    this.words = make("span", { class: "small soft" }, "The rules look at it ...");
    const title = `${nameOf(editor, link.fields.source)} to ${nameOf(editor, link.fields.target)}`;
    const button = (label, act, name) => make("button", { class: `button ${name}`, type: "button", on: { click: act } }, label);
    this.bar = make("div", { class: "canvas-bar", role: "group", "aria-label": "The new link", "data-no-hands": true },
      make("div", { class: "canvas-bar-words" }, make("strong", {}, title), this.words),
      button("See what changed", () => this.see(), "button-primary"), button("Dismiss", () => this.end(), ""));
    editor.canvasBars.append(this.bar);
  }

  judged(problems) {
    if (this.bar && this.before !== undefined) this.words.textContent = difference(this.before, problems);
  }

  /** Draws whether the traffic gets through, and lists the problems where there are others than before. */
  see() {
    const { editor, before } = this;
    const { source, target, port } = editor.model.get(this.key).fields;
    this.end();
    if (editor.problems !== before) editor.showTab("problems");
    void editor.whatIf.show(`path=${encodeURIComponent(flowText(source, target, editor.model.get(port)?.fields))}`);
    editor.canvas.host.focus({ preventScroll: true });
  }

  end() {
    this.bar?.remove();
    this.bar = null;
  }
}

/** @param {any} editor */
export function init(editor) {
  const connected = new Connected(editor);
  editor.root.addEventListener("editor:connected", ({ detail }) => connected.show(detail.key));
  editor.root.addEventListener("editor:findings", ({ detail }) => connected.judged(detail.problems));
  editor.selection.addEventListener("change", () => connected.end());
}
