/** Going from place to place without a pointer: the panes by F6, panels and dialogs by name. */

/** Where F6 goes, in this order. @param {any} editor */
const panes = (editor) => [
  { name: "Bar", place: document.querySelector(".editor-bar"), go: () => document.querySelector(".editor-bar [data-toggle]") },
  { name: "Palette", place: document.getElementById("palette"), go: () => document.getElementById("palette-search") },
  { name: "Drawing", place: editor.canvas.host, go: () => editor.canvas.host },
  { name: "Inspector and lists", place: document.getElementById("side"), go: () => shownPanel(editor) },
];

const shownPanel = (editor) => editor.root.querySelector(`[data-panel="${editor.shownTab()}"]`);

function step(editor, by) {
  const all = panes(editor).filter(({ place }) => place?.checkVisibility());
  const drawing = all.findIndex(({ name }) => name === "Drawing");
  const at = all.findIndex(({ place }) => place.contains(document.activeElement));
  const { name, go } = all[((at < 0 ? drawing : at) + by + all.length) % all.length];
  go()?.focus({ preventScroll: true });
  editor.announce(name);
}

function show(editor, tab) {
  editor.showTab(tab);
  shownPanel(editor).focus({ preventScroll: true });
}

const NO_PROPOSAL = "Whoever owns a draft that is no proposal yet proposes it.";

/** @returns {HTMLElement | null} */
const proposing = () => document.querySelector("[data-propose]");

/** @param {any} editor */
export function init(editor) {
  const add = (id, title, run, rest = {}) => editor.commands.add({ id, title, group: "Go to", run, ...rest });
  const there = (id) => () => Boolean(document.getElementById(id)) || "Only the draft's owner and administrators may do that.";
  add("go.next", "Next pane", () => step(editor, 1), { keys: ["F6"], inText: true });
  add("go.previous", "Previous pane", () => step(editor, -1), { keys: ["Shift+F6"], inText: true });
  add("go.element", "Show the element's fields", () => show(editor, "inspector"), { keys: ["Alt+Enter"] });
  add("go.problems", "Show the problems", () => show(editor, "problems"));
  add("go.outline", "Show the outline", () => show(editor, "outline"));
  add("go.views", "Views...", () => editor.open("views-dialog"));
  add("go.start", "Start from a template...", () => editor.open("start-dialog"));
  const publishable = () => (proposing() ? "Changes of this topology are reviewed: propose them." : there("publish-dialog")());
  add("draft.publish", "Publish...", () => editor.open("publish-dialog"), { when: publishable });
  add("draft.propose", "Propose...", () => proposing()?.click(), { when: () => Boolean(proposing()) || NO_PROPOSAL });
  add("draft.discard", "Discard the draft...", () => editor.open("discard-dialog"), { when: there("discard-dialog"), danger: true });
}
