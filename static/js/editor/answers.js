/** A form as values, and values as operations: what topologies/pages/editor/answers.py does on the server. Pure but for
 * reading fields. */

const MOVES = { nodes: "zone", zones: "parent" };
const JOINED = {
  ports: ["node", "-", ["label", "application", "number"]],
  rules: ["group", "-", ["label", "direction"]],
  attachments: ["group", "-on-", ["target"]],
  links: ["source", "-to-", ["target"]],
  replications: ["source", "-to-", ["target"]],
  peerings: ["network", "-to-", ["peer"]],
  routes: ["zone", "-", ["label", "via"]],
  network_acls: ["zone", "-", ["label"]],
  acl_entries: ["acl", "-", ["direction"]],
};

/** What is wrong with one field. */
export class Wrong extends Error {
  constructor(field, message) {
    super(message);
    this.field = field;
  }
}

/** Text of a widget as a value; null where it is empty.
 * @param {string} type @param {string} text @param {string} [field] its name, for what is wrong with it */
export function read(type, text, field = "") {
  const plain = type === "text" || type === "long" ? text : text.trim();
  if (!plain) return null;
  if (type === "integer" || type === "number") return number(plain, type === "integer", field);
  if (type === "tri") return plain === "true";
  if (type === "list") return lines(plain);
  if (type === "pairs" || type === "numbers") return pairs(plain, type === "numbers", field);
  return plain;
}

const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

function number(text, whole, field) {
  const value = Number(text);
  if (!Number.isFinite(value)) throw new Wrong(field, "must be a number");
  if (whole && !Number.isInteger(value)) throw new Wrong(field, "must be a whole number");
  return value;
}

function pairs(text, numbers, field) {
  return Object.fromEntries(lines(text).map((line) => {
    const [name, ...rest] = line.split("=");
    if (!rest.length || !name.trim()) throw new Wrong(field, `'${line}' is not NAME=value`);
    const value = rest.join("=").trim();
    return [name.trim(), numbers ? number(value, true, field) : value];
  }));
}

const last = (name) => name.split(".").at(-1);
const ownerOf = (place) => place.parentElement.closest("[data-row], [data-field], form");
const partsOf = (place) => [...place.querySelectorAll("[data-field]")].filter((part) => ownerOf(part) === place);

/** Every value that the form says, by dotted name.
 * @param {HTMLFormElement} form @param {boolean} [before] as it was before anybody touched it */
export function answers(form, before = false) {
  return Object.fromEntries(partsOf(form).map((place) => [place.dataset.field, answer(place, before)]));
}

function answer(place, before) {
  if (place.dataset.rows) return rows(place, before);
  const field = place.querySelector("[data-type]");
  if (place.tagName === "FIELDSET") return composite(place, before);
  return leaf(field, before);
}

function leaf(field, before) {
  if (field.dataset.type === "flag") return before ? field.defaultChecked : field.checked;
  const text = before ? (field.dataset.before ?? initial(field)) : field.value;
  return read(field.dataset.type, text, field.name);
}

/** What a field said when it came. @param {any} field @returns {string} */
export const initial = (field) => (field.tagName === "SELECT" ? ([...field.options].find((row) => row.defaultSelected) ?? field.options[0])?.value ?? "" : field.defaultValue);

function rows(place, before) {
  const own = [...place.querySelectorAll("[data-row]")].filter((row) => row.parentElement.closest("[data-field]") === place);
  const said = own
    .filter((row) => before || !row.querySelector("[data-gone]")?.checked)
    .map((row) => composite(row, before) ?? ("blank" in row.dataset ? null : {}))
    .filter((value) => value !== null);
  return said.length ? said : null;
}

function composite(place, before) {
  const found = partsOf(place).map((part) => ({ part, value: answer(part, before) }));
  if (found.every(({ part, value }) => silent(part, value))) return null;
  if (!before) for (const { part, value } of found) demand(part, value);
  const said = found.filter(({ value }) => value !== null);
  return Object.fromEntries(said.map(({ part, value }) => [last(part.dataset.field), value]));
}

function demand(part, value) {
  const field = part.querySelector("[data-required]");
  if (field && value === null) throw new Wrong(part.dataset.field, "is needed");
}

function silent(part, value) {
  if (value === null) return true;
  const field = part.tagName === "FIELDSET" ? null : part.querySelector("[data-type]");
  if (!field) return false;
  if (field.dataset.type === "flag") return value === (field.dataset.default === "true");
  return field.dataset.default !== undefined && same(value, read(field.dataset.type, field.dataset.default));
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Takes what the form says now as what it said before. @param {HTMLFormElement} form */
export function settle(form) {
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[data-type]"))) {
    if (field.dataset.type === "flag") field.defaultChecked = field.checked;
    else field.dataset.before = field.value;
  }
}

/** What is said now and was not said before. @param {HTMLFormElement} form */
export function changed(form) {
  const before = answers(form, true);
  return Object.fromEntries(Object.entries(answers(form)).filter(([name, value]) => !same(value, before[name])));
}

/** Dotted names as `properties` of their own. */
export function nested(values) {
  const found = {};
  for (const [name, value] of Object.entries(values)) {
    const [home, inner] = name.split(/\.(.*)/s);
    if (inner === undefined) found[home] = value;
    else (found[home] ??= {})[inner] = value;
  }
  return found;
}

/** @param {string} section @param {string[]} keys none = the topology itself @param {Record<string, any>} values */
export function updates(section, keys, values) {
  const fields = nested(values);
  if (!Object.keys(fields).length) return [];
  if (!keys.length) return [{ op: "configure", fields }];
  const { [MOVES[section]]: to, ...rest } = fields;
  const moves = MOVES[section] in fields ? keys.map((key) => ({ op: "move", key, to })) : [];
  return [...moves, ...(Object.keys(rest).length ? keys.map((key) => ({ op: "update", key, fields: rest })) : [])];
}

/** What a new element's key is made from. @param {string} section @param {Record<string, any>} fields */
export function baseOf(section, fields) {
  if (!JOINED[section]) return String(fields.label ?? fields.kind ?? section.replace(/s$/, ""));
  const [owner, joint, names] = JOINED[section];
  const said = names.map((name) => fields[name]).find((value) => value !== undefined && value !== null && value !== "");
  return `${fields[owner] ?? section}${joint}${said ?? section.replace(/s$/, "")}`;
}
