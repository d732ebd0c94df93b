/** The sheet of shortcuts, made from the registry, and the gestures of the pointer beside it. */
import { onMac, shown } from "./chords.js";
import { make } from "./dom.js";

const POINTER = [
  ["Drag an element", "Move it; into a zone makes it part of that zone"],
  ["Drag from a side or a port", "Connect; on empty canvas: choose what stands there"],
  ["Drag the end of a selected link", "Reconnect it"],
  ["Drag a node onto a link", "Put it into the link"],
  ["Drag over empty canvas", "Select what the frame touches (Shift anywhere)"],
  ["Shift or Ctrl and click", "Add to the selection or take away"],
  ["Double-click", "Rename"],
  ["Alt while dragging", "Ignore grid and guides"],
  ["Space and drag, middle button", "Pan"],
  ["Ctrl and wheel, pinch", "Zoom where the pointer is"],
];

function section(title, rows) {
  const list = make("dl", { class: "shortcut-list" });
  for (const [keys, text] of rows) list.append(make("div", {}, make("dt", {}, ...[keys].flat()), make("dd", {}, text)));
  return make("section", {}, make("h3", {}, title), list);
}

/** The registry by group: [group, [[chords], title][]]. Pure.
 * @param {import("./commands.js").Command[]} commands @returns {[string, [string[], string][]][]} */
export function sheet(commands) {
  const groups = Map.groupBy(commands.filter((row) => row.keys?.length), ({ group }) => group);
  return [...groups].map(([group, rows]) => [group, rows.map(({ keys = [], title }) => [keys, title])]);
}

function open(editor) {
  const mac = onMac();
  const keys = (chords) => chords.map((chord) => make("kbd", {}, shown(chord, mac)));
  const sections = sheet(editor.commands.list()).map(([group, rows]) => section(group, rows.map(([chords, title]) => [keys(chords), title])));
  const close = make("button", { class: "button", type: "button", "data-close": true, autofocus: true }, "Close");
  const columns = make("div", { class: "shortcut-columns" }, section("Pointer", POINTER), ...sections);
  const scroll = make("div", { class: "shortcut-scroll", tabindex: "0", role: "group", "aria-label": "All shortcuts" }, columns);
  const head = make("div", { class: "dialog-head" }, make("h2", {}, "Keyboard shortcuts"), close);
  const dialog = make("dialog", { class: "dialog shortcuts", "aria-label": "Keyboard shortcuts" }, head, scroll);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {any} editor */
export function init(editor) {
  editor.commands.add({ id: "help.shortcuts", title: "Keyboard shortcuts", group: "Find", keys: ["?"], run: open });
}
