/** What cannot stand without an element, and what merely mentions it. Pure. */
import { REFERENCES } from "./sections.js";

/** @typedef {import("./tables.js").Tables} Tables */

/**
 * The keys of what cannot stand without this element, itself not included, sorted.
 * @param {Tables} tables
 * @param {string} key
 * @returns {string[]}
 */
export function cascade(tables, key) {
  /** @type {Set<string>} */
  const found = new Set();
  const waiting = [key];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const one of tables.referring(next)) {
      if (found.has(one) || !refers(tables, one, next, true)) continue;
      found.add(one);
      waiting.push(one);
    }
  }
  found.delete(key);
  return [...found].sort();
}

/**
 * The fields in which `from` refers to `to`, of those that take it along or of those that do not.
 * @param {Tables} tables
 * @param {string} from
 * @param {string} to
 * @param {boolean} along
 * @returns {string[]}
 */
export function fieldsTo(tables, from, to, along) {
  const element = tables.get(from);
  if (!element) return [];
  return Object.entries(REFERENCES[element.section])
    .filter(([field, reference]) => reference.cascade === along && element.fields[field] === to)
    .map(([field]) => field);
}

/** @param {Tables} tables @param {string} from @param {string} to @param {boolean} along */
const refers = (tables, from, to, along) => fieldsTo(tables, from, to, along).length > 0;
