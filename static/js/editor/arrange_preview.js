/** How things would stand: frames, cards with their names, and straight lines, over the drawing as it is. */
import { draw } from "./dom.js";
import { centre } from "./geometry.js";
import { border } from "./lines.js";
import { nameOf } from "./places.js";
import { rect } from "./sketch.js";

const NAMED = 400; // more names than that nobody reads, and they take long to draw
const LETTER = 7.2; // pixels, as wide as they are on average

/** @param {any} editor @param {Map<string, import("./geometry.js").Box>} boxes @returns {SVGElement[]} frames first */
export function sketched(editor, boxes) {
  const zones = [...boxes].filter(([key]) => editor.model.get(key)?.section === "zones");
  const nodes = [...boxes].filter(([key]) => editor.model.get(key)?.section === "nodes");
  const named = boxes.size <= NAMED;
  const shape = (name, top) => ([key, box]) => [rect(name, box), ...(named ? [label(nameOf(editor, key), box, top(box))] : [])];
  return [
    ...zones.flatMap(shape("hand-ghost is-zone", () => 18)),
    draw("path", { class: "hand-ghost-lines", d: linesOf(editor.model, boxes) }),
    ...nodes.flatMap(shape("hand-ghost", ({ height }) => height / 2 + 4)),
  ];
}

function label(text, { x, y, width }, top) {
  const fits = Math.max(1, Math.floor((width - 24) / LETTER));
  return draw("text", { class: "hand-ghost-name", x: x + 12, y: y + top }, text.length > fits ? `${text.slice(0, fits - 1)}…` : text);
}

/** Straight lines between the boxes, as data of one path. Pure. */
export function linesOf(model, boxes) {
  const lines = ["links", "replications"].flatMap((section) => [...model.section(section).values()]);
  return lines.filter(({ source, target }) => source !== target && boxes.has(source) && boxes.has(target)).map(({ source, target }) => {
    const [a, b] = [boxes.get(source), boxes.get(target)];
    const [from, to] = [border(a, centre(b)), border(b, centre(a))];
    return `M${from.x} ${from.y}L${to.x} ${to.y}`;
  }).join("");
}
