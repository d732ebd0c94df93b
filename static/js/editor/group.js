/** Groups: zones that only say what belongs together. */
import { chosen } from "./align.js";
import { around, frameAround } from "./geometry.js";
import { inside, nameOf, parentOf, whyNotIn } from "./places.js";

/** "" when these may be put into one group, else why not. */
export function whyNotGroup(editor, keys) {
  if (!keys.length) return "Select nodes or zones first.";
  const parents = new Set(keys.map((key) => parentOf(editor.model, key)));
  if (parents.size > 1) return "Only what stands in one zone can be grouped.";
  const [zone] = parents;
  if (whyNotIn(editor, "group", zone)) return whyNotIn(editor, "group", zone);
  const alien = keys.find((key) => !editor.kinds.get(editor.model.get(key).fields.kind)?.parents.includes("group"));
  return alien ? `${nameOf(editor, alien)} cannot stand in a group.` : "";
}

/** The operations for a group around these boxes. @returns {{key: string, operations: object[]}} */
export function grouped(editor, boxes) {
  const keys = [...boxes.keys()];
  const parent = parentOf(editor.model, keys[0]);
  const key = editor.keys.fresh("group");
  const fields = { kind: "group", label: "Group", properties: {}, ...(parent ? { parent } : {}) };
  const frame = frameAround(around(boxes.values()));
  const moves = keys.map((one) => ({ op: "move", key: one, to: key }));
  return { key, operations: [{ op: "add", section: "zones", key, fields }, ...moves, editor.views.place(new Map([[key, frame]]))] };
}

const groupsIn = (editor) => editor.selection.keys().filter((key) => editor.model.get(key)?.fields.kind === "group");

/** "" when these groups may go and leave what is in them, else why not. */
export function whyNotDissolve(editor, groups) {
  if (!groups.length) return "Select a group.";
  for (const group of groups) {
    const zone = parentOf(editor.model, group);
    for (const child of childrenOf(editor, group)) {
      const why = whyNotIn(editor, editor.model.get(child).fields.kind, zone);
      if (why) return why;
    }
  }
  return "";
}

const childrenOf = (editor, group) => [...inside(editor.model, [group])].filter((key) => parentOf(editor.model, key) === group);

/** The operations that take groups away and leave what is in them where it stands. */
export function dissolved(editor, groups) {
  return groups.flatMap((group) => {
    const to = parentOf(editor.model, group);
    return [...childrenOf(editor, group).map((key) => ({ op: "move", key, to })), { op: "remove", key: group }];
  });
}

function make(editor) {
  const boxes = chosen(editor);
  const { key, operations } = grouped(editor, boxes);
  editor.perform(operations, { label: `Grouped ${boxes.size} elements`, focus: [key], select: [key] });
}

function dissolve(editor) {
  const groups = groupsIn(editor);
  const kept = groups.flatMap((group) => childrenOf(editor, group));
  editor.perform(dissolved(editor, groups), { label: "Dissolved the group", focus: kept, select: kept });
}

/** @param {any} editor */
export function init(editor) {
  const rest = { group: "Edit", changes: true };
  editor.commands.add({ id: "group.make", title: "Group", ...rest, keys: ["Mod+G"], when: () => whyNotGroup(editor, [...chosen(editor).keys()]), run: make });
  editor.commands.add({ id: "group.dissolve", title: "Dissolve the group", ...rest, keys: ["Mod+Shift+G"], when: () => whyNotDissolve(editor, groupsIn(editor)), run: dissolve });
}
