/** Native dialogs: `data-open="id"` opens one, `data-close` inside closes it. `editor.open(id)`. */
import { near } from "./dom.js";

function open(editor, id) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById(id));
  dialog.showModal();
  editor.root.dispatchEvent(new CustomEvent("editor:dialog", { detail: { id } }));
}

export function init(editor) {
  editor.open = (id) => open(editor, id);
  document.addEventListener("click", (event) => {
    const opener = near(event, "[data-open]");
    if (opener) {
      opener.closest("details[data-menu]")?.removeAttribute("open");
      open(editor, opener.dataset.open);
    }
    const dialog = /** @type {HTMLDialogElement | null} */ (near(event, "dialog"));
    if (dialog && (near(event, "[data-close]") || event.target === dialog)) dialog.close();
  });
}
