/** What I may undo and redo. The server's log is the truth; this is its image in the page. Pure. */

/**
 * @typedef {import("./operations.js").Operation} Operation
 * @typedef {{request_id: string, version: number | null, inverse: Operation[], label: string, focus: string[]}} Step
 */

export class History {
  /** @param {Step[]} [undo] @param {Step[]} [redo] the newest last */
  constructor(undo = [], redo = []) {
    this.undo = undo;
    this.redo = redo;
  }

  /** A new edit; what was undone cannot be redone any more. @param {Step} step */
  did(step) {
    this.undo.push(step);
    this.redo.length = 0;
  }

  /** @param {Step} step what was taken back @param {Step} by what took it back @param {Step[]} from */
  turned(step, by, from) {
    from.splice(from.indexOf(step), 1);
    (from === this.undo ? this.redo : this.undo).push(by);
  }

  /** @param {string} request @returns {Step | undefined} */
  find(request) {
    return [...this.undo, ...this.redo].find((step) => step.request_id === request);
  }

  /** Forgets an edit that did not come to be. @param {string} request */
  forget(request) {
    for (const steps of [this.undo, this.redo]) {
      const place = steps.findIndex((step) => step.request_id === request);
      if (place >= 0) steps.splice(place, 1);
    }
  }
}
