/** Mouse, wheel and touch, turned into pans and zooms of a view (see diagram.js). */

const SLACK = 4; // pixels a click may tremble before it is a drag

export function listenToGestures(view) {
  listenToWheel(view);
  listenToPointers(view);
}

function listenToWheel(view) {
  view.viewport.addEventListener(
    "wheel",
    (event) => {
      const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1);
      const at = view.at(event.clientX, event.clientY);
      // Where zooming has come to its end the page scrolls on.
      if (view.zoom(Math.exp(-pixels * 0.0018), at)) event.preventDefault();
    },
    { passive: false },
  );
}

function listenToPointers(view) {
  const fingers = new Map();
  const drag = { travelled: 0 };
  const port = view.viewport;
  port.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (fingers.size === 0) drag.travelled = 0;
    fingers.set(event.pointerId, event);
  });
  port.addEventListener("pointermove", (event) => {
    if (fingers.has(event.pointerId)) move(view, fingers, drag, event);
  });
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
    port.addEventListener(name, (event) => release(port, fingers, event));
  }
  port.addEventListener("click", (event) => swallow(drag, event), { capture: true });
  port.addEventListener("dragstart", (event) => event.preventDefault());
}

function move(view, fingers, drag, event) {
  const before = fingers.get(event.pointerId);
  const dx = event.clientX - before.clientX;
  const dy = event.clientY - before.clientY;
  drag.travelled += Math.abs(dx) + Math.abs(dy);
  if (fingers.size === 2) pinch(view, fingers, before, event);
  fingers.set(event.pointerId, event);
  if (fingers.size > 1 || drag.travelled < SLACK) return;
  view.viewport.setPointerCapture(event.pointerId);
  view.viewport.toggleAttribute("data-dragging", true);
  view.pan(-dx, -dy);
}

function pinch(view, fingers, before, event) {
  const other = [...fingers.values()].find((finger) => finger.pointerId !== event.pointerId);
  const spread = (finger) => Math.hypot(finger.clientX - other.clientX, finger.clientY - other.clientY);
  const middle = view.at((event.clientX + other.clientX) / 2, (event.clientY + other.clientY) / 2);
  view.zoom(spread(event) / Math.max(spread(before), 1), middle);
}

function release(port, fingers, event) {
  fingers.delete(event.pointerId);
  if (fingers.size === 0) port.removeAttribute("data-dragging");
}

/** The click that ends a drag opens no link. */
function swallow(drag, event) {
  if (drag.travelled < SLACK) return;
  event.preventDefault();
  event.stopPropagation();
  drag.travelled = 0;
}
