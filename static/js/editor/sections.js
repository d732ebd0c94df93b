/**
 * The fields of every section, as JSON Schema, and which of them refer to other elements. The same as the values
 * of topologies/graph; a test compares the two.
 *
 * @typedef {Record<string, any>} Fields an element in canonical form: without its key and without defaults
 * @typedef {Record<string, any>} Schema
 * @typedef {{sections: string[], cascade: boolean}} Reference
 */

export const KEY = { type: "string", maxLength: 80, pattern: "^[a-z][a-z0-9]*(-[a-z0-9]+)*$" };
const REGION = { type: "string", maxLength: 60, pattern: "^[a-z0-9][a-z0-9-]*$" };
const CIDR = { type: "string", maxLength: 43, format: "cidr" };
const NETWORK_PORT = { type: "integer", minimum: 1, maximum: 65535 };
const COUNT = { type: "integer", minimum: 0, maximum: 100000, default: 1 };
const AMOUNT = { type: "number", minimum: 0 };
const WHOLE = { type: "integer", minimum: 0 };
const TEXT = { type: "string", maxLength: 200, default: "" };
const LONG = { ...TEXT, maxLength: 4000 };
const FLAG = { type: "boolean", default: false };
const PLACE = { type: "number", minimum: -1000000, maximum: 1000000 };
const EXTENT = { type: "number", exclusiveMinimum: 0, maximum: 1000000 };
const SAID = { label: TEXT, note: LONG, stated_in: TEXT };

/** @param {Schema} schema @returns {Schema} */
const maybe = (schema) => ({ anyOf: [schema, { type: "null" }], default: null });
/** @param {string[]} values @returns {Schema} */
const one = (...values) => ({ type: "string", enum: values });
/** The first is the default. @param {string[]} values @returns {Schema} */
const first = (...values) => ({ ...one(...values), default: values[0] });
/** @param {Schema} properties @param {string[]} [required] @returns {Schema} */
const object = (properties, required = []) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});

const RANGE = {
  protocol: first("tcp", "udp", "icmp", "all"),
  from_port: maybe(NETWORK_PORT),
  to_port: maybe(NETWORK_PORT),
};
const EDGE = { source: KEY, target: KEY, port: maybe(KEY), encrypted: maybe({ type: "boolean" }) };
const PLACEMENT = object(
  { x: PLACE, y: PLACE, width: maybe(EXTENT), height: maybe(EXTENT), collapsed: FLAG },
  ["x", "y"],
);

/** Section name -> schema, each after the sections it refers to. @type {Record<string, Schema>} */
export const SECTIONS = {
  zones: object({ ...SAID, kind: KEY, parent: maybe(KEY), properties: { type: "object" } }, [
    "kind",
    "properties",
  ]),
  nodes: object(
    {
      ...SAID,
      kind: KEY,
      zone: maybe(KEY),
      min_instances: COUNT,
      max_instances: COUNT,
      availability_zones: { type: "array", items: { type: "string", maxLength: 200 }, default: [] },
      slot: first("", "blue", "green"),
      optional: FLAG,
      properties: { type: "object" },
    },
    ["kind", "properties"],
  ),
  ports: object(
    {
      ...SAID,
      node: KEY,
      number: NETWORK_PORT,
      end: maybe(NETWORK_PORT),
      protocol: first("tcp", "udp"),
      application: TEXT,
      tls: FLAG,
      bind: { ...one("localhost", "private", "all"), default: "all" },
      access: first("", "localhost", "private", "admin", "public"),
    },
    ["node", "number"],
  ),
  security_groups: object({
    ...SAID,
    zone: maybe(KEY),
    firewall: FLAG,
    is_default: FLAG,
    default_ingress: { ...one("allow", "deny"), default: "deny" },
    default_egress: { ...one("allow", "deny"), default: "deny" },
  }),
  rules: object(
    {
      ...SAID,
      ...RANGE,
      group: KEY,
      direction: one("ingress", "egress"),
      cidr: maybe(CIDR),
      peer_group: maybe(KEY),
      peer_zone: maybe(KEY),
    },
    ["group", "direction"],
  ),
  attachments: object({ ...SAID, group: KEY, target: KEY }, ["group", "target"]),
  peerings: object({ ...SAID, network: KEY, peer: KEY }, ["network", "peer"]),
  routes: object({ ...SAID, zone: KEY, destination: CIDR, via: KEY, availability_zone: TEXT }, [
    "zone",
    "destination",
    "via",
  ]),
  network_acls: object({ ...SAID, zone: KEY }, ["zone"]),
  acl_entries: object(
    {
      ...SAID,
      ...RANGE,
      acl: KEY,
      number: { type: "integer", minimum: 1, maximum: 32766 },
      direction: one("ingress", "egress"),
      action: one("allow", "deny"),
      cidr: CIDR,
    },
    ["acl", "number", "direction", "action", "cidr"],
  ),
  links: object(
    {
      ...SAID,
      ...EDGE,
      role: first("traffic", "dns", "control", "telemetry", "deployment"),
      protocol: TEXT,
      weight: maybe({ type: "integer", minimum: 0, maximum: 100 }),
    },
    ["source", "target"],
  ),
  replications: object(
    {
      ...SAID,
      ...EDGE,
      mode: one("sync", "async", "logical", "snapshot"),
      lag_seconds: maybe(AMOUNT),
      failover: first("none", "manual", "automatic"),
      failover_seconds: maybe(AMOUNT),
      conflict_policy: TEXT,
    },
    ["source", "target", "mode"],
  ),
  views: object({
    ...SAID,
    shows: first("everything", "network", "dataflow", "security", "zone"),
    zone: maybe(KEY),
    placements: {
      type: "object",
      patternProperties: { [KEY.pattern]: PLACEMENT },
      propertyNames: { maxLength: 80 },
      default: {},
    },
  }),
};

export const NAMES = Object.keys(SECTIONS);

/** Of the topology itself. */
export const HEADER = object(
  {
    system: KEY,
    slug: KEY,
    label: TEXT,
    environment: { ...one("development", "staging", "production", "other"), default: "other" },
    summary: LONG,
    stated_in: TEXT,
    objectives: {
      ...object({
        rto_seconds: maybe(AMOUNT),
        rpo_seconds: maybe(AMOUNT),
        availability_percent: maybe({ type: "number", exclusiveMinimum: 0, maximum: 100 }),
        latency_p95_ms: maybe({ type: "number", exclusiveMinimum: 0 }),
        requests_per_day: maybe(WHOLE),
        requests_per_second: maybe(AMOUNT),
        concurrent_users: maybe(WHOLE),
        monthly_budget_usd: maybe(AMOUNT),
        residency_regions: { type: "array", items: REGION, default: [] },
      }),
      default: {},
    },
    stated: {
      ...object({
        monthly_cost_usd: maybe(AMOUNT),
        monthly_cost_high_usd: maybe(AMOUNT),
        default_region: maybe(REGION),
      }),
      default: {},
    },
    ratings: {
      type: "object",
      additionalProperties: { type: "integer", minimum: 1, maximum: 5 },
      propertyNames: { maxLength: 200 },
      default: {},
    },
    notes: {
      type: "array",
      items: object({ text: { type: "string", maxLength: 4000 }, stated_in: TEXT }, ["text"]),
      default: [],
    },
  },
  ["system", "slug"],
);

/** @param {...string} sections @returns {Reference} */
const holds = (...sections) => ({ sections, cascade: true });
/** @param {...string} sections @returns {Reference} */
const mentions = (...sections) => ({ sections, cascade: false });
const ENDS = { source: holds("nodes"), target: holds("nodes"), port: mentions("ports") };

/** Section -> field -> what it may refer to; `cascade` = who refers goes along. @type {Record<string, Record<string, Reference>>} */
export const REFERENCES = {
  zones: { parent: holds("zones") },
  nodes: { zone: holds("zones") },
  ports: { node: holds("nodes") },
  security_groups: { zone: holds("zones") },
  rules: {
    group: holds("security_groups"),
    peer_group: holds("security_groups"),
    peer_zone: holds("zones"),
  },
  attachments: { group: holds("security_groups"), target: holds("nodes", "zones") },
  peerings: { network: holds("zones"), peer: holds("zones") },
  routes: { zone: holds("zones"), via: holds("nodes", "peerings", "zones") },
  network_acls: { zone: holds("zones") },
  acl_entries: { acl: holds("network_acls") },
  links: ENDS,
  replications: ENDS,
  views: { zone: holds("zones") },
};
