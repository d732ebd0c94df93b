/** The choice of the view in the bar, and the buttons of the views panel. */
import { near } from "./dom.js";

const GIVEN = [["", "Everything"], ["network", "Network"], ["dataflow", "Data flow"], ["security", "Security"]];

function fill(editor, choice) {
  const own = [...editor.model.section("views")].map(([key, view]) => [key, view.label || key]);
  const taken = new Set(own.map(([key]) => key));
  const rows = [...GIVEN.filter(([key]) => !taken.has(key)), ...own];
  choice.replaceChildren(...rows.map(([key, label]) => new Option(label.slice(0, 60), key)));
  choice.value = editor.views.current;
}

async function show(editor, key) {
  try {
    await editor.views.show(key);
    editor.canvas?.fit?.();
  } catch {
    editor.announce("That view cannot be shown now.");
  }
}

/** @param {any} editor */
export function init(editor) {
  const choice = editor.root.querySelector("[data-view-choice]");
  const refresh = () => fill(editor, choice);
  choice.addEventListener("change", () => show(editor, choice.value));
  editor.model.addEventListener("change", ({ detail }) => {
    if (detail.changes.some(({ section }) => section === "views")) refresh();
  });
  editor.views.addEventListener("view", refresh);
  editor.views.addEventListener("boxes", () => { if (choice.value !== editor.views.current) choice.value = editor.views.current; });
  document.addEventListener("click", (event) => {
    const button = near(event, "[data-view]");
    if (!button) return;
    button.closest("dialog")?.close();
    show(editor, button.dataset.view);
  });
  refresh();
}
