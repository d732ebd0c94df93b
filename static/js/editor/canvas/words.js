/** What a drawing says about an element, as topologies/rendering says it. Pure. */

/** @param {{label?: string} | undefined} fields @param {string} key */
export const nameOf = (fields, key) => fields?.label || key;

/** The second line of a card. @param {any} fields @param {any} kind */
export function kindWords(fields, kind) {
  const zones = (fields.availability_zones ?? []).join(" ");
  const words = [kind?.label ?? fields.kind, instances(fields), zones, fields.slot, fields.optional ? "optional" : ""];
  return words.filter(Boolean).join(" · ");
}

function instances({ min_instances: low = 1, max_instances: high = 1 }) {
  if (low !== high) return `×${low}–${high}`;
  return low === 1 ? "" : `×${low}`;
}

/** The tint of a zone's frame. @param {any} fields @param {any} kind */
export function family(fields, kind) {
  const traits = kind?.traits ?? [];
  if (traits.includes("tier")) return fields.properties?.access === "public" ? "tier-public" : "tier-private";
  const named = ["host", "network", "region", "provider"].find((trait) => traits.includes(trait));
  return named ?? (["account", "cluster"].includes(fields.kind) ? fields.kind : "group");
}

/** The fact that places a zone: its CIDRs, region code, account or size. @param {any} fields @param {any} kind */
export function zoneMeta({ properties = {} }, kind) {
  const cidrs = Array.isArray(properties.cidrs) ? properties.cidrs : Object.values(properties.cidrs ?? {});
  const listed = [...new Set(cidrs)];
  if (listed.length) return listed.length === 1 ? String(listed[0]) : `${listed[0]} +${listed.length - 1}`;
  const named = ["code", "account", "instance_type", "engine"].map((name) => properties[name]).find(Boolean);
  const spread = properties.availability_zones ?? [];
  const zones = spread.length > 1 ? `${spread.length} AZs` : spread.join("");
  return [named, zones, machineSize(properties)].filter(Boolean).join(" · ") || (kind?.label ?? "");
}

function machineSize({ vcpus, memory_mb: memory }) {
  const words = [vcpus === undefined ? "" : `${vcpus} vCPU`, memory === undefined ? "" : `${round(memory / 1024)} GB`];
  return words.filter(Boolean).join(" ");
}

const round = (/** @type {number} */ value) => Number(value.toPrecision(6));

/** @param {any} port */
export function portNumbers({ number, end, protocol = "tcp" }) {
  const numbers = end === undefined || end === null ? `${number}` : `${number}–${end}`;
  return protocol === "udp" ? `${numbers}/udp` : numbers;
}

/** @param {any} port */
export function portTitle(port) {
  const words = `${portNumbers(port)} ${port.application ?? ""}`.trim();
  const label = port.label ? `${port.label}: ` : "";
  const access = port.access ? `, open to ${port.access}` : "";
  return `${label}port ${words}, ${port.protocol ?? "tcp"}${port.tls ? ", TLS" : ""}, listens on ${port.bind ?? "all"}${access}`;
}

/** @param {any} link @param {any} port @param {boolean} atChip the line ends at the port's chip, which names it */
export function linkWords(link, port, atChip) {
  const named = `${link.protocol || port?.application || ""} ${port?.number ?? ""}`.trim();
  const weight = link.weight === undefined || link.weight === null ? "" : `${link.weight} %`;
  return [link.label || (atChip ? "" : named), weight].filter(Boolean).join(" · ");
}

/** @param {any} row */
export function replicationWords({ mode, lag_seconds: lag, failover_seconds: failover }) {
  const told = lag === undefined || lag === null ? "lag unknown" : duration(lag);
  const words = mode === "sync" && !lag ? mode : `${mode} · ${told}`;
  return failover ? `${words} · failover ${duration(failover)}` : words;
}

/** @param {number} seconds */
export function duration(seconds) {
  for (const [size, unit] of /** @type {[number, string][]} */ ([[86400, "d"], [3600, "h"], [60, "min"]])) {
    if (seconds >= 2 * size && seconds % size === 0) return `${seconds / size} ${unit}`;
  }
  return seconds >= 1 || seconds === 0 ? `${round(seconds)} s` : `${round(seconds * 1000)} ms`;
}
