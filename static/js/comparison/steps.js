/** Which change and which state come next. Pure. */

/** The id that lies `by` steps from `current` in a ring of ids; the first or last where there is no current one. */
export function after(ids, current, by) {
  const place = ids.indexOf(current);
  if (place < 0) return by > 0 ? ids[0] : ids.at(-1);
  return ids[(place + by + ids.length) % ids.length];
}

/** Before follows on everything else; then after. */
export function toggled(state) {
  return state === "before" ? "after" : "before";
}
