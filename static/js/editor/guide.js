/** A small list of first steps that ticks itself off. It opens on an empty topology until somebody closes it. */
import { make, near } from "./dom.js";
import { steps } from "./guide_steps.js";

const CLOSED = "groundplan-guide-closed";

function remembered() {
  try {
    return localStorage.getItem(CLOSED) === "yes";
  } catch {
    return false; // a browser that keeps nothing shows it again
  }
}

function remember() {
  try {
    localStorage.setItem(CLOSED, "yes");
  } catch {
    // nothing to do: it is only shown again
  }
}

/** @param {any} editor @param {any} step @param {boolean} next */
function row(editor, { text, done, act }, next) {
  const mark = make("span", { class: "guide-mark", "aria-hidden": "true" }, done ? "✓" : "");
  const item = make("li", { class: done ? "is-done" : next ? "is-next" : "" }, mark, text);
  if (done) item.append(make("span", { class: "visually-hidden" }, ", done"));
  if (next && act) {
    const button = make("button", { class: "button button-small", type: "button", "data-place": act.args?.kind }, act.label);
    button.addEventListener("click", () => editor.commands.run(act.command, act.args));
    item.append(button);
  }
  return item;
}

function draw(editor, place) {
  const found = steps(editor, editor.problems ?? null, "published" in editor.root.dataset, Boolean(document.querySelector("[data-propose]")));
  const at = found.findIndex((step) => !step.done);
  const list = make("ol", { class: "guide-steps" }, ...found.map((step, index) => row(editor, step, index === at)));
  const close = make("button", { class: "button button-quiet button-small", type: "button", "aria-label": "Close the first steps" }, "Close");
  close.addEventListener("click", () => {
    place.hidden = true;
    remember();
  });
  place.replaceChildren(make("div", { class: "guide-head" }, make("h2", {}, "First steps"), close), list);
}

/** @param {any} editor */
export function init(editor) {
  const place = editor.root.querySelector("[data-guide]");
  const refresh = () => place.hidden || draw(editor, place);
  const open = () => {
    place.hidden = false;
    refresh();
  };
  document.querySelector("[data-guide-open]").addEventListener("click", (event) => {
    near(event, "details").removeAttribute("open");
    open();
  });
  editor.model.addEventListener("change", refresh);
  editor.root.addEventListener("editor:problems", refresh);
  if ("empty" in editor.root.dataset && !remembered()) open();
}
