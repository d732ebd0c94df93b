/** The edits of a draft that the server has not confirmed, kept in IndexedDB so that they survive the page. */

/**
 * @typedef {object} Entry
 * @property {string} request_id
 * @property {string} draft
 * @property {string} tab whose entry it is
 * @property {number} order
 * @property {number} base the version that the draft had when the edit was made
 * @property {import("./operations.js").Operation[]} operations
 * @property {string | null} undoes request id of the edit that this one undoes
 * @property {string} label
 * @property {string[]} focus keys
 */

const NAME = "groundplan-editor";
const TABLE = "queue";

export class Store {
  /** @param {string} draft names the draft, its address for example */
  constructor(draft) {
    this.draft = draft;
    this.tab = crypto.randomUUID();
    /** @type {Promise<IDBDatabase> | null} */
    this.opening = null;
  }

  /** The entries that no living page looks after; they are this page's from now on. @returns {Promise<Entry[]>} */
  async adopt() {
    const living = await this.#hold();
    const rows = await this.#run("readonly", (table) => table.index("draft").getAll(this.draft));
    const orphans = /** @type {Entry[]} */ (rows).filter((row) => !living.has(row.tab));
    orphans.sort((a, b) => a.order - b.order);
    for (const row of orphans) await this.put(Object.assign(row, { tab: this.tab }));
    return orphans;
  }

  /** @param {Entry} entry */
  put(entry) {
    return this.#run("readwrite", (table) => table.put(entry));
  }

  /** @param {string} request */
  remove(request) {
    return this.#run("readwrite", (table) => table.delete(request));
  }

  /** Says that this page lives, as long as it does. @returns {Promise<Set<string>>} the pages that live */
  async #hold() {
    await new Promise((held) => {
      void navigator.locks.request(lockOf(this.tab), () => {
        held(null);
        return new Promise(() => {});
      });
    });
    const { held = [] } = await navigator.locks.query();
    const names = held.map((lock) => lock.name ?? "").filter((name) => name.startsWith(lockOf("")));
    return new Set(names.map((name) => name.slice(lockOf("").length)));
  }

  /**
   * @param {IDBTransactionMode} mode
   * @param {(table: IDBObjectStore) => IDBRequest} ask
   * @returns {Promise<any>}
   */
  async #run(mode, ask) {
    const database = await (this.opening ??= open());
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(TABLE, mode);
      const request = ask(transaction.objectStore(TABLE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }
}

/** @param {string} tab */
const lockOf = (tab) => `groundplan-page-${tab}`;

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(TABLE, { keyPath: "request_id" }).createIndex("draft", "draft");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
