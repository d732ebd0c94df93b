/** Where things may stand: zones, their order, and what a kind may stand in. Pure over model, kinds and boxes. */
import { hasPoint } from "./geometry.js";

export const parentField = (section) => (section === "nodes" ? "zone" : "parent");

/** The zone that an element stands in; null outside every zone, undefined for what stands nowhere. */
export function parentOf(model, key) {
  const element = model.get(key);
  if (!element || !["zones", "nodes"].includes(element.section)) return undefined;
  return element.fields[parentField(element.section)] ?? null;
}

/** The zones around an element, the innermost first. */
export function zonesAround(model, key) {
  const found = [];
  for (let zone = parentOf(model, key); zone && !found.includes(zone); zone = parentOf(model, zone)) found.push(zone);
  return found;
}

/** Zone -> keys of the zones and nodes directly in it ("" = outside every zone). */
export function childrenByZone(model) {
  const found = new Map();
  for (const [section, field] of [["zones", "parent"], ["nodes", "zone"]]) {
    for (const [key, fields] of model.section(section)) {
      const zone = fields[field] ?? "";
      if (!found.has(zone)) found.set(zone, []);
      found.get(zone).push(key);
    }
  }
  return found;
}

/** Everything inside these zones, at any depth, themselves not included unless one is inside another. */
export function inside(model, keys) {
  const children = childrenByZone(model);
  const found = new Set();
  const waiting = [...keys];
  while (waiting.length) {
    for (const child of children.get(waiting.pop()) ?? []) {
      if (!found.has(child)) waiting.push(child);
      found.add(child);
    }
  }
  return found;
}

/** Those keys that have none of the other keys around them: what a gesture takes hold of. */
export function outermost(model, keys) {
  const chosen = new Set(keys);
  return [...chosen].filter((key) => !zonesAround(model, key).some((zone) => chosen.has(zone)));
}

/** Only zones and nodes have a place. */
export const placeable = (model, key) => ["zones", "nodes"].includes(model.get(key)?.section);

/** What people call an element. */
export function nameOf(editor, key) {
  const element = editor.model.get(key);
  if (!element) return key;
  const { label, kind, source, target } = element.fields;
  if (label) return label;
  if (source && target) return `${nameOf(editor, source)} to ${nameOf(editor, target)}`;
  return kind ? `${editor.kinds.get(kind)?.label ?? kind} ${key}` : key;
}

/** "" when a kind may stand in this zone (null = outside every zone), else why not. */
export function whyNotIn(editor, kindSlug, zone) {
  const kind = editor.kinds.get(kindSlug);
  const around = zone ? editor.model.get(zone).fields.kind : "";
  if (!kind || kind.parents.includes(around)) return "";
  const allowed = kind.parents.map((slug) => (slug ? editor.kinds.get(slug)?.label ?? slug : "no zone"));
  const where = zone ? `in ${nameOf(editor, zone)}` : "outside every zone";
  return `${kind.label} cannot stand ${where}; it may stand in: ${allowed.join(", ")}.`;
}

/** "" when all these elements may move into this zone, else why the first cannot. */
export function whyNotMove(editor, keys, zone) {
  const around = zone ? [zone, ...zonesAround(editor.model, zone)] : [];
  for (const key of keys) {
    if (around.includes(key)) return `${nameOf(editor, key)} cannot stand inside itself.`;
    const reason = whyNotIn(editor, editor.model.get(key).fields.kind, zone);
    if (reason) return reason;
  }
  return "";
}

/** The innermost zone under a point, of those whose frames are drawn; null outside every zone.
 * @param {Set<string>} [without] keys that are being carried, and what is in them */
export function zoneAt(editor, point, without = new Set()) {
  let found = null;
  let depth = -1;
  for (const key of editor.model.section("zones").keys()) {
    const box = editor.views.boxes.get(key);
    if (!box || without.has(key) || editor.views.collapsed.has(key) || !hasPoint(box, point)) continue;
    const own = zonesAround(editor.model, key).length;
    if (own > depth) [found, depth] = [key, own];
  }
  return found;
}

/** The availability zones that a zone offers: those of its nearest tier or region. */
export function availabilityZones(model, zone) {
  for (const key of zone ? [zone, ...zonesAround(model, zone)] : []) {
    const { kind, properties = {} } = model.get(key).fields;
    if (kind === "subnet-tier") return Object.keys(properties.cidrs ?? {}).sort();
    if (kind === "region") return properties.availability_zones ?? [];
  }
  return [];
}

/** The operations that put elements into a zone. What is pinned to availability zones that the new zone has not is
 * spread over those that it has. */
export function moveInto(model, keys, zone) {
  return keys.flatMap((key) => {
    if (parentOf(model, key) === zone) return [];
    const pinned = model.get(key).fields.availability_zones ?? [];
    const offered = availabilityZones(model, zone);
    const kept = pinned.filter((name) => offered.includes(name));
    const move = { op: "move", key, to: zone };
    if (kept.length === pinned.length) return [move];
    return [move, { op: "update", key, fields: { availability_zones: kept.length ? kept : null } }];
  });
}

/** What an element inherits from where it now stands, in words. */
export function inherited(editor, zone) {
  if (!zone) return "outside every zone";
  const names = [zone, ...zonesAround(editor.model, zone)];
  const network = names.find((key) => editor.model.get(key).fields.kind === "network");
  const offered = availabilityZones(editor.model, zone);
  const facts = [network && network !== zone ? `network ${nameOf(editor, network)}` : "", offered.join(", ")].filter(Boolean);
  return `in ${nameOf(editor, zone)}${facts.length ? ` (${facts.join("; ")})` : ""}`;
}
