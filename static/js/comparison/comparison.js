/** Steps through the changes between two states, shows before or after, and hides kinds of change.
 *
 * n and p step, b changes between before and after. Each step marks the change in the drawing and in the list, moves
 * the focus to its row and says it. Without this module the marks are links to the rows, and the states are addresses.
 */
import { look } from "../diagram.js";
import { once } from "../once.js";
import { listen } from "./keys.js";
import { after, toggled } from "./steps.js";

class Comparison {
  constructor(root) {
    this.root = root;
    this.rows = [...root.querySelectorAll("[data-item]")];
    this.current = "";
  }

  /** The rows that no filter hides, by id. */
  get open() {
    const hidden = (this.root.dataset.hides ?? "").split(" ");
    const kind = (row) => row.className.match(/change-(added|removed|changed|moved)/)[1];
    return this.rows.filter((row) => !hidden.includes(kind(row))).map((row) => row.dataset.item);
  }

  step(by) {
    const id = after(this.open, this.current, by);
    if (id) this.go(id);
  }

  go(id) {
    const [row, mark] = this.both(id);
    if (!row || !mark) return;
    this.forget();
    this.current = id;
    row.classList.add("is-current");
    mark.classList.add("is-current");
    look(this.root.querySelector("[data-diagram]"), mark);
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    this.tell(row, id);
  }

  both(id) {
    const name = CSS.escape(id);
    return ["item", "change"].map((kind) => this.root.querySelector(`[data-${kind}="${name}"]`));
  }

  forget() {
    for (const element of this.root.querySelectorAll(".is-current")) element.classList.remove("is-current");
  }

  tell(row, id) {
    const open = this.open;
    const place = `${open.indexOf(id) + 1} of ${open.length}`;
    this.root.querySelector("[data-comparison-place]").textContent = place;
    this.say(`${place}: ${row.querySelector(".change-name").innerText.replace(/\s+/g, " ").trim()}`);
  }

  say(text) {
    this.root.querySelector("[data-comparison-status]").textContent = text;
  }

  show(state) {
    this.root.dataset.shows = state;
    for (const link of this.root.querySelectorAll("[data-comparison-show]")) {
      if (link.dataset.comparisonShow === state) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    this.say(state === "both" ? "Before and after are shown together" : `${state} is shown`);
  }

  toggle() {
    this.show(toggled(this.root.dataset.shows));
  }

  filter() {
    const off = [...this.root.querySelectorAll("[data-change-kind]:not(:checked)")];
    this.root.dataset.hides = off.map((box) => box.dataset.changeKind).join(" ");
    this.say(`${this.open.length} of ${this.rows.length} changes are shown`);
  }
}

function click(comparison, event) {
  const at = (name) => event.target.closest(`[data-comparison-${name}]`);
  const mark = event.target.closest("[data-change]");
  if (at("step")) comparison.step(Number(at("step").dataset.comparisonStep));
  else if (at("go")) comparison.go(at("go").dataset.comparisonGo);
  else if (at("show")) comparison.show(at("show").dataset.comparisonShow);
  else if (mark) comparison.go(mark.dataset.change);
  else return;
  event.preventDefault();
}

function start(root) {
  const comparison = new Comparison(root);
  root.addEventListener("click", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) click(comparison, event);
  });
  root.addEventListener("change", (event) => {
    if (event.target.matches("[data-change-kind]")) comparison.filter();
  });
  for (const control of root.querySelectorAll("[data-comparison-steps], [data-comparison-go], [data-change-kind]")) {
    control.hidden = false;
  }
  listen({ n: () => comparison.step(1), p: () => comparison.step(-1), b: () => comparison.toggle() });
  root.dataset.ready = "yes";
}

once(document, "[data-comparison]", "Comparison", start);
