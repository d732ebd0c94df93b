/** What a person did to a panel, so that fresh content does not undo it: opened details, place, half-typed text. */

function typing(place) {
  const field = /** @type {HTMLInputElement} */ (document.activeElement);
  if (!place.contains(field) || !field.id || !("defaultValue" in field)) return () => {};
  const { id, value, defaultValue } = field;
  if (value === defaultValue) return () => {};
  return () => {
    const fresh = /** @type {HTMLInputElement | null} */ (document.getElementById(id));
    if (!fresh) return;
    fresh.value = value;
    fresh.addEventListener("blur", () => setTimeout(() => leave(fresh)), { once: true });
  };
}

/** The browser tells of no change where the text was put there by us. A field that was swapped away was not left. */
function leave(field) {
  if (field.isConnected && field.value !== field.defaultValue) field.dispatchEvent(new Event("change", { bubbles: true }));
}

const focusable = (part) => [...part.querySelectorAll("a[href], button, input, select, summary, textarea, [tabindex]")];

/** Hands on keys stay where they were, or at least in the panel when that is gone. */
function focusing(place) {
  const held = document.activeElement;
  if (!place.contains(held) || held === place) return () => {};
  const part = held.closest("[id]");
  const at = focusable(part).indexOf(held);
  return () => {
    if (place.contains(document.activeElement)) return;
    const fresh = document.getElementById(part.id);
    (fresh && focusable(fresh)[at] ? focusable(fresh)[at] : place).focus({ preventScroll: true });
  };
}

function folding(place) {
  const states = new Map([...place.querySelectorAll("details[id]")].map((row) => [row.id, row.open]));
  return () => {
    for (const row of place.querySelectorAll("details[id]")) row.open = states.get(row.id) ?? row.open;
  };
}

/** @param {HTMLElement} place @returns {() => void} puts it back */
export function remembered(place) {
  const top = place.scrollTop;
  const steps = [typing(place), folding(place), focusing(place)];
  return () => {
    for (const step of steps) step();
    place.scrollTop = top;
  };
}
