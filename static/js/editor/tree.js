/** The outline as a tree for hands on keys: arrows walk and fold, Enter shows, Space selects, Shift+F10 opens the menu. */

const rowsOf = (tree) => [...tree.querySelectorAll("[role=treeitem]")];
const level = (row) => Number(row.getAttribute("aria-level"));

function go(tree, row) {
  if (!row) return;
  for (const other of rowsOf(tree)) other.tabIndex = -1;
  row.tabIndex = 0;
  row.focus();
  row.scrollIntoView({ block: "nearest" });
}

function fold(editor, tree, row, open) {
  const names = new Set((tree.dataset.open ?? "").split(" ").filter(Boolean));
  if (open) names.add(row.dataset.branch);
  else names.delete(row.dataset.branch);
  const panel = editor.panels.get("outline");
  panel.extra = { ...panel.extra, open: [...names].join(" ") };
  panel.focusOn = row.id;
  panel.outdate();
}

const isOpen = (row) => row.getAttribute("aria-expanded") === "true";

function sideways(editor, tree, row, right) {
  const rows = rowsOf(tree);
  const at = rows.indexOf(row);
  if (right && row.getAttribute("aria-expanded") === "false") return fold(editor, tree, row, true);
  if (right && isOpen(row)) return go(tree, rows[at + 1]);
  if (!right && isOpen(row)) return fold(editor, tree, row, false);
  if (!right) go(tree, rows.slice(0, at).reverse().find((other) => level(other) < level(row)));
}

function typed(tree, row, letter) {
  const rows = rowsOf(tree);
  const after = [...rows.slice(rows.indexOf(row) + 1), ...rows];
  go(tree, after.find((other) => other.querySelector(".tree-name")?.textContent.toLowerCase().startsWith(letter.toLowerCase())));
}

function menu(editor, row) {
  if (row.dataset.treeKey && !editor.selection.has(row.dataset.treeKey)) editor.selection.set([row.dataset.treeKey]);
  const { left, bottom } = row.getBoundingClientRect();
  editor.commands.run("view.menu", { point: { x: left + 24, y: bottom } });
}

const ACTIONS = {
  ArrowDown: (editor, tree, row, rows) => go(tree, rows[rows.indexOf(row) + 1]),
  ArrowUp: (editor, tree, row, rows) => go(tree, rows[rows.indexOf(row) - 1]),
  ArrowRight: (editor, tree, row) => sideways(editor, tree, row, true),
  ArrowLeft: (editor, tree, row) => sideways(editor, tree, row, false),
  Home: (editor, tree, row, rows) => go(tree, rows[0]),
  End: (editor, tree, row, rows) => go(tree, rows.at(-1)),
  Enter: (editor, tree, row) => (row.dataset.treeKey ? editor.focus(row.dataset.treeKey) : fold(editor, tree, row, !isOpen(row))),
  " ": (editor, tree, row) => row.dataset.treeKey && editor.selection.toggle(row.dataset.treeKey),
  ContextMenu: (editor, tree, row) => menu(editor, row),
  Delete: (editor, tree, row) => command(editor, row, "edit.remove"),
  F2: (editor, tree, row) => command(editor, row, "element.rename"),
};

function command(editor, row, id) {
  if (!row.dataset.treeKey) return;
  if (!editor.selection.has(row.dataset.treeKey)) editor.selection.set([row.dataset.treeKey]);
  editor.commands.run(id);
}

function press(editor, event) {
  const row = event.target.closest("[role=treeitem]");
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  const tree = row.closest("[role=tree]");
  const act = event.key === "F10" && event.shiftKey ? ACTIONS.ContextMenu : ACTIONS[event.key];
  if (!act && (event.key.length !== 1 || event.shiftKey)) return;
  event.preventDefault();
  event.stopPropagation();
  if (act) act(editor, tree, row, rowsOf(tree));
  else typed(tree, row, event.key);
}

function click(editor, event) {
  const row = event.target.closest("[role=treeitem]");
  if (!row) return;
  const tree = row.closest("[role=tree]");
  go(tree, row);
  if (event.target.closest("[data-twist]") || !row.dataset.treeKey) return fold(editor, tree, row, !isOpen(row));
  if (event.ctrlKey || event.metaKey || event.shiftKey) return editor.selection.toggle(row.dataset.treeKey);
  editor.focus(row.dataset.treeKey);
}

function mark(editor, place) {
  const tree = place.querySelector("[role=tree]");
  if (!tree) return;
  const rows = rowsOf(tree);
  for (const row of rows) {
    if (row.dataset.treeKey) row.setAttribute("aria-selected", String(Boolean(editor.selection?.has(row.dataset.treeKey))));
  }
  if (!rows.some((row) => row.tabIndex === 0)) (rows.find((row) => row.getAttribute("aria-selected") === "true") ?? rows[0]).tabIndex = 0;
}

/** @param {any} editor */
export function init(editor) {
  const place = editor.root.querySelector("[data-panel=outline]");
  const panel = editor.panels.get("outline");
  place.addEventListener("keydown", (event) => press(editor, event));
  place.addEventListener("click", (event) => click(editor, event));
  place.addEventListener("contextmenu", (event) => {
    const row = event.target.closest("[role=treeitem]");
    if (!row) return;
    event.preventDefault();
    menu(editor, row);
  });
  place.addEventListener("htmx:afterSettle", () => {
    mark(editor, place);
    const row = panel.focusOn && document.getElementById(panel.focusOn);
    panel.focusOn = "";
    if (row) go(row.closest("[role=tree]"), row);
  });
  editor.root.addEventListener("editor:select", () => mark(editor, place));
}
