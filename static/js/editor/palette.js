/** The palette: searched while one types, walked with the arrows, placed with a click or Enter. Dragging is gestures'. */

const WORDS = /\s+/;

function matches(item, words) {
  const text = `${item.textContent} ${item.dataset.place} ${item.dataset.words ?? ""}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function shownItems(list) {
  return [...list.querySelectorAll("[data-place]")].filter((item) => !item.parentElement.hidden && item.closest("details").open);
}

function search(editor, list, value) {
  const words = value.toLowerCase().split(WORDS).filter(Boolean);
  let found = 0;
  for (const group of list.querySelectorAll("[data-palette-group]")) {
    const left = [...group.querySelectorAll("[data-place]")].filter((item) => {
      item.parentElement.hidden = !matches(item, words);
      return !item.parentElement.hidden;
    });
    group.hidden = left.length === 0;
    if (words.length) group.open = true;
    found += left.length;
  }
  const count = editor.root.querySelector("[data-palette-count]");
  count.textContent = !words.length ? "" : found ? `${found} found` : "Nothing matches: every word must occur in a kind's name, group or provider.";
  count.classList.toggle("visually-hidden", found > 0);
}

/** Arrows walk the list and come back to the search above it. */
function walk(list, input, event) {
  const items = shownItems(list);
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to === undefined || (event.target === input && !event.key.startsWith("Arrow"))) return;
  event.preventDefault();
  (to < 0 ? input : items[Math.min(to, items.length - 1)])?.focus();
}

/** @param {any} editor */
export function init(editor) {
  const list = editor.root.querySelector("[data-palette]");
  const input = editor.root.querySelector("[data-palette-search]");
  const place = (item) => item && editor.commands?.run("element.place", { kind: item.dataset.place });
  input.addEventListener("input", () => search(editor, list, input.value));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") place(shownItems(list)[0]);
    if (event.key === "Escape" && input.value) {
      event.stopPropagation();
      input.value = "";
      search(editor, list, "");
    }
  });
  list.parentElement.addEventListener("keydown", (event) => walk(list, input, event));
  list.addEventListener("click", (event) => place(event.target.closest("[data-place]")));
}
