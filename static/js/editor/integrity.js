/** What must hold between elements, asked only of what an edit touched. The same as topologies/graph/integrity. Pure. */
import { Fault } from "./fault.js";
import { REFERENCES } from "./sections.js";

/**
 * @typedef {import("./tables.js").Tables} Tables
 * @typedef {import("./tables.js").Change} Change
 * @typedef {import("./checks.js").Kinds} Kinds
 * @typedef {{section: string, key: string, fields: Record<string, any>}} Element
 */

const DEEPEST = 40;

/**
 * @param {Tables} tables
 * @param {Change[]} changes
 * @param {Kinds} kinds
 * @returns {Fault[]}
 */
export function faultsIn(tables, changes, kinds) {
  const touched = around(tables, changes);
  const dangling = touched.flatMap((element) => loose(tables, element));
  if (dangling.length) return dangling;
  const nested = changes.some((change) => change.section === "zones") ? containment(tables) : [];
  const places = nested.length ? nested : touched.flatMap((element) => place(tables, element, kinds));
  const ends = touched.flatMap((element) => [...wrongEnds(tables, element, kinds)]);
  return [...places, ...ends, ...numbers(tables, touched)];
}

/** What changed and is still there, and what refers to something that changed. @param {Tables} tables @param {Change[]} changes */
function around(tables, changes) {
  const keys = new Set(changes.map((change) => change.key));
  for (const { key } of changes) for (const one of tables.referring(key)) keys.add(one);
  /** @type {Element[]} */
  const found = [];
  for (const key of [...keys].sort()) {
    const element = tables.get(key);
    if (element) found.push(element);
  }
  return found;
}

/** @param {Tables} tables @param {Element} element @returns {Fault[]} */
function loose(tables, { section, key, fields }) {
  return Object.entries(REFERENCES[section])
    .filter(([field, { sections }]) => {
      const target = fields[field];
      return target && !sections.includes(tables.home.get(target) ?? "");
    })
    .map(([field, { sections }]) => {
      const what = sections.join(" or ").replaceAll("_", " ");
      return new Fault(key, field, `refers to '${fields[field]}', which is not among the ${what}`);
    });
}

/** Zones that contain themselves or stand too deep. @param {Tables} tables @returns {Fault[]} */
function containment(tables) {
  const zones = tables.section("zones");
  /** @type {Map<string, number>} */
  const depth = new Map();
  /** @type {Fault[]} */
  const faults = [];
  for (const start of [...zones.keys()].sort()) {
    /** @type {string[]} */
    const trail = [];
    /** @type {string | undefined} */
    let key = start;
    while (key && !depth.has(key) && !trail.includes(key)) {
      trail.push(key);
      key = zones.get(key)?.parent;
    }
    if (key && trail.includes(key)) {
      const circle = [...trail.slice(trail.indexOf(key)), key].join(" in ");
      faults.push(new Fault(key, "parent", `contains itself: ${circle}`));
      for (const step of trail) depth.set(step, 0);
      continue;
    }
    const base = key ? (depth.get(key) ?? 0) : 0;
    trail.reverse().forEach((step, steps) => depth.set(step, base + steps + 1));
    const deep = depth.get(start) ?? 0;
    if (deep > DEEPEST)
      faults.push(
        new Fault(start, "parent", `is nested ${deep} zones deep; at most ${DEEPEST} are allowed`),
      );
  }
  return faults;
}

/** @param {Tables} tables @param {Element} element @param {Kinds} kinds @returns {Fault[]} */
function place(tables, { section, key, fields }, kinds) {
  const field = { zones: "parent", nodes: "zone" }[section];
  if (!field) return [];
  const around = fields[field] ? tables.section("zones").get(fields[field])?.kind : "";
  const parents = /** @type {string[]} */ (kinds.get(fields.kind).parents);
  if (parents.includes(around)) return [];
  const where = around ? `in a ${around}` : "outside every zone";
  const allowed = parents.map((name) => name || "no zone").sort().join(", ");
  return [new Fault(key, field, `a ${fields.kind} cannot stand ${where}; it may stand in: ${allowed}`)];
}

/** Section -> field -> the trait that the zone it names must have. @type {Record<string, Record<string, string>>} */
const NEEDS = {
  peerings: { network: "network", peer: "network" },
  routes: { zone: "tier" },
  network_acls: { zone: "tier" },
  attachments: { target: "host" },
};

/** @param {Tables} tables @param {Element} element @param {Kinds} kinds @returns {Iterable<Fault>} */
function* wrongEnds(tables, element, kinds) {
  const { section, key, fields } = element;
  if (section === "links" || section === "replications") yield* edgeEnds(tables, element);
  for (const [field, trait] of Object.entries(NEEDS[section] ?? {})) {
    const zone = tables.section("zones").get(fields[field]);
    if (zone && !kinds.get(zone.kind).traits.includes(trait))
      yield new Fault(key, field, `'${fields[field]}' is a ${zone.kind}; it must be a ${trait}`);
  }
}

/** @param {Tables} tables @param {Element} element @returns {Iterable<Fault>} */
function* edgeEnds(tables, { section, key, fields }) {
  if (fields.source === fields.target)
    yield new Fault(key, "target", `is its own source, '${fields.source}'`);
  if (!fields.port) return;
  const owner = tables.section("ports").get(fields.port)?.node;
  const ends = section === "links" ? [fields.target] : [fields.source, fields.target];
  if (!ends.includes(owner))
    yield new Fault(key, "port", `'${fields.port}' is a port of '${owner}', not of '${fields.target}'`);
}

/** Two entries of one list under one number. @param {Tables} tables @param {Element[]} touched @returns {Fault[]} */
function numbers(tables, touched) {
  const entries = touched.filter((element) => element.section === "acl_entries");
  const lists = new Set(entries.map((entry) => entry.fields.acl));
  return [...lists].flatMap((acl) => numbersIn(tables, acl));
}

/** @param {Tables} tables @param {string} acl @returns {Fault[]} */
function numbersIn(tables, acl) {
  /** @type {Map<string, string>} */
  const seen = new Map();
  /** @type {Fault[]} */
  const faults = [];
  for (const key of [...tables.referring(acl)].sort()) {
    const fields = tables.section("acl_entries").get(key);
    if (!fields) continue;
    const place = `${fields.direction} ${fields.number}`;
    const other = seen.get(place);
    if (other) faults.push(new Fault(key, "number", `${fields.number} is taken by '${other}'`));
    else seen.set(place, key);
  }
  return faults;
}
