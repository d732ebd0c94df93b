/** The forms of the panels: what they say goes to the server as operations, like any gesture.
 *
 * `data-edit="fields"` edits elements (data-keys) or the topology as soon as a field is left; `data-edit="add"` adds one
 * element; `data-edit="operations"` carries its operations ready made.
 */
import { Wrong, answers, baseOf, changed, nested, settle, updates } from "./answers.js";
import { near } from "./dom.js";

const formsOf = (selector) => [...document.querySelectorAll(`form[data-edit]${selector}`)];

function clear(form) {
  for (const list of form.querySelectorAll("[data-errors], [data-form-errors]")) list.replaceChildren();
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

/** Where a field stands in the form; a part of it stands where the whole does. */
function placeOf(form, field) {
  const parts = field.split(".");
  for (let most = parts.length; most && field; most -= 1) {
    const place = form.querySelector(`[data-field="${CSS.escape(parts.slice(0, most).join("."))}"]`);
    if (place) return place;
  }
  return null;
}

/** Says what is wrong beside the field, or over the form where it is no field's. */
function show(form, field, message) {
  const place = placeOf(form, field);
  const list = place?.querySelector(":scope > [data-errors]") ?? form.querySelector("[data-form-errors]");
  const row = document.createElement("li");
  row.textContent = place || !field ? message : `${field.replace(/^properties\./, "")}: ${message}`;
  list?.append(row);
  place?.querySelector("[data-type]")?.setAttribute("aria-invalid", "true");
  for (let fold = place?.closest("details"); fold && form.contains(fold); fold = fold.parentElement.closest("details")) fold.open = true;
}

function refusedIn(editor, form, { faults }) {
  clear(form);
  for (const { field = "", message } of faults) show(form, field.replace(/^operations\.\d+\.?(fields\.)?/, ""), message);
  editor.announce(faults.map((fault) => fault.message).join("; "));
}

/** Where the answer to these operations belongs: the panel may be another by then. */
function remember(editor, form, operations) {
  const { edit, keys = "", section = "" } = form.dataset;
  editor.asked.set(operations, { form, selector: `[data-edit="${edit}"][data-keys="${CSS.escape(keys)}"][data-section="${section}"]` });
}

function perform(editor, form, operations, label) {
  if (!operations.length) return null;
  const moving = operations.some(({ op }) => op === "move" || op === "remove");
  const all = moving && editor.views?.pinned ? editor.views.pinned(operations) : operations;
  remember(editor, form, all);
  return editor.sync.perform(all, { label, focus: operations.map(({ key }) => key).filter(Boolean) });
}

const labelled = (form, fallback) => form.querySelector("button[type=submit]")?.textContent.trim() || fallback;

function edit(editor, form) {
  const keys = form.dataset.keys.split(" ").filter(Boolean);
  const values = changed(form);
  clear(form);
  if (perform(editor, form, updates(form.dataset.section, keys, values), `Change ${Object.keys(values).map(plain).join(", ")}`)) settle(form);
}

const plain = (name) => name.replace(/^properties\./, "").replaceAll("_", " ");

function add(editor, form) {
  const { section, owner, ownerField } = form.dataset;
  const said = Object.entries(answers(form)).filter(([, value]) => value !== null && value !== false);
  const fields = nested(Object.fromEntries(said));
  if (owner) fields[ownerField] = owner;
  const key = editor.keys.fresh(baseOf(section, fields), section);
  clear(form);
  if (!perform(editor, form, [{ op: "add", section, key, fields }], `Add ${section.replace(/s$/, "").replaceAll("_", " ")}`)) return;
  form.reset();
  form.closest("details")?.removeAttribute("open");
}

function ready(editor, form) {
  perform(editor, form, JSON.parse(form.elements.operations.value), form.dataset.label || labelled(form, "Change"));
}

const WAYS = { fields: edit, add, operations: ready };

function act(editor, form) {
  try {
    WAYS[form.dataset.edit](editor, form);
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    refusedIn(editor, form, { faults: [error] });
  }
}

/** Lists that are too long for the server to send are filled from the model when they are wanted. */
function offerKeys(editor, field) {
  let list = document.getElementById("element-keys");
  if (!list) {
    list = document.createElement("datalist");
    list.id = "element-keys";
    document.body.append(list);
  }
  const sections = ["zones", "nodes", "ports", "security_groups", "peerings"];
  const keys = sections.flatMap((section) => [...editor.model.section(section).keys()]);
  list.replaceChildren(...keys.slice(0, 5000).map((key) => new Option(key, key)));
  field.dataset.offered = "yes";
}

/** @param {any} editor */
export function init(editor) {
  editor.asked = new WeakMap();
  document.addEventListener("submit", (event) => {
    const form = near(event, "form[data-edit]");
    if (!form) return;
    event.preventDefault();
    act(editor, form);
  });
  document.addEventListener("change", (event) => {
    const form = near(event, "form[data-edit=fields]");
    if (form) act(editor, form);
  });
  document.addEventListener("focusin", (event) => {
    const field = near(event, "[data-type=key]:not([data-offered])");
    if (field) offerKeys(editor, field);
  });
  editor.sync.addEventListener("refused", ({ detail }) => {
    const asked = editor.asked.get(detail.operations);
    const form = asked && (asked.form.isConnected ? asked.form : formsOf(asked.selector)[0]);
    if (form) refusedIn(editor, form, detail);
  });
}
