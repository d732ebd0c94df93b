/** One gesture = one list of operations = one step of undo. */

/** Does what a gesture came to. The first gesture in a view also writes down where everything stands.
 * @param {any} editor @param {object[]} operations
 * @param {{label: string, focus?: string[], select?: string[]}} meta `label` is what undo calls it */
export function perform(editor, operations, { label, focus = [], select }) {
  if (!operations.length) return false;
  try {
    editor.sync.perform(editor.views.pinned(operations), { label, focus });
  } catch (fault) {
    editor.announce(messageOf(fault));
    editor.tip?.(messageOf(fault));
    return false;
  }
  if (select) editor.selection.set(select.filter((key) => editor.model.get(key)));
  editor.announce(`${label}.`);
  return true;
}

function messageOf(fault) {
  const { element = "", field = "", message = String(fault) } = fault?.faults?.[0] ?? fault;
  return [element, field].filter(Boolean).join(" ") + (element || field ? ": " : "") + message;
}

/** @param {any} editor */
export function init(editor) {
  editor.perform = (operations, meta) => perform(editor, operations, meta);
}
