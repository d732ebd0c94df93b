/** Canonical values and what is wrong with them, by JSON Schema. Pure. */
import { Fault } from "./fault.js";

/** @typedef {Record<string, any>} Schema */

/**
 * Are two JSON values equal? The order of fields does not matter.
 * @param {any} a
 * @param {any} b
 * @returns {boolean}
 */
export function same(a, b) {
  if (Object.is(a, b) || a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name]))
  );
}

/**
 * The value without the fields that stand at their default.
 * @param {Schema} schema
 * @param {any} value
 * @param {Schema} [root] where `$ref` looks
 * @returns {any}
 */
export function canonical(schema, value, root = schema) {
  const form = fitting(schema, value, root);
  if (Array.isArray(value)) return form.items ? value.map((item) => canonical(form.items, item, root)) : value;
  if (typeof value !== "object" || value === null) return value;
  /** @type {Record<string, any>} */
  const result = {};
  for (const [name, given] of Object.entries(value)) {
    const inner = schemaOf(form, name);
    const kept = inner ? canonical(inner, given, root) : given;
    if (!inner || !isDefault(inner, kept, root)) result[name] = kept;
  }
  return result;
}

/**
 * @param {Schema} schema
 * @param {any} value canonical
 * @param {Schema} root
 */
function isDefault(schema, value, root) {
  if (!("default" in schema)) return false;
  return same(value, schema.default) || same(value, canonical(schema, schema.default, root));
}

/**
 * What is wrong with the fields of an element, by their dotted path.
 * @param {Schema} schema
 * @param {any} value
 * @param {string} element
 * @param {string} [path]
 * @param {Schema} [root]
 * @returns {Fault[]}
 */
export function faultsOf(schema, value, element, path = "", root = schema) {
  const form = fitting(schema, value, root);
  const wrong = wrongScalar(form, value);
  if (wrong) return [new Fault(element, path, wrong)];
  if (Array.isArray(value))
    return value.flatMap((item, place) => faultsOf(form.items ?? {}, item, element, join(path, place), root));
  if (typeof value !== "object" || value === null) return [];
  const missing = (form.required ?? []).filter((/** @type {string} */ name) => !(name in value));
  return [
    ...missing.map((/** @type {string} */ name) => new Fault(element, join(path, name), "is missing")),
    ...Object.entries(value).flatMap(([name, inner]) => named(form, name, inner, element, path, root)),
  ];
}

/**
 * @param {Schema} form
 * @param {string} name
 * @param {any} value
 * @param {string} element
 * @param {string} path
 * @param {Schema} root
 * @returns {Fault[]}
 */
function named(form, name, value, element, path, root) {
  const inner = schemaOf(form, name);
  const unknown = form.additionalProperties === false || form.patternProperties;
  if (!inner)
    return unknown ? [new Fault(element, join(path, name), "is not a field of this kind of element")] : [];
  return faultsOf(inner, value, element, join(path, name), root);
}

/**
 * @param {Schema} form
 * @param {string} name
 * @returns {Schema | undefined}
 */
function schemaOf(form, name) {
  if (form.properties && Object.hasOwn(form.properties, name)) return form.properties[name];
  for (const [pattern, schema] of Object.entries(form.patternProperties ?? {}))
    if (new RegExp(pattern).test(name)) return schema;
  return typeof form.additionalProperties === "object" ? form.additionalProperties : undefined;
}

/**
 * The schema itself, or the one of its alternatives that fits the value's type.
 * @param {Schema} schema
 * @param {any} value
 * @param {Schema} root
 * @returns {Schema}
 */
function fitting(schema, value, root) {
  if (schema.$ref) return root.$defs[schema.$ref.slice("#/$defs/".length)];
  if (!schema.anyOf) return schema;
  const forms = schema.anyOf.map((/** @type {Schema} */ one) => fitting(one, value, root));
  return forms.find((/** @type {Schema} */ form) => hasType(form, value)) ?? forms[0];
}

/** @type {Record<string, (value: any) => boolean>} */
const TYPES = {
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
  integer: (value) => Number.isInteger(value),
  number: (value) => Number.isFinite(value),
  array: (value) => Array.isArray(value),
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
};
const WORDS = { integer: "must be a whole number", number: "must be a number", string: "must be text" };

/** @param {Schema} form @param {any} value */
const hasType = (form, value) => !form.type || TYPES[form.type](value);

/**
 * @param {Schema} form
 * @param {any} value
 * @returns {string}
 */
function wrongScalar(form, value) {
  if (!hasType(form, value)) return Reflect.get(WORDS, form.type) ?? `must be of type ${form.type}`;
  if (form.enum && !form.enum.includes(value)) return `must be one of ${form.enum.join(", ")}`;
  if (typeof value === "string") return wrongText(form, value);
  return typeof value === "number" ? wrongNumber(form, value) : "";
}

/** @param {Schema} form @param {string} value */
function wrongText(form, value) {
  if (form.maxLength !== undefined && [...value].length > form.maxLength)
    return `must have at most ${form.maxLength} characters`;
  if (form.pattern && !new RegExp(form.pattern, "u").test(value)) return `must match ${form.pattern}`;
  return value.includes("\0") ? "must not contain the NUL character" : "";
}

/** @param {Schema} form @param {number} value */
function wrongNumber(form, value) {
  if (value < (form.minimum ?? -Infinity)) return `must be at least ${form.minimum}`;
  if (value > (form.maximum ?? Infinity)) return `must be at most ${form.maximum}`;
  return value <= (form.exclusiveMinimum ?? -Infinity) ? `must be above ${form.exclusiveMinimum}` : "";
}

/** @param {string} path @param {string | number} name */
const join = (path, name) => (path ? `${path}.${name}` : String(name));
