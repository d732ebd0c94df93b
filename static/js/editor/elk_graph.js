/** The drawing as a graph for ELK, and ELK's answer as boxes of the drawing. Pure. */
import { GRID, ZONE_HEADER, ZONE_PAD, around } from "./geometry.js";
import { childrenByZone, zonesAround } from "./places.js";

const PADDING = `[top=${ZONE_HEADER + GRID},left=${ZONE_PAD},bottom=${ZONE_PAD},right=${ZONE_PAD}]`;
const SPACING = { "elk.spacing.nodeNode": "32", "elk.layered.spacing.nodeNodeBetweenLayers": "56", "elk.spacing.edgeNode": "16" };
/** The last search for fewer crossings takes a fifth of the time, and left every layout of the five systems as it was. */
const QUICK = { "elk.layered.crossingMinimization.greedySwitch.type": "OFF" };
const LAYERED = { "elk.algorithm": "layered", "elk.direction": "DOWN", ...SPACING, ...QUICK };
/** What has no lines to each other stands in rows, with room for the chips above and below; cards are wide, rows wider. */
const ROWS = { "elk.spacing.componentComponent": "32", "elk.aspectRatio": "2.5" };
const PACKED = { "elk.algorithm": "rectpacking", "elk.aspectRatio": "1.5", "elk.spacing.nodeNode": "32" };

/** A long chain goes on beside itself. */
const WRAPPED = { "elk.layered.wrapping.strategy": "MULTI_EDGE", "elk.layered.wrapping.additionalEdgeSpacing": "0" };
const LONG = 8; // fewer stay in one piece, as people draw tiers

/** How each style treats a zone that holds zones, and one that holds only nodes; does a link between two zones count, as
 * one from zone to zone? Each zone is laid out by itself: ELK's layout of all of them at once took 28 s for 1,000 nodes,
 * and became ten times as wide as high. */
export const styles = {
  zones: { word: "zone by zone", outer: PACKED, inner: { ...LAYERED, ...ROWS }, lifted: false },
  layers: { word: "in layers", outer: { ...LAYERED, ...ROWS, "elk.aspectRatio": "1.6" }, inner: { ...LAYERED, ...ROWS }, lifted: true },
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
  for (const { owner, ...edge } of edgesOf(model, held, styles[style].lifted)) owners.get(owner).edges.push(edge);
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
  const wrapped = !outer && nodes.length > LONG ? WRAPPED : {};
  return Object.assign(node, { children: nodes, layoutOptions: { ...options(style, outer), ...wrapped, "elk.padding": PADDING } });
}

/** Rows as people read them, so that what stood first stays first. */
const byPlace = (boxes) => (a, b) => boxes.get(a).y - boxes.get(b).y || boxes.get(a).x - boxes.get(b).x || (a < b ? -1 : 1);

const options = (style, outer) => (outer ? styles[style].outer : styles[style].inner);

/** The lines to lay out by, each in the zone that holds both its ends ("" = the root); many between two are one. */
function edgesOf(model, held, lifted) {
  const found = new Map();
  for (const [key, { source, target }] of ["links", "replications"].flatMap((section) => [...model.section(section)])) {
    if (!held.has(source) || !held.has(target) || source === target) continue;
    const { owner, from, to } = meeting(model, held, source, target);
    const own = from === source && to === target;
    if (from !== to && (own || lifted)) found.set(`${from} ${to}`, { id: key, owner, sources: [from], targets: [to] });
  }
  return found.values();
}

/** The innermost zone around both, and what of it holds each: itself, or a zone around it. */
function meeting(model, held, source, target) {
  const [a, b] = [source, target].map((key) => [key, ...zonesAround(model, key).filter((zone) => held.has(zone))]);
  const owner = a.slice(1).find((zone) => b.includes(zone, 1)) ?? "";
  const below = (/** @type {string[]} */ way) => (owner ? way[way.indexOf(owner) - 1] : way.at(-1));
  return { owner, from: below(a), to: below(b) };
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
