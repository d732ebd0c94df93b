/** The first steps: what they ask for, and whether the model has it. Pure. */

/** @param {any} editor with kinds and model */
function nodesWith({ model, kinds }, trait) {
  return [...model.section("nodes")].filter(([, { kind }]) => kinds.get(kind)?.traits.includes(trait)).map(([key]) => key);
}

function linked({ model }, from, to) {
  return [...model.section("links").values()].some(({ source, target }) => from.includes(source) && to.includes(target));
}

/** @param {any} editor @param {number | null} problems how many there are; null = not known yet
 * @returns {{text: string, done: boolean, kind?: string}[]} */
export function steps(editor, problems) {
  const balancers = nodesWith(editor, "balancer");
  const apps = nodesWith(editor, "compute");
  const databases = nodesWith(editor, "database");
  const joined = linked(editor, balancers, apps) && linked(editor, apps, databases);
  const placed = balancers.length > 0 && apps.length > 0 && databases.length > 0;
  return [
    { text: "Place a load balancer", done: balancers.length > 0, kind: "load-balancer" },
    { text: "Place an application", done: apps.length > 0, kind: "app-server" },
    { text: "Place a database", done: databases.length > 0, kind: "postgresql" },
    { text: "Connect balancer to application, and application to database", done: joined },
    { text: "Look at the problems and fix what is found", done: placed && joined && problems === 0 },
    { text: "Publish the first revision", done: false },
  ];
}
