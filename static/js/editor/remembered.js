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

/** Hands on keys stay in the panel when what they were on is gone. */
function focusing(place) {
  const held = place.contains(document.activeElement);
  return () => {
    if (held && !place.contains(document.activeElement)) place.focus({ preventScroll: true });
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
