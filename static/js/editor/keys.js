/** Fresh keys for new elements: made from their labels, never one that was used before. Pure. */

export const KEY_LENGTH = 80;
const ROOM = 5; // what a number after the key may take: "-9999"

/** A label as a key; "" where nothing of it can be spelled in a key.
 * @param {string} label */
export function slug(label) {
  const plain = String(label).normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const dashed = plain.replace(/[^a-z0-9]+/g, "-").replace(/^[-0-9]+/, "");
  return dashed.slice(0, KEY_LENGTH - ROOM).replace(/-+$/, "");
}

export class Keys {
  #model;
  /** Every key that this page has seen or given: a key that was removed is not given again.
   * @type {Set<string>} */
  #used;

  /** @param {{get: (key: string) => unknown} & EventTarget} model
   * @param {Iterable<string>} [used] keys of the past that are not in the document */
  constructor(model, used = []) {
    this.#model = model;
    this.#used = new Set(used);
    model.addEventListener?.("change", (event) => {
      for (const change of /** @type {CustomEvent} */ (event).detail?.changes ?? []) this.#used.add(change.key);
    });
  }

  /** A key for something with this label.
   * @param {string} label @param {string} [fallback] where the label has no letters of ours */
  fresh(label, fallback = "element") {
    const base = slug(label) || slug(fallback) || "element";
    let key = base;
    for (let number = 2; this.#taken(key); number += 1) key = `${base}-${number}`;
    this.#used.add(key);
    return key;
  }

  #taken(key) {
    return this.#used.has(key) || Boolean(this.#model.get(key));
  }
}

/** @param {any} editor */
export function init(editor) {
  editor.keys = new Keys(editor.model, editor.usedKeys ?? []);
}
