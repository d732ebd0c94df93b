/** What must hold between the fields of one element. The same as the validators of topologies/graph/values. Pure. */
import { Fault } from "./fault.js";
import { faultsOf } from "./schema.js";
import { SECTIONS } from "./sections.js";

/**
 * @typedef {import("./sections.js").Fields} Fields
 * @typedef {Map<string, any>} Kinds slug -> kind, as /api/v1/kinds/ tells it
 */

/**
 * @param {string} section
 * @param {string} key
 * @param {Fields} fields canonical
 * @param {Kinds} kinds
 * @returns {Fault[]}
 */
export function elementFaults(section, key, fields, kinds) {
  const schema = SECTIONS[section];
  const found = faultsOf(schema, fields, key);
  if ("properties" in schema.properties) found.push(...kindFaults(section, key, fields, kinds));
  if (found.length) return found;
  const wrong = TOGETHER[section]?.(fields);
  return wrong ? [new Fault(key, "", wrong)] : [];
}

/** @param {string} section @param {string} key @param {Fields} fields @param {Kinds} kinds @returns {Fault[]} */
function kindFaults(section, key, fields, kinds) {
  if (typeof fields.kind !== "string") return [];
  const kind = kinds.get(fields.kind);
  if (!kind || kind.section !== section) return [new Fault(key, "kind", `there is no kind ${fields.kind}`)];
  return faultsOf(kind.properties, fields.properties, key, "properties");
}

/** @type {Record<string, (fields: Fields) => string>} */
const TOGETHER = {
  nodes: ({ min_instances: least = 1, max_instances: most = 1 }) =>
    least > most ? `min_instances ${least} is above max_instances ${most}` : "",
  ports: ({ number, end }) => (end < number ? `end ${end} is below number ${number}` : ""),
  rules: (fields) => range(fields) || onePeer(fields),
  acl_entries: (fields) => range(fields),
  peerings: ({ network, peer }) => (network === peer ? "a network cannot be peered with itself" : ""),
  views: ({ shows, zone }) =>
    (shows === "zone") !== Boolean(zone) ? "zone is given exactly when shows is 'zone'" : "",
};

/** @param {Fields} fields */
function range({ protocol = "tcp", from_port: from, to_port: to }) {
  if (from === undefined) return to === undefined ? "" : "to_port needs from_port";
  if (protocol === "icmp" || protocol === "all") return `protocol ${protocol} has no ports`;
  return to < from ? `to_port ${to} is below from_port ${from}` : "";
}

/** @param {Fields} fields */
function onePeer({ cidr, peer_group: group, peer_zone: zone }) {
  const given = [cidr, group, zone].filter((peer) => peer !== undefined).length;
  return given === 1 ? "" : "needs exactly one of cidr, peer_group and peer_zone";
}
