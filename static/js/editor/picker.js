/** A list to choose from by typing: command palette, search, "Connect to...", "Move to...", the node picker. */
import { make } from "./dom.js";

const SHOWN = 200;
let opened = 0;

/** @typedef {{id: string, title: string, hint?: string, keys?: string, why?: string}} Item `why` = not now, because */

/** Those items that hold every word, titles that begin with the words first. Pure.
 * @param {Item[]} items @param {string} text */
export function matching(items, text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = items.filter((item) => words.every((word) => `${item.title} ${item.hint ?? ""} ${item.id}`.toLowerCase().includes(word)));
  const rank = ({ title }) => (title.toLowerCase().startsWith(words[0]) ? 0 : title.toLowerCase().includes(words[0]) ? 1 : 2);
  return words.length ? found.toSorted((a, b) => rank(a) - rank(b)) : found;
}

class Picker {
  constructor({ title, items, empty = "Nothing found." }) {
    const id = `picker-${(opened += 1)}`;
    this.items = items;
    this.empty = empty;
    this.chosen = null;
    this.list = make("ul", { class: "picker-list", role: "listbox", id: `${id}-list`, "aria-label": title });
    this.input = make("input", {
      class: "picker-input", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", placeholder: title,
      "aria-label": title, "aria-expanded": "true", "aria-controls": `${id}-list`, "aria-autocomplete": "list",
    });
    this.count = make("p", { class: "visually-hidden", role: "status" });
    this.dialog = make("dialog", { class: "dialog picker", "aria-label": title }, this.input, this.list, this.count);
    this.id = id;
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", () => this.show());
    this.dialog.addEventListener("keydown", (event) => this.press(event));
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.take(Number(row.dataset.at));
    });
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
  }

  show() {
    this.found = matching(this.items, this.input.value);
    this.list.replaceChildren(...this.found.slice(0, SHOWN).map((item, at) => option(`${this.id}-${at}`, item, at)));
    const text = this.found.length ? `${this.found.length} found` : this.empty;
    if (!this.found.length) this.list.append(make("li", { class: "picker-empty", role: "presentation" }, text));
    this.count.textContent = text;
    this.mark(0);
  }

  mark(at) {
    const rows = this.list.querySelectorAll("[role=option]");
    this.at = rows.length ? (at + rows.length) % rows.length : -1;
    rows.forEach((row, place) => row.setAttribute("aria-selected", String(place === this.at)));
    if (this.at < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", rows[this.at].id);
    rows[this.at].scrollIntoView({ block: "nearest" });
  }

  press(event) {
    const to = { ArrowDown: this.at + 1, ArrowUp: this.at - 1, PageDown: this.at + 10, PageUp: Math.max(0, this.at - 10) }[event.key];
    if (to !== undefined) this.mark(to);
    else if (event.key === "Enter") this.take(this.at);
    else return;
    event.preventDefault();
  }

  /** What cannot be taken now stays where it is and says why. */
  take(at) {
    const item = this.found[at];
    if (!item) return;
    if (item.why) return void (this.count.textContent = item.why);
    this.chosen = item;
    this.dialog.close();
  }

  open() {
    document.body.append(this.dialog);
    this.show();
    this.dialog.showModal();
    return new Promise((resolve) => {
      this.dialog.addEventListener("close", () => {
        this.dialog.remove();
        resolve(this.chosen);
      });
    });
  }
}

function option(id, item, at) {
  const words = make("span", { class: "picker-title", dir: "auto" }, item.title);
  const hint = make("span", { class: "picker-hint", dir: "auto" }, item.why || item.hint || "");
  const keys = item.keys ? [make("kbd", {}, item.keys)] : [];
  return make("li", { class: "picker-option", role: "option", id, "data-at": at, "data-id": item.id, "aria-disabled": item.why ? "true" : null }, words, hint, ...keys);
}

/** What was chosen; null when it was left. The focus goes back to where it was.
 * @param {{title: string, items: Item[], empty?: string}} what @returns {Promise<Item | null>} */
export async function choose(what) {
  const before = document.activeElement;
  const chosen = await new Picker(what).open();
  if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  return chosen;
}
