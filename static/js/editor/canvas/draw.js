/** Cards, frames and lines as SVG, alike to what the server draws (docs/diagram-style.md). Each is drawn around its
 * own upper left corner. */
import { arrowhead, pathData } from "./curves.js";
import { inRows, row as rowWidth } from "./chips.js";
import { BADGE, CARD, CHIP, GROUP, LOCK } from "./sizes.js";
import { tag, textAt } from "./svg.js";

/** @typedef {import("./ruler.js").Ruler} Ruler
 * @typedef {import("./chips.js").Chip} Chip
 * @typedef {import("./curves.js").Box} Box */

/** @param {import("./scene.js").Card} card @param {Box} box @param {Ruler} ruler */
export function drawCard(card, box, ruler) {
  const room = box.width - CARD.text - CARD.pad + 4;
  return tag("g", { class: card.classes, "data-key": card.key, transform: `translate(${box.x} ${box.y})` },
    tag("title", {}, card.title),
    tag("rect", { class: "body", width: box.width, height: box.height, rx: 4 }),
    ...slot(card, box),
    icon(card.icon, CARD.pad, 16, 24),
    textAt("node-label", CARD.text, 25, ruler.fit(card.label, room, "label")),
    textAt("node-kind", CARD.text, 41, ruler.fit(card.words, room, "kind")),
    ...card.ports.map((chip) => port(chip, card.chips.get(chip.key).x)),
    ...cardGroups(card, box),
    ...badgeAt(card.badge, box.width - BADGE.width + 8, -9));
}

/** @param {import("./scene.js").Frame} frame @param {Box} box @param {Ruler} ruler */
export function drawFrame(frame, box, ruler) {
  const end = box.width - 12 - (frame.badge ? BADGE.width : 0);
  const chips = frame.groups.length ? rowWidth(frame.groups) + CHIP.gap : 0;
  const meta = beside(frame, end - chips - 54, ruler);
  const left = end - ruler.width(meta, "meta") - (meta ? 10 : 0) - chips;
  return tag("g", { class: frame.classes, "data-key": frame.key, transform: `translate(${box.x} ${box.y})` },
    tag("title", {}, frame.title),
    tag("rect", { class: "frame", width: box.width, height: box.height, rx: 5 }),
    icon(frame.icon, 10, 8, 16),
    textAt("zone-label", 32, 20, ruler.fit(frame.label, Math.max(left - 44, 24), "zone")),
    ...(meta ? [textAt("zone-meta", end, 20, meta, { "text-anchor": "end" })] : []),
    ...groupRow(frame.groups, left, 9),
    ...badgeAt(frame.badge, box.width - BADGE.width - 8, 7));
}

/** What stands beside the name of a frame: nothing where the name needs the room.
 * @param {import("./scene.js").Frame} frame @param {number} room @param {Ruler} ruler */
const beside = ({ label, meta }, room, ruler) => (ruler.width(label, "zone") + ruler.width(meta, "meta") <= room ? meta : "");

/** @param {import("./scene.js").Line} line @param {import("./curves.js").Curve} curve */
export function drawLine(line, curve) {
  const data = pathData(curve);
  return tag("g", lineAttributes(line, line.classes),
    tag("title", {}, line.title),
    tag("path", { class: "reach", d: data }),
    tag("path", { class: "way", d: data, "stroke-dasharray": line.dash || undefined }),
    ...heads(line, curve));
}

/** Leads a drawn line another way. @param {SVGElement} drawn @param {import("./scene.js").Line} line @param {import("./curves.js").Curve} curve */
export function leadLine(drawn, line, curve) {
  const data = pathData(curve);
  for (const path of drawn.querySelectorAll("path")) path.setAttribute("d", data);
  const points = headsOf(line, curve);
  drawn.querySelectorAll("polygon").forEach((head, place) => head.setAttribute("points", points[place]));
}

/** The words of a line. @param {import("./scene.js").Line} line @param {Box} box @param {string} words */
export function drawLabel(line, box, words) {
  const width = box.width - (line.badge ? BADGE.width : 0);
  const shown = words ? [
    tag("rect", { width, height: 16, rx: 2 }),
    textAt("", width / 2, 11.5, words, { "text-anchor": "middle" }),
  ] : [];
  return tag("g", { ...lineAttributes(line, `link-label ${line.classes}`), transform: `translate(${box.x} ${box.y})` },
    tag("title", {}, line.title), ...shown, ...badgeAt(line.badge, width, -1));
}

/** @param {import("./scene.js").Line} line @param {string} classes */
const lineAttributes = (line, classes) => ({ class: classes, "data-key": line.members[0], "data-source": line.source, "data-target": line.target });

/** @param {import("./scene.js").Line} line @param {import("./curves.js").Curve} curve */
function heads(line, curve) {
  const name = line.colour === "link" ? "arrow" : `arrow-${line.colour.replace("link-", "")}`;
  return headsOf(line, curve).map((points) => tag("polygon", { class: name, points }));
}

/** @param {import("./scene.js").Line} line @param {import("./curves.js").Curve} curve */
function headsOf(line, curve) {
  const ends = line.bothWays ? [curve, [...curve].reverse()] : [curve];
  return ends.map((one) => arrowhead(one).map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" "));
}

/** @param {string} name @param {number} x @param {number} y @param {number} size */
const icon = (name, x, y, size) =>
  tag("use", { class: "icon", href: `#editor-icon-${name}`, "data-icon": name, transform: `translate(${x} ${y}) scale(${size / 24})` });

/** @param {import("./scene.js").Card} card @param {Box} box */
function slot(card, box) {
  if (!card.slot) return [];
  return [tag("rect", { class: `slot slot-${card.slot}`, x: 3, y: 6, width: 3, height: box.height - 12, rx: 1.5 })];
}

/** @param {Chip} chip @param {number} x */
function port(chip, x) {
  const lock = chip.tls ? LOCK : 0;
  return tag("g", { class: chip.look, "data-key": chip.key || undefined, transform: `translate(${x} ${-CHIP.top})` },
    tag("title", {}, chip.title),
    tag("rect", { width: chip.width, height: CHIP.height, rx: 2, "stroke-dasharray": chip.hollow ? "2 2" : undefined }),
    ...(chip.tls ? [
      tag("path", { class: "shackle", d: "M6.5 7.5v-1.2a2 2 0 0 1 4 0v1.2" }),
      tag("path", { class: "lock", d: "M5 7.5h7v4.5h-7z" }),
    ] : []),
    textAt("", lock + (chip.width - lock) / 2, 11.5, chip.text, { "text-anchor": "middle" }));
}

/** @param {import("./scene.js").Card} card @param {Box} box */
function cardGroups(card, box) {
  return inRows(card.groups, box.width - 2 * CARD.pad).flatMap((chips, place) =>
    groupRow(chips, CARD.pad, box.height - CHIP.foot + place * GROUP.step));
}

/** @param {Chip[]} chips @param {number} x @param {number} y */
function groupRow(chips, x, y) {
  return chips.map((chip) => {
    const drawn = group(chip, x, y);
    x += chip.width + CHIP.gap;
    return drawn;
  });
}

/** @param {Chip} chip @param {number} x @param {number} y */
function group(chip, x, y) {
  return tag("g", { class: chip.look, "data-group": chip.key || undefined, transform: `translate(${x} ${y})` },
    tag("title", {}, chip.title),
    tag("rect", { width: chip.width, height: GROUP.height, rx: 2 }),
    ...(chip.number ? [tag("rect", { class: "swatch", x: 4, y: 4, width: 6, height: 6 })] : []),
    textAt("", chip.number ? 14 : 4, 10.5, chip.text));
}

/** The worst severity's initial and the number of findings. @param {import("./scene.js").Badge | undefined} badge @param {number} x @param {number} y */
function badgeAt(badge, x, y) {
  if (!badge) return [];
  const letter = badge.severity === "unknown" ? "?" : badge.severity[0].toUpperCase();
  return [tag("g", { class: `finding-badge severity-${badge.severity}`, transform: `translate(${x} ${y})` },
    tag("title", {}, badge.title),
    tag("rect", { width: BADGE.width, height: BADGE.height, rx: 9 }),
    textAt("", BADGE.width / 2, 13, `${letter}${Math.min(badge.count, 99)}`, { "text-anchor": "middle" }))];
}
