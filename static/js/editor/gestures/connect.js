/** Connecting: from a side of a node or from a port to another node; over empty canvas a new node is chosen. */
import { endOf, kindsFor, newElement, newLink, portFields, whyNotConnect } from "../builds.js";
import { snapped } from "../geometry.js";
import { border } from "../lines.js";
import { choose } from "../picker.js";
import { nameOf, zoneAt } from "../places.js";
import { fill, line } from "../sketch.js";
import { visible } from "./visible.js";

/** Marks every element on the screen that may be connected, and takes the marks away again. */
export function lightUp(editor, may) {
  const lit = visible(editor).map(([key]) => key).filter((key) => editor.model.get(key)?.section === "nodes" && may(key));
  for (const key of lit) editor.canvas.mark(key, "is-valid", true);
  return () => lit.forEach((key) => editor.canvas.mark(key, "is-valid", false));
}

/** The target under the pointer: what may be connected stands before the zone behind it. */
export function under(editor, { clientX, clientY }) {
  return editor.canvas.keyAt(clientX, clientY) ?? undefined;
}

class Connect {
  constructor(editor, from) {
    this.editor = editor;
    this.from = from;
    this.node = endOf(editor.model, from).end;
    this.dim = lightUp(editor, (key) => !whyNotConnect(editor, from, key));
    editor.canvas.host.classList.add("is-connecting");
  }

  move(point, event) {
    const { editor, from, node } = this;
    this.point = point;
    this.target = solid(editor, under(editor, event), node);
    this.why = this.target ? whyNotConnect(editor, from, this.target) : "";
    const box = editor.views.boxes.get(editor.views.standsFor(node));
    fill(editor, "hands", line(this.why ? "hand-line is-wrong" : "hand-line", border(box, point), point));
    const hint = this.target ? `Connect to ${nameOf(editor, endOf(editor.model, this.target).end)}` : "Drop here to add what it leads to";
    editor.tip(this.why || hint, { x: event.clientX, y: event.clientY }, true);
  }

  drop() {
    this.clear();
    const { editor, from, target, why, point } = this;
    if (why) {
      editor.tip(why);
      return editor.announce(why, true);
    }
    return target ? connect(editor, from, target) : connectNew(editor, from, point);
  }

  cancel() {
    this.clear();
  }

  clear() {
    this.dim();
    this.editor.canvas.host.classList.remove("is-connecting");
    this.editor.tip("");
    fill(this.editor, "hands");
  }
}

/** Empty canvas is what is no node and no port; a network is a target for another network only. */
function solid(editor, key, from) {
  const section = editor.model.get(key)?.section;
  if (section === "nodes" || section === "ports") return key;
  const zones = section === "zones" && editor.model.get(from).section === "zones";
  return zones || editor.views.collapsed.has(key) ? key : undefined;
}

export function connect(editor, from, to) {
  const { key, operations } = newLink(editor, from, to);
  const names = [from, to].map((end) => nameOf(editor, endOf(editor.model, end).end));
  const done = editor.perform(operations, { label: `Connected ${names[0]} to ${names[1]}`, focus: [key], select: [key] });
  if (done) editor.root.dispatchEvent(new CustomEvent("editor:connected", { detail: { key } }));
  return done;
}

/** Asks for the node that the connector leads to, and makes both. */
async function connectNew(editor, from, point) {
  const zone = zoneAt(editor, point);
  const items = kindsFor(editor, zone, "nodes").map(({ slug, label, summary = "" }) => ({ id: slug, title: label, hint: summary }));
  const kind = await choose({ title: "Connect to a new ...", items });
  if (!kind || !editor.model.get(from)) return false;
  const made = newElement(editor, kind.id, editor.model.get(zone) ? zone : null);
  const size = editor.views.newSize("nodes");
  const spot = { x: snapped(point.x - size.width / 2), y: snapped(point.y - size.height / 2) };
  const link = linkToNew(editor, endOf(editor.model, from).end, made);
  const operations = [...made.operations, link, editor.views.place(new Map([[made.key, spot]]))];
  return editor.perform(operations, { label: `Added ${kind.title} and connected it`, focus: [made.key], select: [made.key] });
}

/** The link to a node that the model does not know yet. */
function linkToNew(editor, source, { key: target, operations }) {
  const ports = operations.filter(({ section }) => section === "ports");
  const model = { get: (key) => ports.find((port) => port.key === key), section: () => new Map() };
  const named = ports.length === 1 ? portFields(model, target, ports[0].key) : {};
  return { op: "connect", key: editor.keys.fresh(`${source}-to-${target}`), source, target, ...named };
}

export const connecting = {
  begins(editor, { handle, key }) {
    const from = handle?.handle === "connect" ? handle.key : editor.model.get(key)?.section === "ports" ? key : undefined;
    return from && !editor.readOnly ? new Connect(editor, from) : null;
  },
};

async function connectTo(editor) {
  const from = editor.selection.last;
  const others = [...editor.model.section(editor.model.get(from).section).keys()].filter((key) => key !== from);
  const items = others.map((key) => ({ id: key, title: nameOf(editor, key), hint: editor.kinds.get(editor.model.get(key).fields.kind)?.label, why: whyNotConnect(editor, from, key) }));
  const target = await choose({ title: `Connect ${nameOf(editor, from)} to ...`, items: items.sort((a, b) => Number(Boolean(a.why)) - Number(Boolean(b.why))) });
  if (target) connect(editor, from, target.id);
}

/** @param {any} editor */
export function init(editor) {
  const joins = (key) => editor.model.get(key)?.section === "nodes" || editor.kinds.get(editor.model.get(key)?.fields.kind)?.traits.includes("network");
  editor.commands.add({
    id: "node.connect", title: "Connect to...", group: "Links", changes: true, keys: ["Alt+L"],
    when: () => (editor.selection.size === 1 && joins(editor.selection.last)) || "Select one node.", run: connectTo,
  });
}
