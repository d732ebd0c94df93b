/** "Who can reach this" is worked out when somebody opens it. */

function load(editor, details) {
  const place = details.querySelector("[data-reach-answer]");
  if (!details.open || place.dataset.asked) return;
  place.dataset.asked = "yes";
  const address = `${editor.addresses.reach}?port=${encodeURIComponent(details.dataset.reach)}`;
  htmx.ajax("GET", address, { target: place, swap: "innerHTML", source: place }).catch(() => {});
}

/** @param {any} editor */
export function init(editor) {
  // "toggle" does not bubble, so it is caught on its way down.
  editor.root.addEventListener("toggle", (event) => event.target.matches?.("[data-reach]") && load(editor, event.target), true);
}
