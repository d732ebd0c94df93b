/** Puts my unconfirmed edits on top of what the server says. Pure: over a model and a list of edits. */
import { Fault } from "./fault.js";

/**
 * @typedef {import("./tables.js").Change} Change
 * @typedef {import("./operations.js").Operation} Operation
 * @typedef {import("./store.js").Entry & {changes: Change[], inverse: Operation[]}} Pending
 * @typedef {{version: number, request_id: string, actor: string, changes: Change[], inverse?: Operation[], undoes?: number | null}} Edit
 * @typedef {{entry: Pending, fault: Fault}} Dropped
 */

/**
 * Takes the server's edits in, and replays mine on top. `pending` loses what the server confirms and what no longer
 * applies.
 * @param {import("./model.js").Model} model
 * @param {Pending[]} pending
 * @param {Edit[]} edits in the order of their versions, beginning right after the model's
 * @returns {{confirmed: {entry: Pending, edit: Edit}[], dropped: Dropped[], theirs: Edit[]}}
 */
export function rebase(model, pending, edits) {
  const theirs = edits.filter((edit) => !pending.some((entry) => entry.request_id === edit.request_id));
  return model.together(theirs.length ? "remote" : "rebase", () => {
    for (const entry of [...pending].reverse()) model.revert(entry.changes, "rebase");
    /** @type {{entry: Pending, edit: Edit}[]} */
    const confirmed = [];
    for (const edit of edits) {
      model.accept(edit.changes, "remote");
      model.version = edit.version;
      const place = pending.findIndex((entry) => entry.request_id === edit.request_id);
      if (place >= 0) confirmed.push({ entry: pending.splice(place, 1)[0], edit });
    }
    return { confirmed, dropped: replay(model, pending), theirs };
  });
}

/**
 * Applies edits anew, in their order. Whatever no longer applies leaves the list.
 * @param {import("./model.js").Model} model
 * @param {Pending[]} pending
 * @returns {Dropped[]}
 */
export function replay(model, pending) {
  /** @type {Dropped[]} */
  const dropped = [];
  for (const entry of [...pending]) {
    try {
      Object.assign(entry, model.apply(entry.operations, "rebase"));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      pending.splice(pending.indexOf(entry), 1);
      dropped.push({ entry, fault: error });
    }
  }
  return dropped;
}

/**
 * Takes one of mine back, with what was built on it.
 * @param {import("./model.js").Model} model
 * @param {Pending[]} pending
 * @param {Pending} entry
 * @returns {Dropped[]} what does not apply without it
 */
export function withdraw(model, pending, entry) {
  return model.together("rebase", () => {
    for (const one of [...pending].reverse()) model.revert(one.changes, "rebase");
    pending.splice(pending.indexOf(entry), 1);
    return replay(model, pending);
  });
}
