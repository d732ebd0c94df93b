/** Which zones and nodes a view shows, as the server decides it (topologies/rendering/views.py). Pure. */
import { inside, zonesAround } from "./places.js";

/** @param {any} model @param {{shows?: string, zone?: string} | undefined} view @returns {Set<string>} */
export function shownIn(model, view) {
  if (view?.shows === "dataflow") return withZones(model, ends(trafficOf(model)));
  if (view?.shows === "zone") return oneZone(model, view.zone);
  return new Set([...model.section("zones").keys(), ...model.section("nodes").keys()]);
}

/** The zone with all inside it, and the nodes outside that a line joins to it. */
function oneZone(model, zone) {
  const within = inside(model, [zone]).add(zone);
  const lines = linesOf(model).filter(({ source, target }) => within.has(source) || within.has(target));
  const nodes = [...within, ...ends(lines)].filter((key) => model.get(key)?.section === "nodes");
  return new Set([...within, ...withZones(model, nodes)]);
}

function linesOf(model) {
  return [...model.section("links").values(), ...model.section("replications").values()];
}

function trafficOf(model) {
  return linesOf(model).filter(({ role }) => (role ?? "traffic") === "traffic");
}

const ends = (lines) => new Set(lines.flatMap(({ source, target }) => [source, target]));

function withZones(model, nodes) {
  return new Set([...nodes].flatMap((key) => [key, ...zonesAround(model, key)]));
}
