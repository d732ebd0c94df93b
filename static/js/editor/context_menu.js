/** The menu of the right button, the Menu key and Shift+F10: what can be done with the selection. */
import { onMac, shown } from "./chords.js";
import { make } from "./dom.js";

const ROWS = [
  "element.rename", "node.connect", "node.replicate", "link.reverse", "element.move-to", "zone.collapse", "-",
  "edit.cut", "edit.copy", "edit.paste", "edit.duplicate", "-",
  "ask.way", "ask.without", "view.tint", "-",
  "group.make", "group.dissolve", "arrange.line-up", "arrange.tidy", "-", "edit.remove",
  "edit.select-all", "view.fit", "element.place-here",
];

/** Rows worth showing: no command that cannot run, no line at an end or after another. Pure. */
export function rows(ids, possible) {
  const left = ids.filter((id) => id === "-" || possible(id));
  return left.filter((id, at) => id !== "-" || (at > 0 && at < left.length - 1 && left[at - 1] !== "-"));
}

function item(editor, id, close, args) {
  const { title, keys = [], danger } = editor.commands.get(id);
  const button = make("button", { type: "button", role: "menuitem", class: danger ? "menu-row is-danger" : "menu-row", tabindex: "-1", "data-id": id }, make("span", {}, title));
  if (keys[0]) button.append(make("kbd", {}, shown(keys[0], onMac())));
  button.addEventListener("click", () => { close(); editor.commands.run(id, args); });
  return button;
}

function press(event, menu, close) {
  const items = [...menu.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) items[to % items.length].focus();
  else if (["Escape", "Tab"].includes(event.key)) close();
  else if (event.key.length !== 1) return;
  else items.find((row) => row !== document.activeElement && row.textContent.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
  event.preventDefault();
  event.stopPropagation();
}

function open(editor, point) {
  document.querySelector(".context-menu")?.remove();
  const before = document.activeElement;
  const menu = make("div", { class: "context-menu", role: "menu", "aria-label": "Commands" });
  const away = (event) => menu.contains(event.target) || close();
  const close = () => {
    menu.remove();
    document.removeEventListener("pointerdown", away, true);
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
  const possible = (id) => Boolean(editor.commands.get(id)) && editor.commands.enabled(id);
  const args = { at: editor.canvas.pointAt(point.x, point.y) };
  menu.append(...rows(ROWS, possible).map((id) => (id === "-" ? make("hr", { role: "separator" }) : item(editor, id, close, args))));
  menu.addEventListener("keydown", (event) => press(event, menu, close));
  document.addEventListener("pointerdown", away, true);
  document.body.append(menu);
  menu.style.left = `${Math.max(4, Math.min(point.x, innerWidth - menu.offsetWidth - 4))}px`;
  menu.style.top = `${Math.max(4, Math.min(point.y, innerHeight - menu.offsetHeight - 4))}px`;
  menu.querySelector("[role=menuitem]")?.focus();
}

/** Where the menu of the selection opens when no pointer says so. */
function middle(editor) {
  const host = editor.canvas.host.getBoundingClientRect();
  const box = editor.views.boxes.get(editor.selection.last);
  return box ? editor.canvas.clientOf({ x: box.x + box.width / 2, y: box.y + box.height }) : { x: host.x + host.width / 2, y: host.y + host.height / 3 };
}

/** @param {any} editor */
export function init(editor) {
  editor.canvas.host.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    const byKey = event.button !== 2 && event.pointerType !== "touch" && event.pointerType !== "pen";
    if (byKey) return open(editor, middle(editor));
    const key = editor.canvas.keyAt(event.clientX, event.clientY);
    if (!key) editor.selection.clear();
    else if (!editor.selection.has(key)) editor.selection.set([key]);
    open(editor, { x: event.clientX, y: event.clientY });
  });
  editor.commands.add({
    id: "view.menu", title: "Menu of the selection", group: "Find", canvas: true, hidden: true, keys: ["Shift+F10", "ContextMenu"],
    run: (_, args) => open(editor, args?.point ?? middle(editor)),
  });
}
