/** The drawing as a graph for ELK, and ELK's answer as boxes of the drawing. Pure. */
import { GRID, ZONE_HEADER, ZONE_PAD, around } from "./geometry.js";
import { childrenByZone, zonesAround } from "./places.js";

const PADDING = `[top=${ZONE_HEADER + GRID},left=${ZONE_PAD},bottom=${ZONE_PAD},right=${ZONE_PAD}]`;
const SPACING = { "elk.spacing.nodeNode": "32", "elk.layered.spacing.nodeNodeBetweenLayers": "56", "elk.spacing.edgeNode": "16" };
const LAYERED = { "elk.algorithm": "layered", "elk.direction": "DOWN", ...SPACING };
const PACKED = { "elk.algorithm": "rectpacking", "elk.aspectRatio": "1.5", "elk.spacing.nodeNode": "32" };

/** How each style treats a zone that holds zones, and one that holds only nodes. */
export const styles = {
  zones: { word: "zone by zone", outer: PACKED, inner: LAYERED, across: false },
  layers: { word: "in layers", outer: { ...LAYERED, "elk.hierarchyHandling": "INCLUDE_CHILDREN" }, inner: LAYERED, across: true },
};

/**
 * @param {{model: any, boxes: Map<string, any>, roots: string[], within: string | null, style: keyof typeof styles}} what
 * @returns {object} ELK JSON; the root's id is ""
 */
export function graphOf({ model, boxes, roots, style }) {
  const children = childrenByZone(model);
  const held = new Map();
  const nodes = roots.toSorted(byPlace(boxes)).map((key) => nodeOf(key, { children, boxes, style, held }));
  const outer = nodes.some(({ children: inner }) => inner?.length);
  const graph = { id: "", layoutOptions: options(style, outer), children: nodes, edges: [] };
  const owners = new Map([["", graph], ...held]);
  for (const edge of edgesOf(model, held)) ownerOf(model, edge, owners, style)?.edges.push(edge);
  return graph;
}

function nodeOf(key, { children, boxes, style, held }) {
  const inner = (children.get(key) ?? []).filter((child) => boxes.has(child)).sort(byPlace(boxes));
  const { width, height } = boxes.get(key);
  const node = { id: key, edges: [] };
  held.set(key, node);
  if (!inner.length) return Object.assign(node, { width, height });
  const nodes = inner.map((child) => nodeOf(child, { children, boxes, style, held }));
  const outer = nodes.some(({ children: deeper }) => deeper?.length);
  return Object.assign(node, { children: nodes, layoutOptions: { ...options(style, outer), "elk.padding": PADDING } });
}

/** Rows as people read them, so that what stood first stays first. */
const byPlace = (boxes) => (a, b) => boxes.get(a).y - boxes.get(b).y || boxes.get(a).x - boxes.get(b).x || (a < b ? -1 : 1);

const options = (style, outer) => (outer ? styles[style].outer : styles[style].inner);

function edgesOf(model, held) {
  return ["links", "replications"].flatMap((section) => [...model.section(section)].filter(([, { source, target }]) => held.has(source) && held.has(target) && source !== target)
    .map(([key, { source, target }]) => ({ id: key, sources: [source], targets: [target] })));
}

/** Zone by zone a line counts in the zone that both its ends stand in; in layers it counts in the root. */
/** @param {any} model @param {{sources: string[], targets: string[]}} edge @param {Map<string, any>} owners
 * @param {keyof typeof styles} style */
function ownerOf(model, { sources: [source], targets: [target] }, owners, style) {
  if (styles[style].across) return owners.get("");
  const [a, b] = [source, target].map((key) => zonesAround(model, key)[0] ?? "");
  if (a !== b) return undefined;
  return owners.get(a) ?? owners.get("");
}

/** Boxes of everything in ELK's answer, on the grid, where the arranged stood before.
 * @returns {Map<string, import("./geometry.js").Box>} */
export function arranged(answer, { roots, within, boxes }) {
  const found = new Map();
  collect(answer, 0, 0, found);
  const was = within ? { x: boxes.get(within).x + ZONE_PAD, y: boxes.get(within).y + ZONE_HEADER + GRID } : around(roots.map((key) => boxes.get(key)));
  const now = around(roots.map((key) => found.get(key)));
  const [dx, dy] = [was.x - now.x, was.y - now.y];
  return new Map([...found].map(([key, box]) => [key, { ...box, x: Math.round(box.x + dx), y: Math.round(box.y + dy), width: Math.ceil(box.width), height: Math.ceil(box.height) }]));
}

function collect({ children = [] }, x, y, found) {
  for (const child of children) {
    const box = { x: x + child.x, y: y + child.y, width: child.width, height: child.height };
    found.set(child.id, box);
    collect(child, box.x, box.y, found);
  }
}
