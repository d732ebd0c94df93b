/** The search fields of panels: asked while one types. `<form data-search="panel">`. */

const PAUSE_MS = 180;

/** @param {any} editor */
export function init(editor) {
  let timer = 0;
  const ask = (form) => {
    const panel = editor.panels.get(form.dataset.search);
    panel.extra = { ...panel.extra, q: form.elements.q.value };
    panel.outdate();
  };
  editor.root.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-search]");
    if (!form) return;
    clearTimeout(timer);
    timer = setTimeout(() => ask(form), PAUSE_MS);
  });
  editor.root.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-search]")) return;
    event.preventDefault();
    ask(event.target);
  });
}
