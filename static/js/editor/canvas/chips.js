/** The chips on a card's or frame's border: ports above, security groups below. Pure. */
import { BADGE, CARD, CHIP, LOCK } from "./sizes.js";
import { nameOf, portNumbers, portTitle } from "./words.js";

/** @typedef {{key: string, text: string, title: string, width: number, look: string, tls?: boolean, hollow?: boolean, number?: number}} Chip
 * @typedef {import("./ruler.js").Ruler} Ruler */

export const COLOURS = 8;

/** Chips of these ports: with the names of applications where there is room, numbers alone where not, and one last
 * chip that counts what still does not fit.
 * @param {[string, any][]} ports @param {number} room @param {Ruler} ruler @returns {Chip[]} */
export function portChips(ports, room, ruler) {
  const full = ports.map(([key, port]) => chipOf(key, port, `${portNumbers(port)} ${port.application ?? ""}`.trim(), ruler));
  if (row(full) <= room) return full;
  return fitting(ports.map(([key, port]) => chipOf(key, port, portNumbers(port), ruler)), room, ruler);
}

/** @param {string} key @param {any} port @param {string} words @param {Ruler} ruler @returns {Chip} */
function chipOf(key, port, words, ruler) {
  const text = ruler.fit(words, 110, "port");
  const width = Math.ceil(ruler.width(text, "port")) + 10 + (port.tls ? LOCK : 0);
  const look = `port${port.access === "public" ? " port-public" : ""}${port.bind === "localhost" ? " port-localhost" : ""}`;
  return { key, text, title: portTitle(port), width, look, tls: Boolean(port.tls), hollow: port.bind === "localhost" };
}

/** @param {Chip[]} chips @param {number} room @param {Ruler} ruler */
function fitting(chips, room, ruler) {
  if (row(chips) <= room) return chips;
  for (let kept = chips.length - 1; kept >= 0; kept -= 1) {
    const shown = [...chips.slice(0, kept), more(chips.slice(kept), ruler)];
    if (row(shown) <= room || !kept) return shown;
  }
  return [];
}

/** @param {Chip[]} hidden @param {Ruler} ruler @returns {Chip} */
function more(hidden, ruler) {
  const text = `+${hidden.length}`;
  const look = `${hidden[0].look.split(" ")[0]} is-more`;
  return { key: "", text, title: hidden.map((chip) => chip.title).join("\n"), width: Math.ceil(ruler.width(text, "port")) + 10, look };
}

/** @param {{key: string, fields: any, number: number}[]} groups @param {number} room @param {Ruler} ruler @param {number} rows */
export function groupChips(groups, room, ruler, rows = 2) {
  const chips = groups.map(({ key, fields, number }) => groupChip(key, fields, number, room - 18, ruler));
  for (let kept = chips.length; kept >= 0; kept -= 1) {
    const shown = kept === chips.length ? chips : [...chips.slice(0, kept), more(chips.slice(kept), ruler)];
    if (inRows(shown, room).length <= rows) return shown;
  }
  return [];
}

/** @param {string} key @param {any} fields @param {number} number @param {number} room @param {Ruler} ruler @returns {Chip} */
function groupChip(key, fields, number, room, ruler) {
  const text = ruler.fit(nameOf(fields, key), room, "group");
  const title = `${fields?.firewall ? "firewall" : "security group"} ${nameOf(fields, key)}`;
  return { key, text, title, width: Math.ceil(ruler.width(text, "group")) + 18, look: `group-chip group-${number}`, number };
}

/** @param {Chip[]} chips @param {number} room @returns {Chip[][]} */
export function inRows(chips, room) {
  /** @type {Chip[][]} */
  const rows = [];
  for (const chip of chips) {
    const last = rows.at(-1);
    if (last && row([...last, chip]) <= room) last.push(chip);
    else rows.push([chip]);
  }
  return rows;
}

/** @param {Chip[]} chips */
export const row = (chips) => chips.reduce((sum, chip) => sum + chip.width, 0) + CHIP.gap * Math.max(0, chips.length - 1);

/** Port key -> its chip's box, relative to the card's upper left corner. @param {Chip[]} chips */
export function chipBoxes(chips) {
  const found = new Map();
  let x = CARD.pad;
  for (const chip of chips) {
    found.set(chip.key, { x, y: -CHIP.top, width: chip.width, height: CHIP.height });
    x += chip.width + CHIP.gap;
  }
  return found;
}

/** @param {number} width @param {boolean} badge */
export const portRoom = (width, badge) => width - 2 * CARD.pad - (badge ? BADGE.width : 0);
