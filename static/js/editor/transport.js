/** Talks to the API: JSON there, JSON back, and one kind of error for whatever goes wrong. */
import { Fault } from "./fault.js";

/** The answer was no. `status` 0 = there was no answer. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} message
   * @param {{faults?: {element: string, field: string, message: string}[], [name: string]: any}} [extra]
   */
  constructor(status, code, message, extra = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.extra = extra;
    this.faults = (extra.faults ?? []).map((row) => new Fault(row.element, row.field, row.message));
  }

  /** May the same request succeed later? */
  get passing() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }

  /** Is it only that nobody is signed in any more? */
  get signedOut() {
    return this.status === 401 || this.code === "not_authenticated" || /CSRF/.test(this.message);
  }

  /** Is there no way back: the draft closed, or no longer mine to edit? */
  get shut() {
    return this.status === 404 || this.code === "draft_closed" || (this.status === 403 && !this.signedOut);
  }
}

const SECONDS = 20;

export class Transport {
  /** @param {(name: string) => string} [cookie] */
  constructor(cookie = cookieOf) {
    this.cookie = cookie;
  }

  /** @param {string} address @returns {Promise<any>} */
  get(address) {
    return this.#ask(address, { headers: { Accept: "application/json" } });
  }

  /** @param {string} address @param {object} body @param {boolean} [keepalive] outlives the page @returns {Promise<any>} */
  post(address, body, keepalive = false) {
    const headers = {
      Accept: "application/json",
      "Content-Type": "application/json",
      "X-CSRFToken": this.cookie("csrftoken"),
    };
    return this.#ask(address, { method: "POST", headers, body: JSON.stringify(body), keepalive });
  }

  /** @param {string} address @param {RequestInit} request @returns {Promise<any>} */
  async #ask(address, request) {
    let answer;
    try {
      const signal = AbortSignal.timeout(SECONDS * 1000);
      answer = await fetch(address, { credentials: "same-origin", signal, ...request });
      const data = answer.status === 204 ? null : await answer.json();
      if (answer.ok) return data;
      const { code, message, ...extra } = data.error;
      throw new Refusal(answer.status, code, message, extra);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw new Refusal(answer && !answer.ok ? answer.status : 0, "no_answer", "The server does not answer.");
    }
  }
}

/** @param {string} name @returns {string} */
function cookieOf(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}
