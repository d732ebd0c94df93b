/** `<button data-copy="id-of-the-text">` copies that element's text and says so. */
import { once } from "./once.js";

const SHOWN_MS = 2000;

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const label = button.querySelector("[data-copy-label]") ?? button;
  const usual = (button.dataset.copyUsual ??= label.textContent);
  label.textContent = (await copied(source.textContent)) ? "Copied" : "Press Ctrl+C";
  if (label.textContent !== "Copied") getSelection().selectAllChildren(source);
  setTimeout(() => (label.textContent = usual), SHOWN_MS);
}

function start(button) {
  button.hidden = false;
  (button.querySelector("[data-copy-label]") ?? button).setAttribute("aria-live", "polite");
  button.addEventListener("click", () => copy(button));
}

export function init(root) {
  once(root, "[data-copy]", "Copy", start);
}
