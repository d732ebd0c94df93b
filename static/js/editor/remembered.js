/** What a person did to a panel, so that fresh content does not undo it: opened details, place, and whatever was typed
 * and is not said yet, with the caret where it stands. */
import { initial } from "./answers.js";

/** Fields that were taken out of the page while somebody was in them: nobody left those. @type {WeakSet<Element>} */
const withdrawn = new WeakSet();

/** @typedef {HTMLInputElement} Field or a textarea, or a list to choose from */

const isBox = (/** @type {Field} */ field) => field.type === "checkbox" || field.type === "radio";

/** What the field says. @param {Field} field */
const said = (field) => (isBox(field) ? field.checked : field.value);

/** What it said when it came, or when it was last taken as said. @param {Field} field */
const before = (field) => (isBox(field) ? field.defaultChecked : field.dataset.before ?? initial(field));

const touched = (/** @type {Field} */ field) => said(field) !== before(field);

/** @param {Field} field @param {string | boolean} value */
function say(field, value) {
  if (isBox(field)) field.checked = Boolean(value);
  else field.value = String(value);
}

/** The browser tells of no change where the text was put there by us. @param {Field} field */
function leave(field) {
  if (!withdrawn.has(field) && touched(field)) field.dispatchEvent(new Event("change", { bubbles: true }));
}

/** @param {Element} place */
function typing(place) {
  const fields = /** @type {Field[]} */ ([...place.querySelectorAll("input[id], textarea[id], select[id]")]);
  const held = document.activeElement;
  const kept = fields.filter(touched).map((field) => ({ id: field.id, value: said(field), held: field === held }));
  for (const field of fields) if (field === held) withdrawn.add(field);
  return () => {
    for (const { id, value, held: inside } of kept) {
      const fresh = /** @type {Field | null} */ (document.getElementById(id));
      if (!fresh) continue;
      say(fresh, value);
      if (inside) fresh.addEventListener("blur", () => leave(fresh), { once: true });
    }
  };
}

const errorsOf = (/** @type {Element} */ field) => field.closest("[data-field]")?.querySelector(":scope > [data-errors]");

/** What was wrong with an answer that was not taken stays beside it. @param {Element} place */
function faults(place) {
  const wrong = /** @type {Field[]} */ ([...place.querySelectorAll("[data-type][aria-invalid][id]")]).filter(touched);
  const kept = wrong.map((field) => ({ id: field.id, words: [...(errorsOf(field)?.childNodes ?? [])] }));
  return () => {
    for (const { id, words } of kept) {
      const fresh = document.getElementById(id);
      fresh?.setAttribute("aria-invalid", "true");
      if (fresh) errorsOf(fresh)?.replaceChildren(...words);
    }
  };
}

const focusable = (part) => [...part.querySelectorAll("a[href], button, input, select, summary, textarea, [tabindex]")];

/** Hands on keys stay where they were, or at least in the panel when that is gone; what is marked stays marked. */
function focusing(place) {
  const held = /** @type {HTMLInputElement} */ (document.activeElement);
  if (!place.contains(held) || held === place) return () => {};
  const part = held.closest("[id]");
  const at = focusable(part).indexOf(held);
  const { selectionStart, selectionEnd, selectionDirection } = held;
  return () => {
    const fresh = document.getElementById(part.id);
    const found = fresh && (held === part ? fresh : focusable(fresh)[at]);
    if (!place.contains(document.activeElement)) (found ?? place).focus({ preventScroll: true });
    if (selectionStart != null && found === document.activeElement) found.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
  };
}

function folding(place) {
  const states = new Map([...place.querySelectorAll("details[id]")].map((row) => [row.id, row.open]));
  return () => {
    for (const row of place.querySelectorAll("details[id]")) row.open = states.get(row.id) ?? row.open;
  };
}

/** Call it when the content is about to be exchanged. @param {HTMLElement} place @returns {() => void} puts it back */
export function remembered(place) {
  const top = place.scrollTop;
  const steps = [typing(place), faults(place), folding(place), focusing(place)];
  return () => {
    for (const step of steps) step();
    place.scrollTop = top;
  };
}
