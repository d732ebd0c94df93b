/** What others changed: pointed out as it happens; gathered while nobody looks or nothing arrives, and shown on request. */
import { make } from "./dom.js";

const FLASHED = 40;

/** Keys that these edits touched, and who made them. Pure.
 * @param {{actor: string, changes: {section: string, key: string}[]}[]} edits */
export function touched(edits) {
  const keys = new Set(edits.flatMap(({ changes }) => changes.filter(({ section }) => section !== "views" && section !== "topology").map(({ key }) => key)));
  return { keys: [...keys], people: [...new Set(edits.map(({ actor }) => actor).filter(Boolean))] };
}

class News {
  constructor(editor) {
    this.editor = editor;
    this.away = false;
    this.keys = new Set();
    this.people = new Set();
    this.bar = null;
  }

  heard(edits) {
    const { keys, people } = touched(edits);
    if (!keys.length) return;
    if (!this.away && !document.hidden) return this.flash(keys);
    for (const key of keys) this.keys.add(key);
    for (const name of people) this.people.add(name);
    this.tell();
  }

  flash(keys) {
    const { boxes } = this.editor.views;
    for (const key of keys.filter((one) => boxes.has(one)).slice(0, FLASHED)) this.editor.canvas.overlays.flash(key);
  }

  tell() {
    this.bar?.remove();
    const count = this.keys.size;
    const text = `${[...this.people].join(" and ") || "Somebody"} changed ${count} element${count === 1 ? "" : "s"} meanwhile.`;
    const button = (label, act, name) => make("button", { class: `button ${name}`, type: "button", on: { click: act } }, label);
    this.bar = make("div", { class: "canvas-bar", role: "group", "aria-label": "News", "data-no-hands": true },
      make("span", {}, text), button("See what changed", () => this.show(), "button-primary"), button("Dismiss", () => this.end(), ""));
    this.editor.canvasBars.append(this.bar);
    this.editor.announce(text, true);
  }

  /** Selects what is left of it, and brings it into sight. */
  show() {
    const { editor } = this;
    const there = [...this.keys].filter((key) => editor.model.get(key));
    const gone = this.keys.size - there.length;
    this.end();
    editor.selection.set(there);
    if (there.length) editor.canvas.fit(there);
    editor.announce(`${there.length} selected${gone ? `; ${gone} removed` : ""}.`);
    editor.canvas.host.focus({ preventScroll: true });
  }

  end() {
    this.bar?.remove();
    this.bar = null;
    this.keys.clear();
    this.people.clear();
  }

  /** Offline counts until the next edits of others have arrived. */
  state(state) {
    if (state === "offline") this.away = true;
    else if (state === "saved") setTimeout(() => { this.away = this.editor.sync.state === "offline"; }, 2000);
  }
}

/** @param {any} editor */
export function init(editor) {
  const news = new News(editor);
  editor.canvasBars = editor.root.querySelector("[data-canvas-bars]");
  editor.sync.addEventListener("remote", ({ detail }) => news.heard(detail.edits));
  editor.sync.addEventListener("state", ({ detail }) => news.state(detail.state));
  editor.commands.add({ id: "view.news", title: "See what others changed", group: "Find", when: () => news.keys.size > 0 || "Nobody changed anything meanwhile.", run: () => news.show() });
}
