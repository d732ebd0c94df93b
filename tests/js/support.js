/** Kinds and documents small enough to read, shaped as the API tells them. */

const kind = (slug, section, parents, traits = [], properties = {}) => [
  slug,
  { slug, section, label: slug, parents, traits, properties: { type: "object", properties, additionalProperties: false } },
];

export const kinds = new Map([
  kind("group", "zones", ["", "group"]),
  kind("network", "zones", ["", "group"], ["network"]),
  kind("subnet-tier", "zones", ["network"], ["tier"]),
  kind("service", "nodes", ["", "group", "network", "subnet-tier"], [], {
    size: { type: "string", default: "small" },
    memory: { anyOf: [{ type: "integer" }, { type: "null" }], default: null },
  }),
]);

const node = (zone, more = {}) => ({ kind: "service", zone, properties: {}, ...more });

export const shop = () => ({
  format: 1,
  topology: { system: "shop", slug: "main" },
  zones: {
    net: { kind: "network", properties: {} },
    tier: { kind: "subnet-tier", parent: "net", properties: {} },
    other: { kind: "network", properties: {} },
  },
  nodes: { web: node("tier"), app: node("tier"), db: node("net", { label: "Database" }) },
  ports: { "app-http": { node: "app", number: 80 }, "app-tls": { node: "app", number: 443 } },
  network_acls: { acl: { zone: "tier" } },
  acl_entries: {
    one: { acl: "acl", number: 100, direction: "ingress", action: "allow", cidr: "0.0.0.0/0" },
    two: { acl: "acl", number: 200, direction: "ingress", action: "deny", cidr: "0.0.0.0/0" },
  },
  links: { "web-app": { source: "web", target: "app", port: "app-http" } },
  views: { all: { placements: { web: { x: 1, y: 2 }, app: { x: 3, y: 4 } } } },
});

export const rename = (key, label) => ({ op: "update", key, fields: { label } });
