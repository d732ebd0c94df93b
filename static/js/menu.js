/** `<details data-menu>` closes on Escape, on a click outside and when focus leaves it. */
import { once } from "./once.js";

function close(menu, refocus) {
  if (!menu.open) return;
  menu.open = false;
  if (refocus) menu.querySelector("summary").focus();
}

function start(menu) {
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(menu, true);
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) close(menu, false);
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) close(menu, false);
  });
}

export function init(root) {
  once(root, "details[data-menu]", "Menu", start);
}
