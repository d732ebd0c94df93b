/** Leading one end of a line to another node. */
import { endOf, reconnect, whyNotReconnect } from "../builds.js";
import { centre } from "../geometry.js";
import { choose } from "../picker.js";
import { nameOf } from "../places.js";
import { fill, line } from "../sketch.js";
import { lightUp, under } from "./connect.js";

const LINES = ["links", "replications"];

class Reconnect {
  constructor(editor, key, end) {
    this.editor = editor;
    this.key = key;
    this.end = end;
    const { source, target } = editor.model.get(key).fields;
    this.fixed = end === "source" ? target : source;
    this.dim = lightUp(editor, (node) => !whyNotReconnect(editor, key, end, node));
  }

  move(point, event) {
    const { editor, key, end } = this;
    const found = under(editor, event);
    this.to = ["nodes", "ports"].includes(editor.model.get(found)?.section) ? found : undefined;
    this.why = this.to ? whyNotReconnect(editor, key, end, this.to) : "";
    const box = editor.views.boxes.get(editor.views.standsFor(this.fixed));
    fill(editor, "hands", line(this.why ? "hand-line is-wrong" : "hand-line", centre(box), point));
    const hint = this.to ? `Lead to ${nameOf(editor, endOf(editor.model, this.to).end)}` : "Drop on a node";
    editor.tip(this.why || hint, { x: event.clientX, y: event.clientY }, true);
  }

  drop() {
    this.cancel();
    const { editor, key, end, to, why } = this;
    if (why || !to) return editor.announce(why || "Nothing there to lead it to; the link stays.");
    return apply(editor, key, end, to);
  }

  cancel() {
    this.dim();
    this.editor.tip("");
    fill(this.editor, "hands");
  }
}

function apply(editor, key, end, to) {
  const label = `Led ${nameOf(editor, key)} ${end === "source" ? "from" : "to"} ${nameOf(editor, endOf(editor.model, to).end)}`;
  return editor.perform(reconnect(editor, key, end, to), { label, focus: [key], select: [key] });
}

export const reconnecting = {
  begins(editor, { handle }) {
    return handle?.handle === "end" && !editor.readOnly ? new Reconnect(editor, handle.key, handle.end) : null;
  },
};

async function ask(editor, end) {
  const key = editor.selection.last;
  const items = [...editor.model.section("nodes").keys()].map((node) => ({ id: node, title: nameOf(editor, node), why: whyNotReconnect(editor, key, end, node) }));
  const chosen = await choose({ title: end === "source" ? "Lead its start to ..." : "Lead its end to ...", items });
  if (chosen) apply(editor, key, end, chosen.id);
}

function reverse(editor) {
  const key = editor.selection.last;
  const { source, target, port } = editor.model.get(key).fields;
  const fields = { source: target, target: source, ...(port ? { port: null } : {}) };
  editor.perform([{ op: "update", key, fields }], { label: `Turned ${nameOf(editor, key)} round`, focus: [key] });
}

/** @param {any} editor */
export function init(editor) {
  const when = () => (editor.selection.size === 1 && LINES.includes(editor.model.get(editor.selection.last)?.section)) || "Select one link.";
  const rest = { group: "Links", changes: true, when };
  editor.commands.add({ id: "link.source", title: "Lead its start to...", ...rest, run: () => ask(editor, "source") });
  editor.commands.add({ id: "link.target", title: "Lead its end to...", ...rest, run: () => ask(editor, "target") });
  editor.commands.add({ id: "link.reverse", title: "Turn the link round", ...rest, run: () => reverse(editor) });
}
