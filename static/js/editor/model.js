/** The topology in the browser: elements by key, changed by operations only. Pure: knows no page and no server. */
import { cascade } from "./cascade.js";
import { refuse } from "./fault.js";
import { faultsIn } from "./integrity.js";
import { inverseOf } from "./inverse.js";
import { perform } from "./operations.js";
import { same } from "./schema.js";
import { Tables } from "./tables.js";

/**
 * @typedef {import("./tables.js").Change} Change
 * @typedef {import("./sections.js").Fields} Fields
 * @typedef {import("./operations.js").Operation} Operation
 * @typedef {import("./checks.js").Kinds} Kinds
 * @typedef {"local" | "remote" | "undo" | "rebase"} Origin
 */

export class Model extends EventTarget {
  /** @type {Change[] | null} */
  #held = null;

  /**
   * @param {Record<string, any>} document canonical
   * @param {Kinds} kinds slug -> kind
   * @param {number} [version] of the draft
   */
  constructor(document, kinds, version = 0) {
    super();
    this.kinds = kinds;
    this.version = version;
    this.tables = new Tables(document);
  }

  get header() {
    return this.tables.header;
  }

  /** @param {string} key @returns {{section: string, key: string, fields: Fields} | undefined} */
  get(key) {
    return this.tables.get(key);
  }

  /** Key -> fields. @param {string} name @returns {ReadonlyMap<string, Fields>} */
  section(name) {
    return this.tables.section(name);
  }

  /** @param {string} key @returns {any} the kind of a zone or node */
  kindOf(key) {
    return this.kinds.get(this.get(key)?.fields.kind);
  }

  /** Keys of a node's ports, lowest number first. @param {string} node @returns {string[]} */
  portsOf(node) {
    const ports = this.section("ports");
    const number = (/** @type {string} */ key) => ports.get(key)?.number;
    return this.#referring(node, "ports").sort((a, b) => number(a) - number(b) || (a < b ? -1 : 1));
  }

  /** Keys of the links and replications that begin or end at a node or port. @param {string} key @returns {string[]} */
  linksOf(key) {
    return [...this.#referring(key, "links"), ...this.#referring(key, "replications")].sort();
  }

  /** Keys of zones and nodes directly in a zone; null = outside every zone. @param {string | null} zone @returns {string[]} */
  childrenOf(zone) {
    if (zone) return [...this.#referring(zone, "zones"), ...this.#referring(zone, "nodes")].sort();
    const top = [...this.section("zones")].filter(([, fields]) => !fields.parent);
    const free = [...this.section("nodes")].filter(([, fields]) => !fields.zone);
    return [...top, ...free].map(([key]) => key).sort();
  }

  /** Keys of the zones around an element, innermost first; a zone begins with itself. @param {string} key @returns {string[]} */
  pathOf(key) {
    const element = this.get(key);
    /** @type {string[]} */
    const path = [];
    let zone = element?.section === "zones" ? key : element?.fields.zone;
    while (zone && !path.includes(zone)) {
      path.push(zone);
      zone = this.section("zones").get(zone)?.parent;
    }
    return path;
  }

  /** Keys of what goes along when this element is removed. @param {string} key @returns {string[]} */
  dependents(key) {
    return cascade(this.tables, key);
  }

  /** Keys of what refers to an element, whatever it is. @param {string} key @returns {string[]} */
  referring(key) {
    return [...this.tables.referring(key)].sort();
  }

  /**
   * Applies operations, all or none.
   * @param {Operation[]} operations
   * @param {Origin} [origin]
   * @returns {{changes: Change[], inverse: Operation[]}}
   * @throws {import("./fault.js").Fault}
   */
  apply(operations, origin = "local") {
    const changes = this.tables.record(() => this.#perform(operations));
    this.#tell(changes, origin);
    return { changes, inverse: inverseOf(changes) };
  }

  /**
   * What the operations would change, without changing anything.
   * @param {Operation[]} operations
   * @returns {Change[]}
   * @throws {import("./fault.js").Fault}
   */
  preview(operations) {
    const changes = this.tables.record(() => this.#perform(operations));
    this.tables.revert(changes);
    return changes;
  }

  /** Takes over what the server says is so. @param {Change[]} changes @param {Origin} origin */
  accept(changes, origin) {
    this.#tell(
      this.tables.record(() => {
        for (const change of changes) this.tables.put(change.section, change.key, this.#after(change));
      }),
      origin,
    );
  }

  /** What an element is after a change that the server told: of a view that stays, only the placements that differ.
   * @param {Change} change @returns {Fields | null} */
  #after({ section, key, before, after }) {
    const present = this.get(key)?.fields;
    if (section !== "views" || !present || !before || !after) return after;
    const gone = before.placements ?? {};
    const kept = Object.entries(present.placements ?? {}).filter(([one]) => !(one in gone));
    const placements = { ...Object.fromEntries(kept), ...after.placements };
    return Object.keys(placements).length ? { ...after, placements } : after;
  }

  /** @param {Change[]} changes as `apply` gave them @param {Origin} origin */
  revert(changes, origin) {
    this.#tell(this.tables.record(() => this.tables.revert(changes)), origin);
  }

  /**
   * Runs work that changes the model several times and tells of its sum once.
   * @template T
   * @param {Origin} origin
   * @param {() => T} work
   * @returns {T}
   */
  together(origin, work) {
    if (this.#held) return work();
    this.#held = [];
    try {
      return work();
    } finally {
      const changes = summed(this.#held);
      this.#held = null;
      this.#tell(changes, origin);
    }
  }

  /** The canonical document. */
  document() {
    return this.tables.document();
  }

  /** @param {Operation[]} operations */
  #perform(operations) {
    for (const operation of operations) perform(this.tables, operation, this.kinds);
    const journal = /** @type {Map<string, Change>} */ (this.tables.journal);
    refuse(faultsIn(this.tables, [...journal.values()], this.kinds));
  }

  /** @param {string} key @param {string} section @returns {string[]} */
  #referring(key, section) {
    return [...this.tables.referring(key)].filter((one) => this.tables.home.get(one) === section);
  }

  /** @param {Change[]} changes @param {Origin} origin */
  #tell(changes, origin) {
    if (!changes.length) return;
    if (this.#held) this.#held.push(...changes);
    else this.dispatchEvent(new CustomEvent("change", { detail: { changes, origin } }));
  }
}

/** Each element once, from its first state to its last. @param {Change[]} changes @returns {Change[]} */
function summed(changes) {
  /** @type {Map<string, Change>} */
  const found = new Map();
  for (const change of changes) {
    const place = `${change.section} ${change.key}`;
    const first = found.get(place);
    found.set(place, first ? { ...first, after: change.after } : change);
  }
  return [...found.values()].filter((change) => !same(change.before, change.after));
}
