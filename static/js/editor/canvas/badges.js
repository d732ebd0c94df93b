/** What the rules find in the draft, as badges by element. */
const SEVERITIES = ["critical", "high", "medium", "low", "unknown"];

export class Badges {
  /** @type {Map<string, import("./scene.js").Badge>} */
  all = new Map();
  /** The version of the draft that they speak of. */
  version = -1;
  #editor;
  #changed;
  #asked = 0;

  /** @param {any} editor @param {(keys: Set<string>) => void} changed */
  constructor(editor, changed) {
    this.#editor = editor;
    this.#changed = changed;
    editor.root.addEventListener("editor:version", () => this.refresh());
  }

  /** Asks the server; the last question's answer counts. */
  async refresh() {
    const address = this.#editor.addresses.findings;
    if (!address) return;
    const asked = (this.#asked += 1);
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || asked !== this.#asked) return; // what was found last stays until something newer is known
    const { version, findings, problems } = await answer.json();
    this.version = version;
    this.take(findings);
    this.#editor.root.dispatchEvent(new CustomEvent("editor:findings", { detail: { version, problems } }));
  }

  /** @param {any[]} findings */
  take(findings) {
    const next = badgesOf(findings);
    const names = [...new Set([...this.all.keys(), ...next.keys()])];
    const differ = names.filter((key) => !alike(this.all.get(key), next.get(key)));
    this.all = next;
    if (differ.length) this.#changed(new Set(differ));
  }
}

/** Element key -> its badge. Findings that cannot be judged count only where there are no others.
 * @param {any[]} findings @returns {Map<string, import("./scene.js").Badge>} */
export function badgesOf(findings) {
  /** @type {Map<string, any[]>} */
  const found = new Map();
  for (const finding of findings) {
    for (const subject of finding.subjects) {
      const key = typeof subject === "string" ? subject : subject.key;
      found.set(key, [...(found.get(key) ?? []), finding]);
    }
  }
  return new Map([...found].map(([key, rows]) => [key, badge(rows)]));
}

const levelOf = (/** @type {any} */ finding) => (finding.verdict === "unknown" ? "unknown" : finding.severity);

/** @param {any[]} findings */
function badge(findings) {
  const place = (/** @type {any} */ finding) => SEVERITIES.indexOf(levelOf(finding));
  const ordered = [...findings].sort((a, b) => place(a) - place(b) || (a.title < b.title ? -1 : 1));
  const severity = levelOf(ordered[0]);
  const count = ordered.filter((finding) => severity === "unknown" || levelOf(finding) !== "unknown").length;
  return { count, severity, title: ordered.map((finding) => `${levelOf(finding)}: ${finding.title}`).join("\n") };
}

/** @param {any} a @param {any} b */
const alike = (a, b) => a?.count === b?.count && a?.severity === b?.severity && a?.title === b?.title;
