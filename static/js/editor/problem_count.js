/** How many problems there are, beside the tab, in the publish dialog and for the first steps. */

/** @param {any} editor */
export function init(editor) {
  const place = editor.root.querySelector("[data-panel=problems]");
  place.addEventListener("htmx:afterSettle", () => {
    const told = place.querySelector("[data-problem-total]");
    if (!told) return;
    const count = Number(told.dataset.problemTotal);
    if (editor.problems !== undefined && editor.problems !== count) editor.announce(`${count} problem${count === 1 ? "" : "s"}.`);
    editor.problems = count;
    for (const badge of document.querySelectorAll("[data-problem-count]")) badge.textContent = String(count);
    for (const line of document.querySelectorAll("[data-problem-summary]")) {
      line.textContent = count ? `The rules find ${count} problem${count === 1 ? "" : "s"} in it.` : "Every rule passes.";
    }
    editor.root.dispatchEvent(new CustomEvent("editor:problems", { detail: { count } }));
  });
}
