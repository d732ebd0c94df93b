/** An editor without a page: the real model, views and registry over a small topology. */
import { Commands } from "../../static/js/editor/commands.js";
import { Keys } from "../../static/js/editor/keys.js";
import { Model } from "../../static/js/editor/model.js";
import { Selection } from "../../static/js/editor/selection.js";
import { Views } from "../../static/js/editor/views.js";

const kind = (section, parents, more = {}) => ({ section, parents, traits: [], ports: [], properties: { type: "object", properties: {} }, ...more });
const ANYWHERE = ["", "region", "network", "subnet-tier", "group"];
const POSTGRESQL = [{ name: "postgresql", number: 5432, application: "postgresql", protocol: "tcp", tls: false }];
const TIER = { type: "object", required: ["access"], properties: { access: { enum: ["public", "private", "isolated"] }, cidrs: { type: "object" } } };
const REGION = { type: "object", properties: { availability_zones: { type: "array" } } };

export const KINDS = new Map(Object.entries({
  region: kind("zones", ["", "group"], { properties: REGION, traits: ["region"] }),
  network: kind("zones", ["", "region", "group"], { traits: ["network"] }),
  "subnet-tier": kind("zones", ["network"], { properties: TIER, traits: ["tier"] }),
  group: kind("zones", ANYWHERE),
  server: kind("nodes", ANYWHERE, { traits: ["compute"] }),
  database: kind("nodes", ANYWHERE, { traits: ["data", "database"], ports: POSTGRESQL }),
  nat: kind("nodes", ["network", "subnet-tier", "group"]),
}).map(([slug, row]) => [slug, { slug, label: slug[0].toUpperCase() + slug.slice(1), ...row }]));

const tier = (cidrs) => ({ kind: "subnet-tier", parent: "main", properties: { access: "private", cidrs } });
const node = (zone, more = {}) => ({ kind: "server", ...(zone ? { zone } : {}), properties: {}, ...more });

/** Two tiers of one network; web and app in the first, a database with its port in the second; a guarded web. */
export const DOCUMENT = {
  format: 1,
  topology: { system: "acme", slug: "production" },
  zones: {
    main: { kind: "network", label: "Main", properties: {} },
    apps: { ...tier({ "eu-1a": "10.0.1.0/24", "eu-1b": "10.0.2.0/24" }), label: "Apps" },
    stores: { ...tier({ "eu-1b": "10.0.3.0/24" }), label: "Stores" },
  },
  nodes: { web: node("apps", { label: "Web" }), app: node("apps", { label: "App", availability_zones: ["eu-1a", "eu-1b"] }), db: { ...node("stores", { label: "DB" }), kind: "database" } },
  ports: { "db-postgresql": { node: "db", number: 5432, application: "postgresql" } },
  security_groups: { guard: { label: "Guard" } },
  rules: { "guard-in": { group: "guard", direction: "ingress", cidr: "10.0.0.0/8" } },
  attachments: { "guard-on-web": { group: "guard", target: "web" } },
  links: { "web-to-app": { source: "web", target: "app" }, "app-to-db": { source: "app", target: "db", port: "db-postgresql" } },
};

const BOXES = { main: [24, 24, 700, 500], apps: [40, 68, 640, 160], stores: [40, 260, 640, 160], web: [56, 112, 184, 56], app: [300, 112, 184, 56], db: [56, 304, 184, 56] };

/** @param {Record<string, any>} [document] @param {Record<string, number[]>} [boxes] */
export async function desk(document = DOCUMENT, boxes = BOXES) {
  const model = new Model(structuredClone(document), KINDS);
  const keys = new Keys(model);
  const said = [];
  const done = [];
  const editor = { model, kinds: KINDS, keys, selection: new Selection(), readOnly: false, announce: (text) => said.push(text), said, done };
  editor.views = new Views(model, async () => ({ boxes }), (label) => keys.fresh(label));
  editor.commands = new Commands(editor);
  editor.perform = (operations, meta) => done.push({ meta, ...model.apply(editor.views.pinned(operations)) });
  await editor.views.show("");
  return editor;
}
