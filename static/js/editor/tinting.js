/** Where a security group is attached, as tinted shapes: the group that is selected, or one that was asked for. */
import { choose } from "./picker.js";
import { nameOf } from "./places.js";

const NONE = "";

/** The groups of what is selected: chosen themselves, or attached to it. */
function groupsOf(editor) {
  const keys = editor.selection.keys();
  const chosen = keys.filter((key) => editor.model.get(key)?.section === "security_groups");
  return [...chosen, ...keys.flatMap((key) => editor.canvas.scene.groupsOn(key).map((group) => group.key))];
}

/** Those that are attached to something come first. */
function items(editor, tinted) {
  const attached = [...editor.model.section("attachments").values()].map(({ group }) => group);
  const count = (key) => attached.filter((group) => group === key).length;
  const rows = [...editor.model.section("security_groups").keys()].map((key) => ({ id: key, title: nameOf(editor, key), places: count(key) }));
  const sorted = rows.sort((a, b) => b.places - a.places || a.title.localeCompare(b.title));
  const hinted = sorted.map(({ id, title, places }) => ({ id, title, hint: places === 1 ? "attached to 1" : `attached to ${places}` }));
  return [...(tinted ? [{ id: NONE, title: "None" }] : []), ...hinted];
}

function show(editor, group) {
  editor.canvas.overlays.tint(group);
  editor.announce(group ? `Shows where ${nameOf(editor, group)} is attached.` : "Shows no security group.");
}

/** Each time the next group of the selection, then none; without a selection the group is asked for. */
async function tint(editor) {
  const { tinted } = editor.canvas.overlays;
  const groups = groupsOf(editor);
  if (groups.length) return show(editor, groups[groups.indexOf(tinted) + 1] ?? null);
  const found = await choose({ title: "Show where ... is attached", items: items(editor, tinted) });
  if (found) show(editor, found.id || null);
}

/** A group stands nowhere itself, so while it is selected it is shown where it is attached. */
class Follower {
  constructor(editor) {
    this.editor = editor;
    this.own = null;
  }

  selected() {
    const { selection, model, canvas: { overlays } } = this.editor;
    const group = selection.size === 1 && model.get(selection.last)?.section === "security_groups" ? selection.last : null;
    if (group) overlays.tint(group);
    else if (this.own && overlays.tinted === this.own) overlays.tint(null);
    this.own = group;
  }
}

/** @param {any} editor */
export function init(editor) {
  const follower = new Follower(editor);
  editor.selection.addEventListener("change", () => follower.selected());
  editor.commands.add({
    id: "view.tint", title: "Show where a security group is attached...", group: "View",
    when: () => editor.model.section("security_groups").size > 0 || "There is no security group.", run: tint,
  });
}
