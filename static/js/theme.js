/** The theme button: `<button data-theme-toggle hidden>`; hidden where there is no JavaScript. */
import { once } from "./once.js";

const KEY = "groundplan-theme";
const systemDark = matchMedia("(prefers-color-scheme: dark)");

function current() {
  return document.documentElement.dataset.theme ?? (systemDark.matches ? "dark" : "light");
}

function store(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // The choice then lasts for this page.
  }
}

function show(button) {
  const dark = current() === "dark";
  const label = dark ? "Use the light theme" : "Use the dark theme";
  button.setAttribute("aria-label", label);
  button.title = label;
  button.querySelector("[data-when=dark]").toggleAttribute("hidden", !dark);
  button.querySelector("[data-when=light]").toggleAttribute("hidden", dark);
}

function toggle(button) {
  const theme = current() === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  store(theme);
  show(button);
}

function start(button) {
  button.hidden = false;
  show(button);
  button.addEventListener("click", () => toggle(button));
  systemDark.addEventListener("change", () => show(button));
}

export function init(root) {
  once(root, "[data-theme-toggle]", "Theme", start);
}
