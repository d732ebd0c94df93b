/** What is selected, in the order in which it was selected. Pure: knows neither canvas nor document. */

export class Selection extends EventTarget {
  /** @type {Set<string>} */
  #keys = new Set();

  /** @param {string} key */
  has(key) {
    return this.#keys.has(key);
  }

  get size() {
    return this.#keys.size;
  }

  /** @returns {string[]} */
  keys() {
    return [...this.#keys];
  }

  /** The key that was selected last: the one that keys and menus start from. */
  get last() {
    return this.keys().at(-1);
  }

  /** @param {Iterable<string>} keys */
  set(keys) {
    const next = new Set(keys);
    const now = this.keys();
    if (next.size === now.length && [...next].every((key, place) => key === now[place])) return;
    this.#keys = next;
    this.#tell();
  }

  /** @param {Iterable<string>} keys */
  add(keys) {
    this.set([...this.#keys, ...keys]);
  }

  /** @param {string} key */
  toggle(key) {
    this.set(this.has(key) ? this.keys().filter((other) => other !== key) : [...this.#keys, key]);
  }

  clear() {
    this.set([]);
  }

  /** Forgets what is no longer there.
   * @param {(key: string) => boolean} exists */
  keep(exists) {
    this.set(this.keys().filter(exists));
  }

  #tell() {
    this.dispatchEvent(new CustomEvent("change", { detail: { keys: this.keys() } }));
  }
}

/** @param {any} editor */
export function init(editor) {
  editor.selection = new Selection();
  editor.selection.addEventListener("change", () => {
    const detail = { keys: editor.selection.keys() };
    editor.root.dispatchEvent(new CustomEvent("editor:select", { detail, bubbles: true }));
  });
  editor.model?.addEventListener("change", () => editor.selection.keep((key) => Boolean(editor.model.get(key))));
}
