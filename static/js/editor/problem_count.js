/** How many problems there are, beside the tab, in the publish dialog and for the first steps. */

/** @param {any} editor @param {number} count */
function tell(editor, count) {
  const words = `${count} problem${count === 1 ? "" : "s"}`;
  if (editor.problems !== undefined && editor.problems !== count) editor.announce(`${words}.`);
  editor.problems = count;
  for (const badge of document.querySelectorAll("[data-problem-count]")) badge.textContent = String(count);
  for (const line of document.querySelectorAll("[data-problem-summary]")) {
    line.textContent = count ? `The rules find ${words} in it.` : "Every rule passes.";
  }
  editor.root.dispatchEvent(new CustomEvent("editor:problems", { detail: { count } }));
}

/** @param {any} editor */
export function init(editor) {
  editor.root.addEventListener("editor:findings", (event) => tell(editor, event.detail.problems));
  const place = editor.root.querySelector("[data-panel=problems]");
  place.addEventListener("htmx:afterSettle", () => {
    const told = place.querySelector("[data-problem-total]"); // a waiver makes no version
    if (told) tell(editor, Number(told.dataset.problemTotal));
  });
}
