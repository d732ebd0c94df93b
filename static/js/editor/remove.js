/** Removing, after showing what goes along. */
import { removal } from "./builds.js";
import { make } from "./dom.js";
import { nameOf } from "./places.js";

const LISTED = 8;
const WORDS = { acl_entries: "ACL entry", network_acls: "network ACL", attachments: "attachment of a security group" };

/** What goes along, by section, in words. Pure. @returns {[string, string[]][]} */
export function listed(editor, along) {
  const groups = Map.groupBy(along, (key) => editor.model.get(key).section);
  return [...groups].map(([section, keys]) => [counted(section, keys.length), keys.map((key) => nameOf(editor, key))]);
}

/** "1 port", "2 security groups". */
function counted(section, count) {
  const one = WORDS[section] ?? section.replace("_", " ").replace(/s$/, "");
  const many = one.startsWith("attachment") ? one.replace("attachment", "attachments") : one.replace(/y?$/, (end) => (end ? "ies" : "s"));
  return `${count} ${count === 1 ? one : many}`;
}

/** A part's own ports are a part of it: they alone are no reason to ask. */
function worthAsking(editor, { along }) {
  return along.some((key) => editor.model.get(key).section !== "ports");
}

function confirmed(editor, plan) {
  const what = plan.keys.length === 1 ? nameOf(editor, plan.keys[0]) : `${plan.keys.length} elements`;
  const rows = listed(editor, plan.along).map(([what, names]) => {
    const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : "";
    return make("li", {}, make("strong", {}, `${what}: `), make("bdi", {}, names.slice(0, LISTED).join(", ") + more));
  });
  const go = make("button", { class: "button button-danger", type: "button", autofocus: true }, "Remove all of it");
  const stay = make("button", { class: "button", type: "button" }, "Keep");
  const dialog = make(
    "dialog", { class: "dialog removal", "aria-label": `Remove ${what}?` },
    make("h2", {}, "Remove ", make("bdi", {}, what), "?"),
    make("p", { class: "small soft" }, "This cannot stand without it and goes along:"),
    make("ul", { class: "removal-list", tabindex: "0" }, ...rows),
    make("div", { class: "dialog-actions" }, stay, go),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    go.addEventListener("click", () => dialog.close("go"));
    stay.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "go"); });
  });
}

/** Removes elements; false when somebody thought better of it.
 * @param {any} editor @param {string[]} keys @param {string} word */
export async function remove(editor, keys, word = "Removed") {
  const plan = removal(editor.model, keys);
  if (!plan.keys.length) return false;
  if (worthAsking(editor, plan) && !(await confirmed(editor, plan))) return false;
  const what = plan.keys.length === 1 ? nameOf(editor, plan.keys[0]) : `${plan.keys.length} elements`;
  // While the question stood, somebody else may have removed some of it.
  const { operations } = removal(editor.model, plan.keys);
  return editor.perform(operations, { label: `${word} ${what}`, focus: plan.keys, select: [] });
}

/** @param {any} editor */
export function init(editor) {
  editor.commands.add({
    id: "edit.remove", title: "Remove...", group: "Edit", changes: true, danger: true, canvas: true, keys: ["Delete", "Backspace"],
    when: (/** @type {any} */ _editor, /** @type {{keys?: string[]}} */ { keys } = {}) => (keys ?? editor.selection.keys()).length > 0 || "Select something first.",
    run: (/** @type {any} */ _editor, /** @type {{keys?: string[]}} */ { keys } = {}) => remove(editor, keys ?? editor.selection.keys()),
  });
}
