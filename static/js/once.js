/** Calls `start` for each match under `root` that `name` has not started before. */
export function once(root, selector, name, start) {
  const mark = `ready${name}`;
  const found = [...root.querySelectorAll(selector)];
  if (root.matches?.(selector)) found.unshift(root);
  for (const element of found) {
    if (element.dataset[mark]) continue;
    element.dataset[mark] = "yes";
    start(element);
  }
}
