/** One gesture = one list of operations = one step of undo. */

/** Does what a gesture came to. The first gesture in a view also writes down where everything stands.
 * @param {any} editor @param {object[]} operations
 * @param {{label: string, focus?: string[], select?: string[]}} meta `label` is what undo calls it */
export function perform(editor, operations, { label, focus = [], select }) {
  if (!operations.length) return false;
  if (!editor.sync.perform(editor.views.pinned(operations), { label, focus })) return false; // "refused" says why
  if (select) editor.selection.set(select.filter((key) => editor.model.get(key)));
  editor.announce(`${label}.`);
  return true;
}

/** @param {any} editor */
export function init(editor) {
  editor.perform = (operations, meta) => perform(editor, operations, meta);
}
