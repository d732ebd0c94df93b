/** The bar: what is saved, who is here, what can be undone, and buttons that run commands. */
import { all, near } from "./dom.js";

const STATES = {
  saved: () => "Saved",
  saving: () => "Saving …",
  offline: (left, where) => `Offline · ${counted(left)} ${where}`,
  "signed-out": (left, where) => `Signed out · ${counted(left)} ${where}`,
  refused: () => "Refused",
  closed: (left, where) => (left ? `Closed · ${counted(left)} ${where}` : "Closed"),
};

const counted = (left) => `${left} change${left === 1 ? "" : "s"}`;

function showState(editor, place) {
  const { state, pending, kept, reason } = editor.sync;
  place.dataset.saveState = state;
  place.title = reason;
  const text = STATES[state](pending.length, kept ? "kept here" : "in this page alone");
  if (place.textContent !== text) place.textContent = text;
}

/** A button is marked, not disabled, so that it can be reached and can say why. Those of a closed menu wait for it. */
function showPossible(editor) {
  for (const button of all("[data-command]")) {
    if (button.closest("details:not([open])")) continue;
    const known = Boolean(editor.commands?.get(button.dataset.command));
    button.hidden = !known;
    if (known) button.setAttribute("aria-disabled", String(!editor.commands.enabled(button.dataset.command)));
  }
}

function showVersion(editor, version) {
  for (const place of document.querySelectorAll("[data-changes]")) place.textContent = String(version);
  for (const place of all("[data-plural]")) place.hidden = version === 1;
  for (const place of all("[data-at-stake]")) place.hidden = version !== Number(editor.root.dataset.version);
}

function showPeople(editor, people) {
  const list = editor.root.querySelector("[data-people]");
  list.replaceChildren(...people.map((person) => {
    const row = document.createElement("li");
    row.className = "person";
    row.title = person.name;
    row.textContent = person.name.slice(0, 2);
    row.setAttribute("aria-label", person.name);
    return row;
  }));
}

function listen(editor) {
  const state = editor.root.querySelector("[data-save-state]");
  editor.sync.addEventListener("state", () => { showState(editor, state); showPossible(editor); });
  editor.sync.addEventListener("people", (event) => showPeople(editor, event.detail?.people ?? event.detail ?? []));
  showState(editor, state);
  showPeople(editor, editor.presence?.people ?? []);
}

/** Runs the command of a button; its menu closes, and the drawing has the keys. */
function pressed(editor, button) {
  const menu = button.closest("details[data-menu]");
  if (menu) {
    menu.removeAttribute("open");
    editor.canvas.host.focus({ preventScroll: true });
  }
  editor.commands.run(button.dataset.command);
}

/** @param {any} editor */
export function init(editor) {
  document.addEventListener("click", (event) => {
    const button = near(event, "[data-command]");
    if (button) pressed(editor, button);
  });
  document.addEventListener("toggle", () => showPossible(editor), true); // a menu was opened
  editor.root.addEventListener("editor:version", (event) => showVersion(editor, event.detail.version));
  for (const name of ["editor:version", "editor:select"]) editor.root.addEventListener(name, () => showPossible(editor));
  editor.root.addEventListener("editor:ready", () => {
    if (editor.sync) listen(editor);
    showPossible(editor);
  });
}
