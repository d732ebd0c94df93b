/** Says in words what happened, for whoever does not see it: `editor.announce(text)`. */

export function init(editor) {
  const place = editor.root.querySelector("[data-announcer]");
  editor.announce = (text) => {
    place.textContent = "";
    requestAnimationFrame(() => { place.textContent = text; });
  };
}
