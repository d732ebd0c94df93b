/** Putting a node into a link without a pointer; with one, move.js does it. */
import { splice, whyNotSplice } from "../builds.js";
import { choose } from "../picker.js";
import { nameOf } from "../places.js";

async function ask(editor) {
  const node = editor.selection.last;
  const items = [...editor.model.section("links").keys()].map((key) => ({ id: key, title: nameOf(editor, key), why: whyNotSplice(editor, node, key) }));
  const link = await choose({ title: `Put ${nameOf(editor, node)} into ...`, items, empty: "There is no such link." });
  if (link) editor.perform(splice(editor, node, link.id).operations, { label: `Put ${nameOf(editor, node)} into ${link.title}`, focus: [node] });
}

/** @param {any} editor */
export function init(editor) {
  editor.commands.add({
    id: "node.splice", title: "Put into a link...", group: "Links", changes: true, run: ask,
    when: () => (editor.selection.size === 1 && editor.model.get(editor.selection.last)?.section === "nodes") || "Select one node.",
  });
}
