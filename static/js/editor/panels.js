/** The panels that the server renders: fetched, and fetched again when the selection or the draft changes.
 *
 * What somebody opened, typed or scrolled to stays; an answer that says the same is not swapped at all.
 */
import { all } from "./dom.js";
import { remembered } from "./remembered.js";

const SETTLE_MS = 60;

const VERSION = /name="_version" value="(\d+)"/g;

/** What a panel says: without the tokens and versions of its forms, which differ each time. @param {string} text */
const plain = (text) => text.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "").replace(VERSION, "");

class Panel {
  /** Words for the address beyond what the panel is about. @type {Record<string, string> | undefined} */
  extra;

  constructor(editor, place) {
    this.editor = editor;
    this.place = place;
    this.name = place.dataset.panel;
    this.asked = "";
    this.text = "";
    this.stale = true;
    this.busy = false;
    place.addEventListener("change", () => { this.text = ""; }); // what stands there is no longer what was answered
    place.addEventListener("htmx:beforeSwap", (event) => this.beforeSwap(event));
    place.addEventListener("htmx:afterSwap", (event) => event.target === place && this.restore?.());
  }

  get wanted() {
    if (!this.editor.begun) return false; // the drawing goes first
    return !this.place.hidden && this.place.checkVisibility();
  }

  /** The address with what the panel is about. */
  get address() {
    const query = new URLSearchParams();
    if (this.name === "inspector") for (const key of this.editor.selection?.keys() ?? []) query.append("key", key);
    for (const [name, value] of Object.entries(this.extra ?? {})) query.set(name, value);
    return `${this.editor.addresses[this.name]}${query.size ? "?" : ""}${query}`;
  }

  outdate() {
    this.stale = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), SETTLE_MS);
  }

  async refresh() {
    if (!this.stale || !this.wanted || this.busy) return;
    this.stale = false;
    this.busy = true;
    this.place.setAttribute("aria-busy", "true");
    this.same = this.asked === this.address;
    this.asked = this.address;
    await htmx.ajax("GET", this.asked, { target: this.place, swap: "innerHTML", source: this.place }).catch(() => {});
    this.busy = false;
    this.place.removeAttribute("aria-busy");
    this.refresh();
  }

  beforeSwap(event) {
    if (event.detail.target !== this.place) return;
    const answer = event.detail.serverResponse;
    const text = plain(answer);
    if (text === this.text) this.renew(answer);
    event.detail.shouldSwap &&= text !== this.text && this.asked === this.address;
    if (!event.detail.shouldSwap) return;
    this.text = text;
    this.restore = this.same ? remembered(this.place) : () => { this.place.scrollTop = 0; };
  }

  /** The forms of a panel that says the same speak of the draft as it is now. @param {string} answer */
  renew(answer) {
    const [found] = answer.matchAll(VERSION);
    for (const field of found ? this.place.querySelectorAll("input[name=_version]") : []) field.value = found[1];
  }

  /** Puts an answer there that came another way: the errors of a form. */
  show(text) {
    this.text = plain(text);
    const restore = remembered(this.place);
    htmx.swap(this.place, text, { swapStyle: "innerHTML" });
    restore();
  }
}

/** @param {any} editor */
export function init(editor) {
  const places = all("[data-panel]");
  editor.panels = new Map(places.map((place) => [place.dataset.panel, new Panel(editor, place)]));
  const outdated = () => { for (const panel of editor.panels.values()) panel.outdate(); };
  for (const event of ["editor:version", "editor:tab", "editor:dialog", "editor:resize"]) {
    editor.root.addEventListener(event, outdated);
  }
  editor.root.addEventListener("editor:select", () => editor.panels.get("inspector").outdate());
  outdated();
}
