/** What is to be drawn of an element, measured: a card, a frame or a line. Pure over model, kinds, views and badges. */
import { COLOURS, chipBoxes, groupChips, inRows, portChips, portRoom } from "./chips.js";
import { oneLine } from "./ruler.js";
import { CARD, CHIP, GROUP } from "./sizes.js";
import { family, kindWords, linkWords, nameOf, replicationWords, zoneMeta } from "./words.js";

/** @typedef {import("./chips.js").Chip} Chip
 * @typedef {{count: number, severity: string, title: string}} Badge
 * @typedef {{key: string, classes: string, icon: string, label: string, words: string, title: string, width: number, optional: boolean, slot: string, ports: Chip[], groups: Chip[], foot: number, chips: Map<string, any>, badge?: Badge}} Card
 * @typedef {{key: string, classes: string, family: string, icon: string, label: string, meta: string, title: string, groups: Chip[], badge?: Badge}} Frame
 * @typedef {{key: string, members: string[], source: string, target: string, port: string, classes: string, colour: string, dash: string, label: string, title: string, bothWays: boolean, frames: boolean, badge?: Badge}} Line */

const PLAIN = new Set(["dataflow"]); // what shows neither ports nor groups

export class Scene {
  /** Element key -> badge. @type {Map<string, Badge>} */
  badges = new Map();
  #editor;
  #ruler;
  /** @type {Map<string, number>} */
  #numbers = new Map();
  /** @type {Map<string, Card>} */
  #cards = new Map();

  /** @param {any} editor @param {import("./ruler.js").Ruler} ruler */
  constructor(editor, ruler) {
    this.#editor = editor;
    this.#ruler = ruler;
    this.renumber();
  }

  get #model() {
    return this.#editor.model;
  }

  /** What the view shows. */
  get shows() {
    return this.#editor.views.shows;
  }

  /** Deals the colours out to the security groups, in the order of their keys. */
  renumber() {
    const keys = [...this.#model.section("security_groups").keys()].sort();
    this.#numbers = new Map(keys.map((key, place) => [key, (place % COLOURS) + 1]));
  }

  /** The colour of a security group. @param {string} key */
  colourOf(key) {
    return this.#numbers.get(key) ?? 1;
  }

  /** @param {string} key */
  isFrame(key) {
    return this.#model.get(key)?.section === "zones" && !this.#editor.views.collapsed.has(key);
  }

  /** The size that an element's card takes. @param {string} key */
  measure(key) {
    const element = this.#model.get(key);
    if (!element) return { width: CARD.narrow, height: CARD.height };
    const kind = this.#editor.kinds.get(element.fields.kind);
    const words = element.section === "zones" ? this.#hidden(key, kind) : kindWords(element.fields, kind);
    return { width: this.#width(nameOf(element.fields, key), words), height: CARD.height };
  }

  /** Forgets how these cards look; without keys, all of them. @param {Iterable<string>} [keys] */
  forget(keys) {
    if (keys) for (const key of keys) this.#cards.delete(key);
    else this.#cards.clear();
  }

  /** @param {string} key @param {number} width @returns {Card} */
  card(key, width) {
    const known = this.#cards.get(key);
    if (known?.width === width) return known;
    const made = this.#card(key, width);
    this.#cards.set(key, made);
    return made;
  }

  /** @param {string} key @param {number} width @returns {Card} */
  #card(key, width) {
    const { section, fields } = this.#model.get(key);
    const kind = this.#editor.kinds.get(fields.kind);
    const label = oneLine(nameOf(fields, key));
    const words = section === "zones" ? this.#hidden(key, kind) : kindWords(fields, kind);
    const badge = this.badges.get(key);
    const plain = PLAIN.has(this.shows);
    const ports = section === "zones" || plain ? [] : portChips(this.#ports(key), portRoom(width, Boolean(badge)), this.#ruler);
    const groups = plain ? [] : groupChips(this.groupsOn(key), width - 2 * CARD.pad, this.#ruler);
    const rows = inRows(groups, width - 2 * CARD.pad).length;
    const state = section === "zones" ? "is-collapsed" : `concern-${kind?.concern ?? "none"}${fields.optional ? " is-optional" : ""}`;
    return {
      key, label, words, ports, groups, badge, width,
      classes: `node kind-${fields.kind} ${state}`,
      icon: kind?.icon ?? (section === "zones" ? family(fields, kind) : "service"),
      title: `${label}\n${words}`,
      optional: Boolean(fields.optional),
      slot: fields.slot ?? "",
      foot: rows ? CHIP.foot + (rows - 1) * GROUP.step : 0,
      chips: chipBoxes(ports),
    };
  }

  /** @param {string} key @returns {Frame} */
  frame(key) {
    const { fields } = this.#model.get(key);
    const kind = this.#editor.kinds.get(fields.kind);
    const tint = family(fields, kind);
    const meta = this.#ruler.fit(zoneMeta(fields, kind), 200, "meta");
    const groups = PLAIN.has(this.shows) ? [] : groupChips(this.groupsOn(key), 240, this.#ruler, 1);
    const label = oneLine(nameOf(fields, key));
    return {
      key, label, meta, groups, family: tint, badge: this.badges.get(key),
      classes: `zone zone-${tint} kind-${fields.kind}`,
      icon: kind?.icon ?? tint,
      title: `${label}\n${kind?.label ?? fields.kind} · ${meta}`,
    };
  }

  /** The security groups on an element, with their colours. @param {string} key */
  groupsOn(key) {
    const attachments = this.#model.section("attachments");
    const keys = this.#model.referring(key).filter((/** @type {string} */ one) => attachments.get(one)?.target === key);
    const groups = [...new Set(keys.map((/** @type {string} */ one) => attachments.get(one).group))].sort();
    return groups.map((group) => ({ key: group, fields: this.#model.get(group)?.fields, number: this.colourOf(group) }));
  }

  /** The line of a link, replication, peering or route, or of several that run between the same collapsed zones.
   * @param {string[]} members @param {string} source @param {string} target @returns {Line} */
  line(members, source, target) {
    const { section, fields } = this.#model.get(members[0]);
    const rest = { members, source, target, port: "", bothWays: section === "peerings", frames: section === "peerings" || section === "routes" };
    const badge = members.map((key) => this.badges.get(key)).find(Boolean);
    if (members.length > 1) return { ...rest, ...this.#bundle(members), key: `${source} ${target}`, badge };
    return { ...rest, ...this.#look(section, fields), key: members[0], badge };
  }

  /** @param {string[]} members */
  #bundle(members) {
    const encrypted = members.every((key) => this.#model.get(key).fields.encrypted);
    const title = `${members.length} connections`;
    return { classes: `link is-bundle${encrypted ? " link-encrypted" : ""}`, colour: encrypted ? "link-encrypted" : "link", dash: "", label: `×${members.length}`, title };
  }

  /** @param {string} section @param {any} fields */
  #look(section, fields) {
    if (section === "links") return this.#link(fields);
    const [from, to] = endsOf(section, fields).map((key) => nameOf(this.#model.get(key)?.fields, key));
    if (section === "replications") {
      const words = replicationWords(fields);
      const title = `${from} ⇒ ${to}\nreplication: ${words}, failover ${fields.failover ?? "none"}`;
      return { classes: "replication", colour: "replication", dash: "7 4", label: words, title };
    }
    if (section === "peerings") return { classes: "link peering", colour: "link", dash: "1 4", label: fields.label || "peering", title: `${from} ↔ ${to}\npeering` };
    const words = `${fields.destination} ${fields.availability_zone ?? ""}`.trim();
    return { classes: "link route", colour: "link", dash: "2 3", label: words, title: `${from} → ${to}\nroute ${words}` };
  }

  /** @param {any} fields */
  #link(fields) {
    const port = fields.port ? this.#model.get(fields.port)?.fields : undefined;
    const role = fields.role ?? "traffic";
    const told = fields.encrypted === true ? "encrypted" : fields.encrypted === false ? "not encrypted" : "encryption not stated";
    const [from, to] = [fields.source, fields.target].map((key) => nameOf(this.#model.get(key)?.fields, key));
    const shown = Boolean(port) && !PLAIN.has(this.shows);
    return {
      port: shown ? fields.port : "",
      classes: `link link-${role}${fields.encrypted ? " link-encrypted" : ""}`,
      colour: fields.encrypted ? "link-encrypted" : "link",
      dash: role === "traffic" ? "" : "2 3",
      label: linkWords(fields, port, shown),
      title: `${from} → ${to}\n${linkWords(fields, port, false)}\n${role}, ${told}`,
    };
  }

  /** @param {string} key @returns {[string, any][]} */
  #ports(key) {
    return this.#model.portsOf(key).map((/** @type {string} */ one) => [one, this.#model.get(one).fields]);
  }

  /** @param {string} key @param {any} kind */
  #hidden(key, kind) {
    let nodes = 0;
    const waiting = [key];
    while (waiting.length) {
      for (const child of this.#model.childrenOf(waiting.pop())) {
        if (this.#model.get(child).section === "nodes") nodes += 1;
        else waiting.push(child);
      }
    }
    return `${kind?.label ?? "Zone"} · ${nodes} node${nodes === 1 ? "" : "s"}`;
  }

  /** @param {string} label @param {string} words */
  #width(label, words) {
    const needed = Math.max(this.#ruler.width(oneLine(label), "label"), this.#ruler.width(words, "kind"));
    const stepped = Math.ceil((needed + CARD.text + CARD.pad) / 8) * 8;
    return Math.min(Math.max(stepped, CARD.narrow), CARD.wide);
  }
}

/** From where to where a line runs. @param {string} section @param {any} fields @returns {[string, string]} */
export function endsOf(section, fields) {
  if (section === "peerings") return [fields.network, fields.peer];
  return section === "routes" ? [fields.zone, fields.via] : [fields.source, fields.target];
}
