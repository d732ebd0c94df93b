/** Nobody leaves a change behind: what is published has them all, and the page that alone has some warns. */
import { near } from "./dom.js";

/** @param {import("./sync.js").Sync} sync @param {HTMLFormElement} form */
async function afterSaving(sync, form) {
  for (const button of form.querySelectorAll("button[type=submit]")) button.textContent = "Saving first …";
  await sync.settled();
  form.submit();
}

/** @param {import("./sync.js").Sync} sync @param {HTMLAnchorElement} link */
async function goAfterSaving(sync, link) {
  link.textContent = "Saving first …";
  await sync.settled();
  location.assign(link.href);
}

/** @param {any} editor */
export function init({ sync }) {
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement | null} */ (near(event, "form[data-after-saving]"));
    if (!form || !sync.pending.length) return;
    event.preventDefault();
    void afterSaving(sync, form);
  });
  document.addEventListener("click", (event) => {
    const link = /** @type {HTMLAnchorElement | null} */ (near(event, "a[data-after-saving]"));
    if (!link || !sync.pending.length || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    void goAfterSaving(sync, link);
  });
  addEventListener("beforeunload", (event) => {
    if (!sync.kept && sync.pending.length) event.preventDefault();
  });
}
