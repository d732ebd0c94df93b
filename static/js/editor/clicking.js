/** What a click selects: what stands under the pointer, innermost. Shift and Ctrl add and take away; Ctrl inside a
 * selected zone goes deep, from the zone to what is in it. */
import { zonesAround } from "./places.js";

/** The element that a press means: a port stands for itself, and what is drawn for several lines for the first.
 * @param {any} editor @param {import("./gestures/pointer.js").Press} press */
export function clicked(editor, { key, event }) {
  const { selection, model } = editor;
  if (!key) return event.shiftKey || event.ctrlKey || event.metaKey ? undefined : selection.clear();
  if (event.ctrlKey || event.metaKey) {
    const around = zonesAround(model, key).filter((zone) => selection.has(zone));
    if (around.length) return selection.set([...selection.keys().filter((one) => !around.includes(one)), key]);
    return selection.toggle(key);
  }
  return event.shiftKey ? selection.toggle(key) : selection.set([key]);
}
