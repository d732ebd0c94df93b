/** A few words at the pointer: why something cannot be dropped here. `editor.tip(text, point)`; "" takes them away. */
import { make } from "./dom.js";

const LASTS_MS = 4000;

/** @param {any} editor */
export function init(editor) {
  const tip = make("p", { class: "pointer-tip", hidden: true, "aria-hidden": "true" });
  document.body.append(tip);
  const last = { x: innerWidth / 2, y: innerHeight / 3, timer: 0 }; // until the pointer moves
  document.addEventListener("pointermove", ({ clientX, clientY }) => Object.assign(last, { x: clientX, y: clientY }), { passive: true });
  editor.tip = (text, point = last, lasting = false) => {
    clearTimeout(last.timer);
    tip.hidden = !text;
    if (!text) return;
    if (tip.textContent !== text) tip.textContent = text;
    tip.style.transform = `translate(${Math.min(point.x + 14, innerWidth - 280)}px, ${Math.min(point.y + 18, innerHeight - 60)}px)`;
    if (!lasting) last.timer = setTimeout(() => editor.tip(""), LASTS_MS);
  };
}
