/** What each of the twelve operations does. The same as topologies/operations/apply, which a test compares. Pure. */
import { cascade, fieldsTo } from "./cascade.js";
import { elementFaults } from "./checks.js";
import { Fault, refuse } from "./fault.js";
import { canonical, faultsOf } from "./schema.js";
import { HEADER, KEY, NAMES, SECTIONS } from "./sections.js";

/**
 * @typedef {import("./tables.js").Tables} Tables
 * @typedef {import("./sections.js").Fields} Fields
 * @typedef {import("./checks.js").Kinds} Kinds
 * @typedef {{op: string, [name: string]: any}} Operation
 * @typedef {{section: string, key: string, fields: Fields}} Element
 */

/** @type {Record<string, (tables: Tables, operation: Operation, kinds: Kinds) => void>} */
const PERFORM = {
  add: (tables, { section, key, fields = {} }, kinds) => create(tables, section, key, fields, kinds),
  update: (tables, { key, fields }, kinds) => amend(tables, find(tables, key), fields, kinds),
  move,
  connect: (tables, { op, key, ...fields }, kinds) => create(tables, "links", key, fields, kinds),
  disconnect: (tables, { key }) => drop(tables, findIn(tables, "links", key)),
  attach: (tables, { op, key, ...fields }, kinds) => create(tables, "attachments", key, fields, kinds),
  detach: (tables, { key }) => drop(tables, findIn(tables, "attachments", key)),
  remove,
  restore,
  reorder,
  place,
  configure,
};

/**
 * @param {Tables} tables
 * @param {Operation} operation
 * @param {Kinds} kinds
 */
export function perform(tables, operation, kinds) {
  const act = PERFORM[operation.op];
  if (!act) throw new Fault(operation.key ?? "", "op", `${operation.op} is not an operation`);
  act(tables, operation, kinds);
}

/**
 * `fields` with `news` over them: null drops a field, `properties` merges one level unless the kind changes.
 * @param {Fields} fields
 * @param {Fields} news
 * @returns {Fields}
 */
export function merged(fields, news) {
  const result = { ...fields };
  if ("kind" in news && news.kind !== fields.kind) result.properties = {};
  for (const [name, value] of Object.entries(news)) {
    if (name === "properties" && isObject(value)) result[name] = overlaid(result[name] ?? {}, value);
    else if (value === null) delete result[name];
    else result[name] = value;
  }
  return result;
}

/** @param {Fields} fields @param {Fields} news @returns {Fields} */
const overlaid = (fields, news) =>
  Object.fromEntries(Object.entries({ ...fields, ...news }).filter(([, value]) => value !== null));

/** @param {any} value */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {Tables} tables @param {string} key @returns {Element} */
function find(tables, key) {
  const element = tables.get(key);
  if (!element) throw new Fault(key, "key", "is not an element of this topology");
  return element;
}

/** @param {Tables} tables @param {string} section @param {string} key */
function findIn(tables, section, key) {
  const element = find(tables, key);
  if (element.section === section) return element;
  throw new Fault(key, "key", `is one of the ${words(element.section)}, not of the ${words(section)}`);
}

/** @param {string} section */
const words = (section) => section.replaceAll("_", " ");

/**
 * @param {Tables} tables
 * @param {string} section
 * @param {string} key
 * @param {Fields} fields
 * @param {Kinds} kinds
 */
function create(tables, section, key, fields, kinds) {
  if (!NAMES.includes(section)) throw new Fault(key, "section", `${section} is not a section`);
  refuse(faultsOf(KEY, key, String(key), "key"));
  if (tables.get(key)) throw new Fault(key, "key", "is already taken in this topology");
  tables.put(section, key, parsed(section, key, fields, kinds));
}

/**
 * @param {Tables} tables
 * @param {Element} element
 * @param {Fields} fields
 * @param {Kinds} kinds
 */
function amend(tables, { section, key, fields: old }, fields, kinds) {
  if ("key" in fields) throw new Fault(key, "key", "never changes; change the label instead");
  tables.put(section, key, parsed(section, key, merged(old, fields), kinds));
}

/** @param {Tables} tables @param {Element} element */
const drop = (tables, { section, key }) => tables.put(section, key, null);

/**
 * The fields in canonical form.
 * @param {string} section
 * @param {string} key
 * @param {Fields} fields
 * @param {Kinds} kinds
 * @returns {Fields}
 */
function parsed(section, key, fields, kinds) {
  const schema = SECTIONS[section];
  const result = canonical(schema, fields);
  if ("properties" in schema.properties) {
    const form = kinds.get(result.kind)?.properties ?? {};
    result.properties = canonical(form, result.properties ?? {});
  }
  refuse(elementFaults(section, key, result, kinds));
  return result;
}

/** @param {Tables} tables @param {Operation} operation @param {Kinds} kinds */
function move(tables, { key, to }, kinds) {
  const element = find(tables, key);
  const field = { nodes: "zone", zones: "parent" }[element.section];
  if (!field) throw new Fault(key, "to", "only zones and nodes stand in a zone");
  amend(tables, element, { [field]: to }, kinds);
}

/** @param {Tables} tables @param {Operation} operation @param {Kinds} kinds */
function remove(tables, { key, cascade: allowed = true }, kinds) {
  const element = find(tables, key);
  const along = cascade(tables, key);
  if (along.length && !allowed)
    throw new Fault(key, "cascade", `cannot go alone: ${listed(along)} cannot stand without it`);
  const mentioning = [key, ...along].flatMap((gone) => mentions(tables, gone));
  for (const one of along) drop(tables, find(tables, one));
  drop(tables, element);
  forget(tables, mentioning, new Set([key, ...along]), kinds);
}

/** @param {Tables} tables @param {string} key */
const mentions = (tables, key) =>
  [...tables.referring(key)].flatMap((from) =>
    fieldsTo(tables, from, key, false).map((field) => ({ from, field })),
  );

/**
 * Clears the references that may outlive their target, and the places of what is gone.
 * @param {Tables} tables
 * @param {{from: string, field: string}[]} mentioning
 * @param {Set<string>} gone
 * @param {Kinds} kinds
 */
function forget(tables, mentioning, gone, kinds) {
  for (const { from, field } of mentioning) {
    const element = tables.get(from);
    if (element) amend(tables, element, { [field]: null }, kinds);
  }
  for (const [key, fields] of [...tables.section("views")]) {
    const stale = Object.keys(fields.placements ?? {}).filter((placed) => gone.has(placed));
    if (stale.length) settle(tables, key, Object.fromEntries(stale.map((placed) => [placed, null])));
  }
}

/** @param {Tables} tables @param {Operation} operation @param {Kinds} kinds */
function restore(tables, { elements }, kinds) {
  for (const [section, rows] of Object.entries(elements))
    for (const [key, fields] of Object.entries(rows)) create(tables, section, key, fields, kinds);
}

/** @param {Tables} tables @param {Operation} operation @param {Kinds} kinds */
function reorder(tables, { key, direction, order }, kinds) {
  findIn(tables, "network_acls", key);
  const entries = [...tables.referring(key)]
    .map((one) => find(tables, one))
    .filter(({ section, fields }) => section === "acl_entries" && fields.direction === direction);
  const keys = entries.map((entry) => entry.key).sort();
  if ([...order].sort().join() !== keys.join())
    throw new Fault(key, "order", `must name each of ${listed(keys)} once`);
  const numbers = entries.map((entry) => entry.fields.number).sort((a, b) => a - b);
  order.forEach((/** @type {string} */ one, /** @type {number} */ place) =>
    amend(tables, find(tables, one), { number: numbers[place] }, kinds),
  );
}

/** @param {Tables} tables @param {Operation} operation */
function place(tables, { view, placements }) {
  findIn(tables, "views", view);
  for (const [key, spot] of Object.entries(placements)) if (spot !== null) find(tables, key);
  settle(tables, view, placements);
}

/**
 * @param {Tables} tables
 * @param {string} view
 * @param {Record<string, object | null>} placements
 */
function settle(tables, view, placements) {
  const fields = /** @type {Fields} */ (tables.section("views").get(view));
  const kept = overlaid(fields.placements ?? {}, placements);
  const form = SECTIONS.views.properties.placements;
  refuse(faultsOf(form, kept, view, "placements"));
  tables.put("views", view, canonical(SECTIONS.views, { ...fields, placements: kept }));
}

/** @param {Tables} tables @param {Operation} operation */
function configure(tables, { fields }) {
  for (const name of ["system", "slug"])
    if (name in fields) throw new Fault("", name, "never changes");
  const header = canonical(HEADER, merged(tables.header, fields));
  refuse(faultsOf(HEADER, header, ""));
  tables.head(header);
}

/** @param {string[]} keys */
const listed = (keys) =>
  keys.slice(0, 5).join(", ") + (keys.length > 5 ? ` and ${keys.length - 5} more` : "");
