/** `<input data-filter="id">` hides the rows of that table (or items of that list) that lack its words.
 *
 * Where the target holds elements with `data-filter-row`, those are its rows, and a `data-filter-group` around them
 * hides with the last of them. An element with `data-filter-count="id"` (role=status) is told how many are left.
 */
import { once } from "./once.js";

function rowsOf(target) {
  const marked = target.querySelectorAll("[data-filter-row]");
  return [...(marked.length ? marked : target.tBodies?.[0]?.rows ?? target.children)];
}

function hideEmptyGroups(target) {
  for (const group of target.querySelectorAll("[data-filter-group]")) {
    group.hidden = !group.querySelector("[data-filter-row]:not([hidden])");
  }
}

function apply(input) {
  const target = document.getElementById(input.dataset.filter);
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = rowsOf(target);
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
  }
  hideEmptyGroups(target);
  announce(target.id, rows.filter((row) => !row.hidden).length, rows.length);
}

function announce(id, shown, all) {
  const count = document.querySelector(`[data-filter-count="${CSS.escape(id)}"]`);
  if (count) count.textContent = shown === all ? `${all} shown` : `${shown} of ${all} shown`;
}

function start(input) {
  input.closest("[hidden]")?.removeAttribute("hidden");
  input.addEventListener("input", () => apply(input));
  if (input.value) apply(input);
}

export function init(root) {
  once(root, "input[data-filter]", "Filter", start);
}
