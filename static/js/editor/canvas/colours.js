/** The design's colours as a bitmap needs them: resolved for the theme that is on. */
export class Colours {
  #probe;
  /** @type {Map<string, string>} */
  #known = new Map();

  /** @param {HTMLElement} host @param {() => void} changed called when the theme has changed */
  constructor(host, changed) {
    this.#probe = document.createElement("i");
    this.#probe.hidden = true;
    host.append(this.#probe);
    const again = () => {
      this.#known.clear();
      changed();
    };
    new MutationObserver(again).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  }

  /** @param {string} token without its dashes */
  get(token) {
    const known = this.#known.get(token);
    if (known) return known;
    this.#probe.style.color = `var(--${token})`;
    const colour = getComputedStyle(this.#probe).color;
    this.#known.set(token, colour);
    return colour;
  }
}
