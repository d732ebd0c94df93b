/** The side panel's tabs, and the buttons that fold palette and side panel away. `editor.showTab(name)`. */
import { near } from "./dom.js";

const NARROW = matchMedia("(max-width: 60rem)");

function select(editor, tab) {
  for (const other of editor.root.querySelectorAll("[data-tab]")) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    editor.root.querySelector(`[data-panel="${other.dataset.tab}"]`).hidden = !chosen;
  }
  editor.root.dispatchEvent(new CustomEvent("editor:tab", { detail: { name: tab.dataset.tab } }));
}

function walk(editor, event) {
  const tabs = [...editor.root.querySelectorAll("[data-tab]")];
  const at = tabs.indexOf(event.target);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  const tab = tabs[(to + tabs.length) % tabs.length];
  select(editor, tab);
  tab.focus();
}

function fold(editor, name, open) {
  const button = editor.root.querySelector(`[data-toggle="${name}"]`);
  button.setAttribute("aria-expanded", String(open));
  editor.root.classList.toggle(`no-${name}`, !open);
  editor.root.dispatchEvent(new CustomEvent("editor:resize"));
}

function isOpen(editor, name) {
  return !editor.root.classList.contains(`no-${name}`);
}

/** On a narrow window one side at a time covers the drawing. */
function toggle(editor, name) {
  const open = !isOpen(editor, name);
  if (open && NARROW.matches) fold(editor, name === "side" ? "palette" : "side", false);
  fold(editor, name, open);
}

/** There the drawing is reached by a touch of it, or by Esc. @returns {string[]} what was open */
function withdraw(editor) {
  const open = NARROW.matches ? ["palette", "side"].filter((name) => isOpen(editor, name)) : [];
  for (const name of open) fold(editor, name, false);
  return open;
}

function drawers(editor) {
  const canvas = editor.root.querySelector("[data-canvas]");
  canvas.addEventListener("pointerdown", () => withdraw(editor), true);
  editor.root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !near(event, "aside") || !withdraw(editor).length) return;
    event.stopPropagation();
    canvas.focus({ preventScroll: true });
  });
  let folded = withdraw(editor);
  NARROW.addEventListener("change", () => { // a tablet was turned round
    if (NARROW.matches) folded = withdraw(editor);
    else for (const name of folded) fold(editor, name, true);
  });
}

export function init(editor) {
  editor.showTab = (name) => {
    if (!isOpen(editor, "side")) toggle(editor, "side");
    select(editor, editor.root.querySelector(`[data-tab="${name}"]`));
  };
  editor.shownTab = () => editor.root.querySelector("[data-tab][aria-selected=true]").dataset.tab;
  editor.fold = (name, open) => open === isOpen(editor, name) || toggle(editor, name);
  editor.root.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab]");
    const button = event.target.closest("[data-toggle]");
    if (tab) select(editor, tab);
    if (button) toggle(editor, button.dataset.toggle);
  });
  editor.root.querySelector("[role=tablist]").addEventListener("keydown", (event) => walk(editor, event));
  drawers(editor);
}
