/** What is wrong with one field of one element, as the server says it too. An empty element is the topology. */
export class Fault extends Error {
  /**
   * @param {string} element
   * @param {string} field
   * @param {string} message
   * @param {Fault[]} [others] what else is wrong
   */
  constructor(element, field, message, others = []) {
    super(message);
    this.name = "Fault";
    this.element = element;
    this.field = field;
    this.others = others;
  }

  /** Every fault, this one first. @returns {Fault[]} */
  get all() {
    return [this, ...this.others];
  }

  toString() {
    const place = this.element || "topology";
    return `${place}${this.field ? `.${this.field}` : ""}: ${this.message}`;
  }
}

/**
 * Throws all of these faults as one, if there are any.
 * @param {Fault[]} faults
 */
export function refuse(faults) {
  const [first, ...others] = faults;
  if (first) throw new Fault(first.element, first.field, first.message, others);
}
