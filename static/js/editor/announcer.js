/** Says in words what happened: `editor.announce(text)`. A screen reader reads one after another, so the second is added
 * and never takes the place of the first before that is read; the last one stands over the drawing, too, unless what it
 * says is seen already, in a bar or at the pointer: `announce(text, true)`. */

const KEPT_MS = 5000;

export function init(editor) {
  const place = editor.root.querySelector("[data-announcer]");
  editor.announce = (text, seen = false) => {
    const line = document.createElement("span");
    line.textContent = `${text} `;
    line.classList.toggle("is-seen", seen);
    place.append(line);
    setTimeout(() => line.remove(), KEPT_MS);
  };
}
