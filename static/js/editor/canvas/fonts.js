/** Measures text with the page's own fonts. */
import { Ruler } from "./ruler.js";
import { TYPE } from "./sizes.js";

/** @param {HTMLElement} host */
export function browserRuler(host) {
  const context = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  const styles = getComputedStyle(host);
  const families = { true: styles.getPropertyValue("--mono") || "monospace", false: styles.getPropertyValue("--font") || "sans-serif" };
  let font = "";
  return new Ruler((text, use) => {
    const { size, weight, mono } = TYPE[use];
    const next = `${weight} ${size}px ${families[mono ? "true" : "false"]}`;
    if (next !== font) context.font = font = next;
    return context.measureText(text).width;
  });
}
