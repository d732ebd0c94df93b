/** Questions whose answer is drawn: the way from one node to another, and what a failure takes along. The draft is asked
 * again whenever it changes, until somebody closes the answer. */
import { make, near } from "./dom.js";
import { choose } from "./picker.js";
import { nameOf } from "./places.js";

const INTERNET = "(internet)"; // as topologies/reachability/flow.py
const MOST_NAMES = 6;

/** The failures that take this element away first. Pure.
 * @param {{slug: string, removed: string[]}[]} failures @param {string} key */
export function failuresOf(failures, key) {
  return failures.filter(({ removed }) => removed.some((name) => name === key || name.startsWith(`${key}/`)));
}

/** A flow as an address holds it. Pure. @param {string} source @param {string} target @param {any} [port] its fields */
export function flowText(source, target, port) {
  return `${source}:${target}:${port?.number ?? 0}/${port?.protocol ?? "tcp"}`;
}

class WhatIf {
  constructor(editor) {
    this.editor = editor;
    this.asked = "";
    this.bar = null;
  }

  /** @param {string} query `path=...` or `without=...` */
  async show(query) {
    this.asked = query;
    const found = await this.answer(query);
    if (this.asked !== query) return;
    if (!found) return this.close();
    this.draw(found);
    if (this.told !== found.title) this.editor.announce(`${found.title}. ${this.words(found)}`, true);
    this.told = found.title;
  }

  async answer(query) {
    const response = await fetch(`${this.editor.addresses.overlay}?${query}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (response?.ok) return response.json();
    const { detail = "The server does not answer." } = (await response?.json().catch(() => ({}))) ?? {};
    this.editor.announce(detail, true);
    this.editor.tip(detail);
    return null;
  }

  words({ groups, why = "" }) {
    if (!groups) return why;
    return groups.map(({ label, names }) => {
      const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
      return `${label}: ${names.slice(0, MOST_NAMES).join(", ")}${more}.`;
    }).join(" ") || "Nothing is lost.";
  }

  draw(found) {
    const { overlays } = this.editor.canvas;
    const keysOf = (/** @type {string[]} */ ...states) => (found.touched ?? []).filter(({ state }) => states.includes(state)).map(({ key }) => key);
    overlays.greyOut(found.touched ? keysOf("lost", "cut") : null);
    overlays.markStates(keysOf("less"), keysOf("promoted"));
    overlays.drawPath(found.stations ?? null);
    this.bar?.remove();
    const close = make("button", { class: "button", type: "button", on: { click: () => this.close() } }, "Close");
    this.bar = make("div", { class: `canvas-bar is-${found.verdict ?? "failure"}`, role: "group", "aria-label": "What is drawn over the draft", "data-no-hands": true },
      make("div", { class: "canvas-bar-words" }, make("strong", {}, found.title), make("span", { class: "small soft" }, this.words(found))), close);
    this.editor.canvasBars.append(this.bar);
  }

  close() {
    const was = Boolean(this.bar);
    this.asked = "";
    this.told = "";
    this.bar?.remove();
    this.bar = null;
    this.editor.canvas.overlays.greyOut(null);
    this.editor.canvas.overlays.markStates([], []);
    this.editor.canvas.overlays.drawPath(null);
    if (was) this.editor.canvas.host.focus({ preventScroll: true });
    return was;
  }
}

const hintOf = (editor, key) => editor.kinds.get(editor.model.get(key).fields.kind)?.label;
const nodes = (editor, without) => [...editor.model.section("nodes").keys()].filter((key) => key !== without).map((key) => ({ id: key, title: nameOf(editor, key), hint: hintOf(editor, key) }));

/** From one selected node to another; what is not selected is asked for. */
async function askWay(editor, whatIf) {
  const chosen = editor.selection.keys().filter((key) => editor.model.get(key)?.section === "nodes");
  const [first, second] = chosen;
  const target = second ?? first ?? (await choose({ title: "The way to ...", items: nodes(editor) }))?.id;
  if (!target) return;
  const anybody = { id: INTERNET, title: "Anybody on the internet", hint: "from outside" };
  const source = second ? first : (await choose({ title: `The way to ${nameOf(editor, target)} from ...`, items: [anybody, ...nodes(editor, target)] }))?.id;
  if (!source) return;
  const port = editor.model.portsOf(target)[0];
  await whatIf.show(`path=${encodeURIComponent(flowText(source, target, editor.model.get(port)?.fields))}`);
}

async function askFailure(editor, whatIf, key) {
  const all = (await whatIf.answer(""))?.failures ?? [];
  const rows = key ? failuresOf(all, key) : all;
  if (!rows.length) return editor.announce(key ? `${nameOf(editor, key)} is nothing that fails by itself.` : "There is nothing yet that can fail.");
  const items = rows.map(({ slug, name, kind }) => ({ id: slug, title: name, hint: kind === "zone" ? "availability zone" : kind }));
  const slug = rows.length === 1 ? rows[0].slug : (await choose({ title: "What fails?", items }))?.id;
  if (slug) await whatIf.show(`without=${encodeURIComponent(slug)}`);
}

/** @param {any} editor */
export function init(editor) {
  const whatIf = new WhatIf(editor);
  const group = "Questions";
  editor.whatIf = whatIf;
  editor.commands.add({ id: "ask.way", title: "Draw the way from one node to another...", group, run: () => askWay(editor, whatIf) });
  editor.commands.add({ id: "ask.failure", title: "Show what a failure takes along...", group, run: () => askFailure(editor, whatIf) });
  editor.commands.add({
    id: "ask.without", title: "Show what is lost without it", group,
    when: () => (editor.selection.size === 1 && ["nodes", "zones"].includes(editor.model.get(editor.selection.last)?.section)) || "Select one node or zone.",
    run: () => askFailure(editor, whatIf, editor.selection.last),
  });
  editor.commands.add({ id: "ask.close", title: "Close the answer that is drawn", group, when: () => Boolean(whatIf.asked) || "No answer is drawn.", run: () => whatIf.close() });
  editor.root.addEventListener("editor:version", () => whatIf.asked && whatIf.show(whatIf.asked));
  document.addEventListener("click", (event) => {
    const button = near(event, "[data-way]");
    if (button) whatIf.show(`path=${encodeURIComponent(button.dataset.way)}`);
  });
}
