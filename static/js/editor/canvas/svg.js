/** SVG elements from values: text is always text, never markup. */
const SVG = "http://www.w3.org/2000/svg";

/** @param {string} name @param {Record<string, string | number | undefined>} [attributes] @param {(Node | string)[]} children
 * @returns {SVGElement} */
export function tag(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const key in attributes) if (attributes[key] !== undefined) element.setAttribute(key, String(attributes[key]));
  if (children.length) element.append(...children);
  return element;
}

/** A line of words at a place. @param {string} name class @param {number} x @param {number} y @param {string} words @param {Record<string, any>} [more] */
export const textAt = (name, x, y, words, more) => tag("text", { class: name, x, y, ...more }, words);
