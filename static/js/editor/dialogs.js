/** Native dialogs: `data-open="id"` opens one, `data-close` inside closes it. `editor.open(id)`. */

function open(editor, id) {
  const dialog = document.getElementById(id);
  dialog.showModal();
  editor.root.dispatchEvent(new CustomEvent("editor:dialog", { detail: { id } }));
}

export function init(editor) {
  editor.open = (id) => open(editor, id);
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) {
      opener.closest("details[data-menu]")?.removeAttribute("open");
      open(editor, opener.dataset.open);
    }
    if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
    if (event.target.matches("dialog")) event.target.close();
  });
}
