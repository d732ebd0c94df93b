/** The first steps: what they ask for, and whether the model has it. Pure. */

const PUBLISH = { text: "Publish the first revision", act: { label: "Publish", command: "draft.publish" } };
const PROPOSE = { text: "Propose the first revision", act: { label: "Propose", command: "draft.propose" } };
const place = (kind) => ({ label: "Place it", command: "element.place", args: { kind } });

/** @param {any} editor with kinds and model */
function nodesWith({ model, kinds }, trait) {
  return [...model.section("nodes")].filter(([, { kind }]) => kinds.get(kind)?.traits.includes(trait)).map(([key]) => key);
}

function linked({ model }, from, to) {
  return [...model.section("links").values()].some(({ source, target }) => from.includes(source) && to.includes(target));
}

/** @param {any} editor @param {number | null} problems how many there are; null = not known yet
 * @param {boolean} [published] is there a revision?
 * @param {boolean} [reviewed] do others approve it first?
 * @returns {{text: string, done: boolean, act?: {label: string, command: string, args?: object}}[]} */
export function steps(editor, problems, published = false, reviewed = false) {
  const balancers = nodesWith(editor, "balancer");
  const apps = nodesWith(editor, "compute");
  const databases = nodesWith(editor, "database");
  const joined = linked(editor, balancers, apps) && linked(editor, apps, databases);
  const placed = balancers.length > 0 && apps.length > 0 && databases.length > 0;
  return [
    { text: "Place a load balancer", done: balancers.length > 0, act: place("load-balancer") },
    { text: "Place an application", done: apps.length > 0, act: place("app-server") },
    { text: "Place a database", done: databases.length > 0, act: place("postgresql") },
    { text: "Connect balancer to application, and application to database", done: joined, act: { label: "Connect", command: "node.connect" } },
    { text: "Look at the problems and fix what is found", done: placed && joined && problems === 0, act: { label: "Show them", command: "go.problems" } },
    { ...(reviewed ? PROPOSE : PUBLISH), done: published },
  ];
}
