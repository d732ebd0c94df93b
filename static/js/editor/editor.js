/** Puts the editor together: one object that every module adds its part to and meets the others through. */
import * as announcer from "./announcer.js";
import * as bar from "./bar.js";
import * as dialogs from "./dialogs.js";
import * as palette from "./palette.js";
import * as panels from "./panels.js";
import * as tabs from "./tabs.js";

const modules = [announcer, tabs, dialogs, panels, palette, bar];

/** The addresses that the page carries as data attributes of the root. */
function addressesOf(root) {
  const { draft, version, name, icons, empty, editor, ...addresses } = root.dataset;
  return addresses;
}

/** @returns {Promise<Map<string, object>>} what the server knows of every kind */
async function kindsFrom(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  const rows = await answer.json();
  return new Map(rows.map((row) => [row.slug, row]));
}

async function start(root) {
  const editor = { root, addresses: addressesOf(root), draft: Number(root.dataset.draft) };
  for (const module of modules) module.init(editor);
  editor.kinds = await kindsFrom(editor.addresses.kinds);
  root.dataset.ready = "yes";
  globalThis.groundplan = editor;
}

const root = document.querySelector("[data-editor]");
if (root) start(root);
