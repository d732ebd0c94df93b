/** Joins the parts: what is saved refreshes the panels, what is pointed at is selected and brought into sight. */
import { near } from "./dom.js";

function tellVersion(editor) {
  const detail = { version: editor.model.version };
  editor.root.dispatchEvent(new CustomEvent("editor:version", { detail }));
}

/** Selects an element and shows it in the drawing; a port, rule or the like is shown by what it belongs to. */
function focus(editor, key) {
  if (!editor.model.get(key)) return editor.announce("That is no longer there.");
  editor.selection.set([key]);
  editor.canvas?.reveal?.([key]);
  const held = editor.root.querySelector("#side").contains(document.activeElement);
  editor.showTab("inspector");
  if (held && !document.activeElement?.checkVisibility()) editor.root.querySelector("[data-panel=inspector]").focus({ preventScroll: true });
}

function lost(editor, edits) {
  const text = edits.map((edit) => edit.message).join(" ");
  editor.announce(text, true);
  editor.tell?.(text, "warning");
}

/** What somebody can do about a state that does not pass by itself. */
const WAYS = {
  "signed-out": "You are signed out. Sign in again in another tab; what you draw is kept until then.",
  closed: "Nothing more can be saved in it.",
};
let explained = "";

function explain({ state, reason }) {
  if (state === explained) return;
  explained = state;
  if (WAYS[state]) tell(`${state === "closed" ? `${reason} ` : ""}${WAYS[state]}`, "warning");
}

/** A message that stays until it is read. */
function tell(text, tone = "error") {
  const place = document.getElementById("failure");
  const message = document.createElement("div");
  const close = document.createElement("button");
  message.className = `message message-${tone}`;
  message.textContent = text;
  close.className = "button button-small";
  close.type = "button";
  close.textContent = "Dismiss";
  close.addEventListener("click", () => place.replaceChildren());
  message.append(close);
  place.replaceChildren(message);
}

/** @param {any} editor */
export function init(editor) {
  editor.focus = (key) => focus(editor, key);
  editor.tell = tell;
  for (const name of ["saved", "remote"]) editor.sync.addEventListener(name, () => tellVersion(editor));
  editor.sync.addEventListener("state", ({ detail }) => explain(detail));
  editor.sync.addEventListener("dropped", ({ detail }) => lost(editor, detail.edits));
  editor.sync.addEventListener("refused", ({ detail }) => editor.asked.has(detail.operations) || tell(detail.message));
  editor.selection.addEventListener("change", () => editor.presence.select(editor.selection.keys()));
  document.addEventListener("click", (event) => {
    const pointer = near(event, "[data-focus]");
    if (!pointer) return;
    event.preventDefault();
    focus(editor, pointer.dataset.focus);
  });
  editor.root.addEventListener("editor:focus", (event) => focus(editor, event.detail.key));
}
