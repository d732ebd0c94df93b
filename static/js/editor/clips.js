/** Parts of a topology as a document of their own, and such a document as operations with fresh keys. Pure. */
import { inside, zonesAround } from "./places.js";
import { NAMES, REFERENCES } from "./sections.js";

const FORMAT = 1;
const LAYOUT = "clipboard"; // the view in a copied document that keeps where things stood
const OWNED = ["ports", "rules", "peerings", "routes", "network_acls", "acl_entries", "links", "replications", "attachments"];

/** @param {any} model @param {string[]} roots zones and nodes @param {(key: string) => any} boxOf
 * @returns {Record<string, any>} a document with these, what is inside them and what lies between them */
export function copied(model, roots, boxOf) {
  const taken = reached(model, roots);
  const { system, slug, label } = model.header;
  const document = { format: FORMAT, topology: { system, slug, ...(label ? { label } : {}) } };
  for (const section of NAMES) {
    const rows = [...model.section(section)].filter(([key]) => taken.has(key)).map(([key, fields]) => [key, without(section, fields, taken)]);
    if (rows.length) document[section] = Object.fromEntries(rows);
  }
  const placements = placementsOf(taken, boxOf);
  return Object.keys(placements).length ? { ...document, views: { [LAYOUT]: { placements } } } : document;
}

/** These, what is inside them, the groups on them, and whatever lies between all of those. */
function reached(model, roots) {
  const taken = new Set([...roots, ...inside(model, roots)]);
  for (const { group, target } of model.section("attachments").values()) if (taken.has(target)) taken.add(group);
  for (const section of OWNED) {
    for (const [key, fields] of model.section(section)) if (belongs(section, fields, taken)) taken.add(key);
  }
  return taken;
}

/** Rules of copied groups that a copy has not, because they speak of a group or zone that is not copied.
 * @param {any} model @param {string[]} roots @returns {{key: string, group: string, peer: string}[]} */
export function leftOut(model, roots) {
  const taken = reached(model, roots);
  const rules = [...model.section("rules")].filter(([key, { group }]) => taken.has(group) && !taken.has(key));
  return rules.map(([key, { group, peer_group, peer_zone }]) => ({ key, group, peer: peer_group ?? peer_zone }));
}

function placementsOf(taken, boxOf) {
  const boxes = [...taken].sort().map((key) => [key, boxOf(key)]).filter(([, box]) => box);
  return Object.fromEntries(boxes.map(([key, { x, y, width, height }]) => [key, { x, y, width, height }]));
}

/** Whether everything it cannot stand without is copied, too. */
function belongs(section, fields, taken) {
  const refers = Object.entries(REFERENCES[section]).filter(([name, { cascade }]) => cascade && fields[name]);
  return refers.length > 0 && refers.every(([name]) => taken.has(fields[name]));
}

/** Fields without references to what is not copied. */
function without(section, fields, taken) {
  const gone = Object.keys(REFERENCES[section] ?? {}).filter((name) => fields[name] && !taken.has(fields[name]));
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !gone.includes(name)));
}

/** A document from the clipboard's text; `why` = it is none, or what cannot be used of it.
 * @param {string} text @param {Map<string, any>} kinds */
export function readDocument(text, kinds) {
  const none = { document: null, why: "The clipboard holds no Groundplan elements." };
  let document;
  try {
    document = JSON.parse(text);
  } catch {
    return none;
  }
  if (document?.format !== FORMAT || !isRecord(document.topology)) return none;
  const rows = ["zones", "nodes"].flatMap((section) => (isRecord(document[section]) ? Object.values(document[section]) : []));
  if (!rows.length || !NAMES.every((name) => document[name] === undefined || (isRecord(document[name]) && Object.values(document[name]).every(isRecord)))) return none;
  const unknown = rows.find(({ kind }) => !kinds.has(kind));
  return unknown ? { document: null, why: `There is no kind ${String(unknown.kind).slice(0, 60)} here.` } : { document, why: "" };
}

const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * @param {Record<string, any>} document
 * @param {{model: any, keys: any, zoneFor: (root: string) => string | null | undefined}} here `zoneFor` = where a root
 *   goes; undefined = nowhere, and it is left out with all in it
 * @returns {{operations: object[], roots: string[], zones: Map<string, string | null>, within: Map<string, string[]>,
 *   boxes: Map<string, any>, dropped: string[]}} keys are the fresh ones; `dropped` names what was left out
 */
export function pasted(document, { model, keys, zoneFor }) {
  const source = asModel(document);
  const tops = [...["zones", "nodes"].flatMap((name) => [...source.section(name).keys()])].filter((key) => zonesAround(source, key).length === 0);
  const homes = new Map(tops.map((root) => [root, zoneFor(root)]));
  const lost = tops.filter((root) => homes.get(root) === undefined);
  const out = new Set([...lost, ...inside(source, lost)]);
  const kept = new Set(shared(document, model));
  const renamed = new Map([...kept].map((key) => [key, key]));
  const rows = NAMES.filter((name) => name !== "views").flatMap((section) => [...source.section(section)].map(([key, fields]) => ({ section, key, fields })));
  const made = rows.filter(({ key }) => !out.has(key) && !renamed.has(key));
  for (const { key } of made) renamed.set(key, keys.fresh(key));
  const standing = made.filter(({ section, fields }) => !(section === "rules" && kept.has(fields.group)));
  const fit = standing.filter((row) => whole(row, renamed));
  const loose = standing.filter((row) => row.section === "rules" && !fit.includes(row) && renamed.has(row.fields.group));
  const operations = fit.map((row) => added(row, renamed, homes));
  const roots = tops.filter((root) => !out.has(root));
  const fresh = (key) => renamed.get(key);
  return {
    operations,
    roots: roots.map(fresh),
    zones: new Map(roots.map((root) => [fresh(root), homes.get(root) ?? null])),
    within: new Map(roots.map((root) => [fresh(root), [...inside(source, [root])].map(fresh)])),
    boxes: boxesOf(document, renamed),
    dropped: [...lost.map((root) => source.get(root).fields.label || root), ...loose.map(({ key }) => `rule ${key}`)],
  };
}

/** A row stands when everything it needs was made or is here. */
function whole({ section, fields }, renamed) {
  return Object.entries(REFERENCES[section] ?? {}).every(([name, { cascade }]) => !fields[name] || !cascade || renamed.has(fields[name]));
}

function added({ section, key, fields }, renamed, homes) {
  const next = { ...fields };
  for (const name of Object.keys(REFERENCES[section] ?? {})) {
    if (fields[name] === undefined || fields[name] === null) continue;
    if (renamed.has(fields[name])) next[name] = renamed.get(fields[name]);
    else delete next[name];
  }
  const home = homes.get(key);
  if (home) next[section === "nodes" ? "zone" : "parent"] = home;
  return { op: "add", section, key: renamed.get(key), fields: next };
}

/** Security groups of the same topology are attached again, not copied. */
function shared(document, model) {
  const home = document.topology.system === model.header.system && document.topology.slug === model.header.slug;
  return home ? Object.keys(document.security_groups ?? {}).filter((key) => model.get(key)?.section === "security_groups") : [];
}

function boxesOf(document, renamed) {
  const numbers = ({ x, y, width, height }) => [x, y, width, height].every(Number.isFinite);
  const rows = Object.entries(document.views?.[LAYOUT]?.placements ?? {}).filter(([key, box]) => renamed.has(key) && isRecord(box) && numbers(box));
  return new Map(rows.map(([key, { x, y, width, height }]) => [renamed.get(key), { x, y, width, height }]));
}

/** What places.js asks of a model. */
function asModel(document) {
  const sections = new Map(NAMES.map((name) => [name, new Map(Object.entries(document[name] ?? {}))]));
  const get = (key) => {
    const section = NAMES.find((name) => sections.get(name).has(key));
    return section && { section, key, fields: sections.get(section).get(key) };
  };
  return { get, section: (name) => sections.get(name) };
}
