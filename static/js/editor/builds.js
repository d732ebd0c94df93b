/** Operations that make, join, splice and take away elements. Pure over model, kinds and keys. */
import { nameOf, whyNotIn } from "./places.js";

const CHOICES = { access: "private" }; // where a property must be chosen: the choice that opens nothing

/** The operations for a new element of a kind in a zone, its usual ports included. @returns {{key, operations}} */
export function newElement(editor, kindSlug, zone, label = "") {
  const kind = editor.kinds.get(kindSlug);
  const key = editor.keys.fresh(label || kind.label, kindSlug);
  const standing = zone ? { [kind.section === "nodes" ? "zone" : "parent"]: zone } : {};
  const properties = required(kind.properties);
  const fields = { kind: kindSlug, label: label || kind.label, ...standing, properties };
  const ports = (kind.ports ?? []).map((port) => newPort(editor, key, port));
  return { key, operations: [{ op: "add", section: kind.section, key, fields }, ...ports] };
}

function newPort(editor, node, { name, number, application = "", protocol = "tcp", tls = false }) {
  const fields = { node, number, ...(application ? { application } : {}), ...(protocol === "tcp" ? {} : { protocol }), ...(tls ? { tls } : {}) };
  return { op: "add", section: "ports", key: editor.keys.fresh(`${node}-${name}`), fields };
}

/** Values for the properties that a kind insists on. */
function required(schema) {
  const names = schema?.required ?? [];
  return Object.fromEntries(names.map((name) => [name, CHOICES[name] ?? firstOf(schema.properties[name])]));
}

function firstOf({ enum: choices, const: only, type, minimum }) {
  return choices?.[0] ?? only ?? { integer: minimum ?? 1, number: minimum ?? 1, boolean: false, array: [], object: {} }[type] ?? "";
}

const portsOf = (model, node) => [...model.section("ports")].filter(([, fields]) => fields.node === node).map(([key]) => key);

/** A port, or the node or zone itself: the node (or zone) and the port that were meant. */
export function endOf(model, key) {
  const element = key ? model.get(key) : undefined;
  return element?.section === "ports" ? { end: element.fields.node, port: key } : { end: key, port: undefined };
}

const isNetwork = (editor, key) => editor.kinds.get(editor.model.get(key)?.fields.kind)?.traits.includes("network");

/** "" when traffic may be declared from one element to another, else why not. */
export function whyNotConnect(editor, from, to) {
  const source = endOf(editor.model, from).end;
  const { end: target, port } = endOf(editor.model, to);
  const [one, other] = [editor.model.get(source), editor.model.get(target)];
  if (!one || !other) return "A link ends at a node.";
  if (source === target) return `${nameOf(editor, source)} cannot be linked to itself.`;
  if (isNetwork(editor, source) && isNetwork(editor, target)) return "";
  for (const [key, { section }] of [[source, one], [target, other]]) {
    if (section !== "nodes") return `${nameOf(editor, key)} is a ${section === "zones" ? "zone" : "line"}; a link joins nodes.`;
  }
  return linked(editor.model, source, target, port) ? `${nameOf(editor, source)} is linked to ${nameOf(editor, target)} already.` : "";
}

function linked(model, source, target, port) {
  const chosen = port ?? onlyPort(model, target);
  return [...model.section("links").values()].some((row) => row.source === source && row.target === target && (row.port ?? undefined) === chosen);
}

function onlyPort(model, node) {
  const ports = portsOf(model, node);
  return ports.length === 1 ? ports[0] : undefined;
}

/** The operation for a link (between networks: a peering). @returns {{key, operations}} */
export function newLink(editor, from, to) {
  const source = endOf(editor.model, from).end;
  const { end: target, port: named } = endOf(editor.model, to);
  if (isNetwork(editor, source) && isNetwork(editor, target)) return peering(editor, source, target);
  const key = editor.keys.fresh(`${source}-to-${target}`);
  return { key, operations: [{ op: "connect", key, source, target, ...portFields(editor.model, target, named) }] };
}

function peering(editor, network, peer) {
  const key = editor.keys.fresh(`${network}-peers-${peer}`);
  return { key, operations: [{ op: "add", section: "peerings", key, fields: { network, peer } }] };
}

/** What a link takes from the port that it ends at. */
export function portFields(model, target, named) {
  const port = named ?? onlyPort(model, target);
  if (!port) return {};
  const { application = "", tls = false } = model.get(port).fields;
  return { port, ...(application ? { protocol: application } : {}), ...(tls ? { encrypted: true } : {}) };
}

/** A copy of the data of one node kept at another. @returns {{key, operations}} */
export function newReplication(editor, source, target) {
  const key = editor.keys.fresh(`${source}-copied-to-${target}`);
  return { key, operations: [{ op: "add", section: "replications", key, fields: { source, target, mode: "async" } }] };
}

/** "" when a node may be put into this link, else why not. */
export function whyNotSplice(editor, node, link) {
  const line = editor.model.get(link);
  if (editor.model.get(node)?.section !== "nodes" || line?.section !== "links") return "Only a node can be put into a link.";
  const { source, target } = line.fields;
  if (node === source || node === target) return `${nameOf(editor, node)} is an end of that link.`;
  if (linked(editor.model, source, node, onlyPort(editor.model, node))) return `${nameOf(editor, source)} is linked to ${nameOf(editor, node)} already.`;
  return linked(editor.model, node, target, line.fields.port) ? `${nameOf(editor, node)} is linked to ${nameOf(editor, target)} already.` : "";
}

/** The link leads to the node, and a new one of the same sort from there to where it led before. `ports` are those
 * of the node, where the model does not know it yet. */
export function splice(editor, node, link, port = onlyPort(editor.model, node)) {
  const { source: _source, target, weight: _weight, label: _label, note: _note, stated_in: _stated, ...rest } = editor.model.get(link).fields;
  const key = editor.keys.fresh(`${node}-to-${target}`);
  const fields = { target: node, port: port ?? null };
  return { key, operations: [{ op: "update", key: link, fields }, { op: "connect", key, source: node, target, ...rest }] };
}

/** "" when this end of a line may be led to another element, else why not. */
export function whyNotReconnect(editor, line, end, to) {
  const { section, fields } = editor.model.get(line);
  const node = endOf(editor.model, to).end;
  const other = end === "source" ? fields.target : fields.source;
  if (editor.model.get(node)?.section !== "nodes") return "A link ends at a node.";
  if (node === other) return `${nameOf(editor, node)} cannot be linked to itself.`;
  return ["links", "replications"].includes(section) ? "" : "Only links and replications can be led elsewhere.";
}

/** The operation that leads one end of a line to another element. */
export function reconnect(editor, line, end, to) {
  const { section, fields } = editor.model.get(line);
  const { end: node, port } = endOf(editor.model, to);
  const owner = fields.port && editor.model.get(fields.port)?.fields.node;
  const named = end === "target" && section === "links" ? { port: port ?? onlyPort(editor.model, node) ?? null } : {};
  const lost = owner && owner === fields[end] ? { port: null } : {};
  const news = { [end]: node, ...lost, ...named };
  return Object.entries(news).every(([name, value]) => (fields[name] ?? null) === value) ? [] : [{ op: "update", key: line, fields: news }];
}

/** What removing these elements takes: `keys` are named, `along` cannot stand without them. */
export function removal(model, keys) {
  const there = [...new Set(keys)].filter((key) => model.get(key));
  const dependents = new Map(there.map((key) => [key, [...model.dependents(key)]]));
  const within = new Set(there.flatMap((key) => dependents.get(key)));
  const named = there.filter((key) => !within.has(key));
  const along = [...within].filter((key) => !there.includes(key)).sort();
  return { keys: named, along, operations: named.map((key) => ({ op: "remove", key })) };
}

/** Kinds that may stand in a zone (null = outside every zone), nodes first. */
export function kindsFor(editor, zone, section) {
  const rows = [...editor.kinds.values()].filter((kind) => (!section || kind.section === section) && !whyNotIn(editor, kind.slug, zone));
  return rows.sort((a, b) => a.section.localeCompare(b.section) || a.label.localeCompare(b.label));
}

