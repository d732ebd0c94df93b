/** Says in words what happened, for whoever does not see it: `editor.announce(text)`. One word after another is added, so
 * that the second never takes the place of the first before that is read. */

const KEPT_MS = 5000;

export function init(editor) {
  const place = editor.root.querySelector("[data-announcer]");
  editor.announce = (text) => {
    const line = document.createElement("span");
    line.textContent = `${text} `;
    place.append(line);
    setTimeout(() => line.remove(), KEPT_MS);
  };
}
