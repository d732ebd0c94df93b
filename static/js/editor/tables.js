/** The elements of a topology while they change, with who refers to whom, and what they were before. Pure. */
import { NAMES, REFERENCES } from "./sections.js";
import { same } from "./schema.js";

/**
 * @typedef {import("./sections.js").Fields} Fields
 * @typedef {{section: string, key: string, before: Fields | null, after: Fields | null}} Change
 */

export const HEADER = "topology";

export class Tables {
  /** @param {Record<string, any>} document canonical */
  constructor(document) {
    /** @type {Fields} */
    this.header = document.topology;
    /** @type {Map<string, Map<string, Fields>>} */
    this.sections = new Map(NAMES.map((name) => [name, new Map()]));
    /** Key -> its section. @type {Map<string, string>} */
    this.home = new Map();
    /** Key -> keys of what refers to it. @type {Map<string, Set<string>>} */
    this.referrers = new Map();
    /** @type {Map<string, Change> | null} */
    this.journal = null;
    for (const name of NAMES)
      for (const [key, fields] of Object.entries(document[name] ?? {})) this.put(name, key, fields);
  }

  /** @param {string} name @returns {Map<string, Fields>} */
  section(name) {
    return /** @type {Map<string, Fields>} */ (this.sections.get(name));
  }

  /** @param {string | null | undefined} key @returns {{section: string, key: string, fields: Fields} | undefined} */
  get(key) {
    const section = key ? this.home.get(key) : undefined;
    if (!key || !section) return undefined;
    return { section, key, fields: /** @type {Fields} */ (this.section(section).get(key)) };
  }

  /** Keys of what refers to this element. @param {string} key @returns {Iterable<string>} */
  referring(key) {
    return this.referrers.get(key) ?? [];
  }

  /**
   * Sets an element, or removes it where there are no fields.
   * @param {string} section
   * @param {string} key
   * @param {Fields | null} fields
   */
  put(section, key, fields) {
    if (section === HEADER) return this.head(/** @type {Fields} */ (fields));
    const table = this.section(section);
    const before = table.get(key) ?? null;
    this.note(section, key, before, fields);
    if (before) this.point(section, key, before, false);
    if (fields) {
      table.set(key, fields);
      this.home.set(key, section);
      this.point(section, key, fields, true);
    } else if (table.delete(key)) {
      this.home.delete(key);
    }
  }

  /** @param {Fields} fields */
  head(fields) {
    this.note(HEADER, "", this.header, fields);
    this.header = fields;
  }

  /**
   * @param {string} section
   * @param {string} key
   * @param {Fields | null} before
   * @param {Fields | null} after
   */
  note(section, key, before, after) {
    if (!this.journal) return;
    const place = `${section} ${key}`;
    const noted = this.journal.get(place);
    if (noted) noted.after = after;
    else this.journal.set(place, { section, key, before, after });
  }

  /**
   * @param {string} section
   * @param {string} key
   * @param {Fields} fields
   * @param {boolean} on
   */
  point(section, key, fields, on) {
    for (const field of Object.keys(REFERENCES[section])) {
      const target = fields[field];
      if (!target) continue;
      const set = this.referrers.get(target);
      if (!on) set?.delete(key);
      else if (set) set.add(key);
      else this.referrers.set(target, new Set([key]));
    }
  }

  /**
   * Runs `work` and tells what it changed; where it throws, everything is as it was before.
   * @param {() => void} work
   * @returns {Change[]}
   */
  record(work) {
    /** @type {Map<string, Change>} */
    const journal = new Map();
    this.journal = journal;
    try {
      work();
    } catch (error) {
      this.journal = null;
      this.revert([...journal.values()]);
      throw error;
    }
    this.journal = null;
    return [...journal.values()].filter((change) => !same(change.before, change.after));
  }

  /** @param {Change[]} changes */
  revert(changes) {
    for (const change of [...changes].reverse()) this.put(change.section, change.key, change.before);
  }

  /** The canonical document. @returns {Record<string, any>} */
  document() {
    /** @type {Record<string, any>} */
    const document = { format: 1, topology: this.header };
    for (const [name, table] of this.sections)
      if (table.size) document[name] = Object.fromEntries(table);
    return document;
  }
}
