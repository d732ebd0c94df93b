/** The operations that undo changes. The same as topologies/operations/changes. Pure. */
import { REFERENCES } from "./sections.js";
import { same } from "./schema.js";
import { HEADER } from "./tables.js";

/**
 * @typedef {import("./tables.js").Change} Change
 * @typedef {import("./operations.js").Operation} Operation
 * @typedef {import("./sections.js").Fields} Fields
 */

/**
 * What was added goes, what was removed returns, the rest reverts.
 * @param {Change[]} changes
 * @returns {Operation[]}
 */
export function inverseOf(changes) {
  return [
    ...restored(changes.filter((change) => !change.after)),
    ...changes.filter((change) => change.before && change.after).flatMap(reverted),
    ...removed(changes.filter((change) => !change.before)),
  ];
}

/** @param {Change[]} changes @returns {Operation[]} */
function restored(changes) {
  /** @type {Record<string, Record<string, Fields>>} */
  const elements = {};
  for (const { section, key, before } of changes)
    (elements[section] ??= {})[key] = /** @type {Fields} */ (before);
  return changes.length ? [{ op: "restore", elements }] : [];
}

/** What refers goes before what it refers to. @param {Change[]} changes @returns {Operation[]} */
function removed(changes) {
  const added = new Map(changes.map((change) => [change.key, change]));
  /** @type {Set<string>} */
  const done = new Set();
  /** @type {string[]} */
  const order = [];
  /** @param {string} key */
  const visit = (key) => {
    if (done.has(key)) return;
    done.add(key);
    for (const target of targets(added.get(key))) if (added.has(target)) visit(target);
    order.push(key);
  };
  for (const key of added.keys()) visit(key);
  return order.reverse().map((key) => ({ op: "remove", key, cascade: false }));
}

/** @param {Change | undefined} change @returns {string[]} */
const targets = (change) =>
  change ? Object.keys(REFERENCES[change.section]).map((field) => change.after?.[field]).filter(Boolean) : [];

/** @param {Change} change @returns {Operation[]} */
function reverted({ section, key, before, after }) {
  const [old, now] = /** @type {[Fields, Fields]} */ ([before, after]);
  if (section === HEADER) return [{ op: "configure", fields: backwards(old, now) }];
  const fields = backwards(old, now);
  if ("properties" in fields && !("kind" in fields))
    fields.properties = backwards(old.properties, now.properties);
  if (section !== "views") return [{ op: "update", key, fields }];
  delete fields.placements;
  const placements = backwards(old.placements ?? {}, now.placements ?? {});
  return [
    ...(Object.keys(placements).length ? [{ op: "place", view: key, placements }] : []),
    ...(Object.keys(fields).length ? [{ op: "update", key, fields }] : []),
  ];
}

/** @param {Fields} old @param {Fields} now @returns {Fields} */
function backwards(old, now) {
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return Object.fromEntries(
    names.filter((name) => !same(old[name], now[name])).map((name) => [name, old[name] ?? null]),
  );
}
