/** Answers, line by line on standard output, what the browser's model makes of operations on a document. */
import { createInterface } from "node:readline";

import { Fault } from "../../static/js/editor/fault.js";
import { Model } from "../../static/js/editor/model.js";
import { same } from "../../static/js/editor/schema.js";
import { HEADER, REFERENCES, SECTIONS } from "../../static/js/editor/sections.js";

let kinds = new Map();

function answer({ kinds: rows, document, operations, changes: told }) {
  if (rows) {
    kinds = new Map(rows.map((row) => [row.slug, row]));
    return { sections: SECTIONS, references: REFERENCES, header: HEADER };
  }
  const model = new Model(document, kinds);
  if (told) {
    model.accept(told, "remote");
    return { document: model.document() };
  }
  const before = structuredClone(model.document());
  try {
    const { changes, inverse } = model.apply(operations);
    const after = model.document();
    model.apply(inverse);
    return { document: after, changes, inverse, back: model.document() };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const faults = error.all.map(({ element, field }) => [element, field]);
    return { faults, message: String(error), untouched: same(model.document(), before) };
  }
}

for await (const line of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
