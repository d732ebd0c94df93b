/** What an empty drawing says, until something stands in it. */
import { make } from "./dom.js";

function card() {
  const start = make("button", { class: "button button-primary", type: "button", "data-open": "start-dialog" }, "Start from a template");
  return make(
    "div",
    { class: "welcome" },
    make("h2", {}, "Nothing stands here yet"),
    make("p", { class: "small soft" }, "Place the first part from the palette, with a click, a drag or Enter, or begin with a design that stands."),
    start,
  );
}

/** @param {any} editor */
export function init(editor) {
  const place = editor.root.querySelector("[data-start]");
  place.append(card());
  const refresh = () => {
    place.hidden = editor.model.section("nodes").size + editor.model.section("zones").size > 0;
  };
  editor.model.addEventListener("change", refresh);
  refresh();
}
