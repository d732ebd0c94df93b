/** Paints the drawing small on a bitmap: for the overview and the minimap.
 * @typedef {import("./curves.js").Box} Box
 * @typedef {{stage: import("./stage.js").Stage, scene: import("./scene.js").Scene, wires: import("./wires.js").Wires,
 *   colours: import("./colours.js").Colours, boxOf: (key: string) => Box | undefined, depthOf: (key: string) => number,
 *   editor: any}} Parts */
import { Grid } from "./grid.js";
import { family, nameOf } from "./words.js";
import { oneLine } from "./ruler.js";

/** @param {Parts} parts @param {CanvasRenderingContext2D} context @param {Box} area @param {number} zoom @param {boolean} [bare] without lines and words */
export function paintFar(parts, context, area, zoom, bare = false) {
  const { scene, stage, boxOf, depthOf } = parts;
  const keys = [...stage.things.within(area)].filter(boxOf); // what went since the last frame is still in the grid
  const frames = keys.filter((key) => scene.isFrame(key)).sort((a, b) => depthOf(a) - depthOf(b));
  for (const key of frames) paintFrame(parts, context, key, zoom);
  if (!bare) paintLines(parts, context, area, zoom);
  const cards = keys.filter((key) => !scene.isFrame(key));
  paintCards(parts, context, cards, zoom);
  if (bare) return;
  paintNames(parts, context, frames, zoom);
  for (const key of keys) paintFinding(parts, context, key, zoom);
}

/** @param {Parts} parts @param {CanvasRenderingContext2D} context @param {string} key @param {number} zoom */
function paintFrame({ editor, colours, boxOf, stage }, context, key, zoom) {
  const { fields } = editor.model.get(key);
  const tint = family(fields, editor.kinds.get(fields.kind));
  const { x, y, width, height } = /** @type {Box} */ (boxOf(key));
  context.fillStyle = colours.get(`zone-${tint}`);
  context.fillRect(x, y, width, height);
  const selected = stage.has(key, "is-selected");
  context.strokeStyle = colours.get(selected ? "accent" : `zone-${tint}-frame`);
  context.lineWidth = (selected ? 2.5 : 1) / zoom;
  context.strokeRect(x, y, width, height);
}

/** @param {Parts} parts @param {CanvasRenderingContext2D} context @param {Box} area @param {number} zoom */
function paintLines({ wires, colours, boxOf, editor, stage }, context, area, zoom) {
  /** @type {Record<string, Path2D>} */
  const paths = {};
  for (const key of stage.lines.within(area)) {
    const { source, target, members } = /** @type {import("./wires.js").Wire} */ (wires.all.get(key));
    const [a, b] = [/** @type {Box} */ (boxOf(source)), /** @type {Box} */ (boxOf(target))];
    const element = editor.model.get(members[0]);
    const colour = element?.section === "replications" ? "replication" : element?.fields.encrypted ? "link-encrypted" : "link";
    paths[colour] ??= new Path2D();
    paths[colour].moveTo(a.x + a.width / 2, a.y + a.height / 2);
    paths[colour].lineTo(b.x + b.width / 2, b.y + b.height / 2);
  }
  context.globalAlpha = wires.all.size > 2000 ? 0.3 : 0.6;
  context.lineWidth = 1 / zoom;
  for (const [colour, path] of Object.entries(paths)) {
    context.strokeStyle = colours.get(colour);
    context.stroke(path);
  }
  context.globalAlpha = 1;
}

/** @param {Parts} parts @param {CanvasRenderingContext2D} context @param {string[]} keys @param {number} zoom */
function paintCards({ colours, boxOf, stage }, context, keys, zoom) {
  const [plain, selected, lost] = [new Path2D(), new Path2D(), new Path2D()];
  for (const key of keys) {
    const { x, y, width, height } = /** @type {Box} */ (boxOf(key));
    (stage.has(key, "is-selected") ? selected : stage.has(key, "is-lost") ? lost : plain).rect(x, y, width, height);
  }
  context.lineWidth = 1 / zoom;
  for (const [path, fill, edge] of /** @type {[Path2D, string, string][]} */ ([[lost, "sheet-sunk", "rule"], [plain, "sheet", "ink-faint"], [selected, "accent", "accent"]])) {
    context.fillStyle = colours.get(fill);
    context.strokeStyle = colours.get(edge);
    context.fill(path);
    context.stroke(path);
  }
}

/** Names of zones keep their size, so that one sees where one is; the outer ones first, and none over another.
 * @param {Parts} parts @param {CanvasRenderingContext2D} context @param {string[]} frames @param {number} zoom */
function paintNames({ editor, colours, boxOf }, context, frames, zoom) {
  const size = 11 / zoom;
  const taken = new Grid();
  context.font = `600 ${size}px ${getComputedStyle(document.body).fontFamily}`;
  context.lineWidth = 3 / zoom;
  context.lineJoin = "round";
  context.strokeStyle = colours.get("sheet");
  context.fillStyle = colours.get("ink");
  for (const key of frames) {
    const { x, y, width, height } = /** @type {Box} */ (boxOf(key));
    if (width * zoom < 40 || height * zoom < 24) continue;
    const words = oneLine(nameOf(editor.model.get(key).fields, key));
    const box = { x: x + 5 / zoom, y, width: context.measureText(words).width, height: 1.5 * size };
    if (box.width > width - 8 / zoom || taken.within(box).size) continue;
    taken.set(key, box);
    context.strokeText(words, box.x, y + 1.3 * size);
    context.fillText(words, box.x, y + 1.3 * size);
  }
}

/** @param {Parts} parts @param {CanvasRenderingContext2D} context @param {string} key @param {number} zoom */
function paintFinding({ scene, colours, boxOf }, context, key, zoom) {
  const badge = scene.badges.get(key);
  if (!badge || badge.severity === "unknown") return;
  const box = /** @type {Box} */ (boxOf(key));
  context.fillStyle = colours.get(badge.severity);
  context.beginPath();
  context.arc(box.x + box.width, box.y, 3 / zoom, 0, 2 * Math.PI);
  context.fill();
}
