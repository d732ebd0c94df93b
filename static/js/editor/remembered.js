/** What a person did to a panel, so that fresh content does not undo it: opened details, place, half-typed text. */

function typing(place) {
  const field = document.activeElement;
  if (!place.contains(field) || !field.id || !("defaultValue" in field)) return () => {};
  const { id, value, defaultValue } = field;
  if (value === defaultValue) return () => {};
  return () => {
    const fresh = document.getElementById(id);
    if (fresh) fresh.value = value;
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
  const steps = [typing(place), folding(place)];
  return () => {
    for (const step of steps) step();
    place.scrollTop = top;
  };
}
