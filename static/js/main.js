/** Starts every module on the page, and again on what htmx puts there. */
import * as copy from "./copy.js";
import * as diagram from "./diagram.js";
import * as filter from "./filter.js";
import * as failures from "./failures.js";
import * as menu from "./menu.js";
import * as theme from "./theme.js";

const modules = [theme, menu, diagram, filter, copy, failures];

function init(root) {
  for (const module of modules) module.init(root);
}

init(document);
document.addEventListener("htmx:afterSettle", (event) => init(event.target));
