/** Pan, zoom and point inside an inline SVG.
 *
 *     <div class="diagram" data-diagram id="drawing">
 *       <div class="diagram-viewport" tabindex="0" role="region" aria-label="..."><svg viewBox="..."></svg></div>
 *       <div class="diagram-tools" hidden> <button data-diagram-action="in|out|fit"> </div>
 *       <p role="status" class="visually-hidden" data-diagram-status></p>
 *     </div>
 *     <button data-focus="element-key">          anywhere on the page; hidden until there is a diagram to point into
 *     <a href="..." data-focus="element-key">    points too, and leads to its page where the diagram lacks the element
 *
 * `data-diagram-focus` on the diagram points at once. With `data-elements-href` a click on an element marks it and
 * `<a data-diagram-open hidden>` leads to its page.
 *
 * Mouse and touch drag, wheel at the cursor, two fingers, arrows, + and -, 0 (fit), Escape (point at nothing).
 */
import { listenToGestures } from "./gestures.js";
import { once } from "./once.js";
import { about, around, centre, laid, moved, near, transform, zoomed } from "./viewbox.js";

const STEP = 1.3;
const REST_MS = 140;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const views = new WeakMap();

class View {
  constructor(diagram, svg) {
    this.diagram = diagram;
    this.viewport = svg.parentElement;
    this.svg = svg;
    const { x, y, width, height } = svg.viewBox.baseVal;
    this.home = { x, y, width, height };
    this.box = this.home;
    this.drawn = this.home;
    this.frame = 0;
    this.rest = 0;
  }

  show(box) {
    this.box = box;
    this.frame ||= requestAnimationFrame(() => this.slide());
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.draw(), REST_MS);
  }

  /** Moves the finished picture: thousands of elements are not laid out again at every step. */
  slide() {
    this.frame = 0;
    if (this.box === this.drawn) return;
    this.svg.style.willChange = "transform";
    this.svg.style.transform = transform(this.drawn, this.box, this.sheet());
  }

  /** Draws sharply what a gesture came to. */
  draw() {
    clearTimeout(this.rest);
    const { x, y, width, height } = this.box;
    this.drawn = this.box;
    this.svg.style.willChange = this.svg.style.transform = "";
    this.svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
    this.viewport.toggleAttribute("data-zoomed", width < this.home.width * 0.999);
  }

  sheet() {
    return this.viewport.getBoundingClientRect();
  }

  fit() {
    this.show(this.home);
  }

  zoom(factor, point = centre(this.box)) {
    const before = this.box.width;
    this.show(zoomed(this.box, this.home, factor, point));
    return this.box.width !== before;
  }

  /** Moves by screen pixels. */
  pan(dx, dy) {
    const { scale } = laid(this.box, this.sheet());
    this.show(moved(this.box, this.home, dx / scale, dy / scale));
  }

  /** The place in the drawing under a point of the screen. */
  at(clientX, clientY) {
    const sheet = this.sheet();
    const { scale, x, y } = laid(this.box, sheet);
    return {
      x: this.box.x + (clientX - sheet.left - x) / scale,
      y: this.box.y + (clientY - sheet.top - y) / scale,
    };
  }

  boxOf(element) {
    this.draw();
    const rect = element.getBoundingClientRect();
    const start = this.at(rect.left, rect.top);
    const end = this.at(rect.right, rect.bottom);
    return { x: start.x, y: start.y, width: end.x - start.x, height: end.y - start.y };
  }

  /** Marks the element and brings it into sight; false where it is not drawn. */
  point(key) {
    const element = this.mark(key);
    if (!element) return false;
    this.show(around(this.boxOf(element), this.box, this.home));
    this.viewport.scrollIntoView({ block: "nearest" });
    return true;
  }

  mark(key) {
    this.forget();
    const element = this.svg.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!element) {
      this.say(`${key} is not in this view`);
      return null;
    }
    element.classList.add("is-focused");
    this.relate(key);
    this.svg.classList.add("has-focus");
    this.say(`${element.getAttribute("aria-label") ?? key} is marked in the diagram`);
    this.offer(key);
    return element;
  }

  /** Shows the way to the page of the marked element. */
  offer(key) {
    const link = this.diagram.querySelector("[data-diagram-open]");
    if (!link) return;
    link.hidden = !key;
    if (key) link.href = `${this.diagram.dataset.elementsHref}${encodeURIComponent(key)}/`;
  }

  relate(key) {
    const name = CSS.escape(key);
    const related = this.svg.querySelectorAll(`[data-source="${name}"], [data-target="${name}"]`);
    for (const link of related) link.classList.add("is-related");
  }

  forget() {
    this.svg.classList.remove("has-focus");
    for (const element of this.svg.querySelectorAll(".is-focused, .is-related")) {
      element.classList.remove("is-focused", "is-related");
    }
    this.offer("");
  }

  say(text) {
    const status = this.diagram.querySelector("[data-diagram-status]");
    if (status) status.textContent = text;
  }

  act(action) {
    if (action === "in") this.zoom(STEP);
    if (action === "out") this.zoom(1 / STEP);
    if (action === "fit") this.fit();
  }

  /** True when the key was one of ours. */
  key(name) {
    if (name in ARROWS) this.pan(...ARROWS[name].map((sign) => sign * 60));
    else if (name === "+" || name === "=") this.act("in");
    else if (name === "-") this.act("out");
    else if (name === "0") this.fit();
    else if (name === "Escape") this.forget();
    else return false;
    return true;
  }
}

function listenToKeys(view) {
  view.viewport.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (view.key(event.key)) event.preventDefault();
  });
}

function listenToTools(view) {
  const tools = view.diagram.querySelector(".diagram-tools");
  if (!tools) return;
  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    view.act(event.target.closest("[data-diagram-action]")?.dataset.diagramAction);
  });
}

function start(diagram) {
  const svg = diagram.querySelector(".diagram-viewport > svg");
  if (!svg) return;
  const view = new View(diagram, svg);
  views.set(diagram, view);
  listenToGestures(view);
  listenToKeys(view);
  listenToTools(view);
  listenToClicks(view);
  const way = svg.querySelector(".overlay:has(.way)");
  if (diagram.dataset.diagramFocus) view.point(diagram.dataset.diagramFocus);
  else if (way) view.show(about(view.boxOf(way), view.home));
}

/** A click that dragged nothing marks what is under it. */
function listenToClicks(view) {
  let from = null;
  view.viewport.addEventListener("pointerdown", (event) => (from = [event.clientX, event.clientY]));
  view.viewport.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]")?.dataset.key;
    const moved = from && Math.hypot(event.clientX - from[0], event.clientY - from[1]) > 4;
    if (key && !moved) view.mark(key);
  });
}

/** True where a diagram has the element that the trigger names. */
function pointFrom(trigger) {
  let found = false;
  for (const diagram of document.querySelectorAll("[data-diagram]")) {
    found = views.get(diagram)?.point(trigger.dataset.focus) || found;
  }
  for (const other of document.querySelectorAll("button[data-focus]")) {
    other.setAttribute("aria-pressed", String(other === trigger));
  }
  return found;
}

document.addEventListener("click", (event) => {
  const trigger = event.target instanceof Element ? /** @type {HTMLAnchorElement | null} */ (event.target.closest("[data-focus]")) : null;
  if (!trigger || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (pointFrom(trigger) && trigger.href) event.preventDefault();
});

/** Brings an element of this diagram into sight; it is marked by whoever asks. */
export function look(diagram, element) {
  const view = views.get(diagram);
  view?.show(near(view.boxOf(element), view.home));
}

export function init(root) {
  once(root, "[data-diagram]", "Diagram", start);
  if (!document.querySelector("[data-diagram]")) return;
  for (const button of root.querySelectorAll("button[data-focus][hidden]")) button.hidden = false;
}
