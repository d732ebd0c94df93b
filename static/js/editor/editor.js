/** Puts the editor together: one object that every module adds its part to and meets the others through. */
import "../main.js";
import * as announcer from "./announcer.js";
import * as bar from "./bar.js";
import * as commands from "./commands.js";
import * as dialogs from "./dialogs.js";
import * as forms from "./forms.js";
import * as guide from "./guide.js";
import * as keys from "./keys.js";
import * as leaving from "./leaving.js";
import * as palette from "./palette.js";
import * as paletteGroups from "./palette_groups.js";
import * as panels from "./panels.js";
import * as problemCount from "./problem_count.js";
import * as reach from "./reach.js";
import * as searches from "./searches.js";
import * as selection from "./selection.js";
import * as tabs from "./tabs.js";
import * as tree from "./tree.js";
import * as viewChoice from "./view_choice.js";
import * as views from "./views.js";
import * as welcome from "./welcome.js";
import * as wiring from "./wiring.js";
import { start } from "./start.js";

/** What needs nothing but the page. */
const PAGE = [announcer, tabs, dialogs, commands, panels, palette, paletteGroups, bar, searches, reach, problemCount];
/** What needs the model; the canvas and the hands come after, for they need all of these. */
const PARTS = [selection, keys, views, forms, wiring, leaving, tree, viewChoice, welcome, guide];

const PLAIN = new Set(["draft", "version", "name", "icons", "empty", "published", "editor", "ready"]);

/** The addresses that the page carries as data attributes of the root. @param {HTMLElement} root @returns {any} */
function addressesOf(root) {
  return Object.fromEntries(Object.entries(root.dataset).filter(([name]) => !PLAIN.has(name)));
}

/** @returns {Promise<Map<string, object>>} what the server knows of every kind */
async function kindsFrom(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`The catalogue of kinds could not be read (${answer.status}).`);
  const rows = await answer.json();
  return new Map(rows.map((row) => [row.slug, row]));
}

async function assemble(root) {
  const editor = { root, addresses: addressesOf(root), draft: Number(root.dataset.draft), name: root.dataset.name, readOnly: false, begun: false };
  const drawing = Promise.all([import("./canvas/canvas.js"), import("./hands.js")]); // asked for before they are needed
  for (const module of PAGE) module.init(editor);
  Object.assign(editor, await start(editor.addresses, kindsFrom(editor.addresses.kinds)));
  for (const module of PARTS) module.init(editor);
  await draw(editor, await drawing);
  editor.begun = true;
  root.dataset.ready = "yes";
  root.dispatchEvent(new CustomEvent("editor:ready"));
  root.dispatchEvent(new CustomEvent("editor:version", { detail: { version: editor.model.version } }));
  globalThis.groundplan = editor;
}

/** The drawing and the hands on it. */
async function draw(editor, [canvas, hands]) {
  await canvas.init(editor);
  hands.init(editor);
  await editor.views.show(editor.views.first);
}

function failed(error) {
  const place = document.getElementById("failure");
  const message = document.createElement("div");
  message.className = "message message-error";
  message.textContent = `The editor did not start: ${error.message} Load the page again.`;
  place.replaceChildren(message);
  throw error;
}

const root = document.querySelector("[data-editor]");
if (root) assemble(root).catch(failed);
