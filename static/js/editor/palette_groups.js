/** The palette's groups: by concern, as the server sends them, or by provider. What was chosen is remembered. */
import { make } from "./dom.js";

const CHOICE = "groundplan-palette-groups";
const ANY = "Any provider";

function remembered() {
  try {
    return localStorage.getItem(CHOICE) ?? "concern";
  } catch {
    return "concern"; // a browser that keeps nothing begins with this
  }
}

function remember(choice) {
  try {
    localStorage.setItem(CHOICE, choice);
  } catch {
    // nothing to do: it holds for this page
  }
}

/** Rows by provider, those of none first. Pure but for reading them. @param {HTMLElement[]} rows */
export function byProvider(rows) {
  const found = Map.groupBy(rows, (row) => row.dataset.provider || ANY);
  const rank = (name) => (name === ANY ? "" : name.toLowerCase());
  return [...found].toSorted(([a], [b]) => (rank(a) < rank(b) ? -1 : 1));
}

function group(label, rows) {
  const title = make("summary", { class: "group-title" }, `${label} `, make("span", { class: "tab-count" }, String(rows.length)));
  return make("details", { class: "palette-group", open: true, "data-palette-group": true }, title, make("ul", {}, ...rows));
}

/** @param {any} editor */
export function init(editor) {
  const list = editor.root.querySelector("[data-palette]");
  const choice = editor.root.querySelector("[data-palette-by]");
  const concerns = [...list.children];
  const home = new Map(concerns.flatMap((one) => [...one.querySelectorAll("li")].map((row) => [row, one.querySelector("ul")])));
  const show = (by) => {
    for (const [row, place] of home) place.append(row);
    list.replaceChildren(...(by === "provider" ? byProvider([...home.keys()]).map(([label, rows]) => group(label, rows)) : concerns));
  };
  choice.hidden = false;
  choice.addEventListener("change", () => {
    remember(choice.value);
    show(choice.value);
    editor.root.querySelector("[data-palette-search]").dispatchEvent(new Event("input"));
  });
  choice.value = remembered() === "provider" ? "provider" : "concern";
  if (choice.value === "provider") show("provider");
}
