/** Hears what others do and says what I look at: server-sent events there, small posts back. */
import { Refusal } from "./transport.js";

/**
 * @typedef {{name: string, selection: string[]}} Person
 * @typedef {{events: string, presence: string}} Addresses
 */

const SLOTS = 3; // a browser opens six connections to a server for all its pages, and a stream takes one of them
const SILENCE = 40000;
const PAUSE = 300;
const AGAIN = 20000;

export class Presence extends EventTarget {
  /**
   * @param {import("./sync.js").Sync} sync
   * @param {Addresses} addresses
   */
  constructor(sync, addresses) {
    super();
    this.sync = sync;
    this.addresses = addresses;
    /** @type {Person[]} */
    this.people = [];
    /** @type {string[]} */
    this.selection = [];
    /** @type {EventSource | null} */
    this.source = null;
    this.wait = 1000;
    /** Has this page one of the streams that may last? Else it asks again and again. */
    this.lasting = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.silence = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.saying = undefined;
  }

  async start() {
    this.#say();
    setInterval(() => this.#again(), AGAIN);
    addEventListener("pagehide", () => this.#leave());
    addEventListener("online", () => this.#restart());
    addEventListener("pageshow", (event) => event.persisted && this.#restart());
    this.lasting = await slot();
    this.#listen();
  }

  async #again() {
    this.#say();
    if (this.lasting) return;
    this.lasting = await slot();
    if (this.lasting) this.#restart();
  }

  /** @param {string[]} keys what I have selected */
  select(keys) {
    this.selection = keys.slice(0, 100);
    clearTimeout(this.saying);
    this.saying = setTimeout(() => this.#say(), PAUSE);
  }

  #say() {
    this.sync.transport.post(this.addresses.presence, { selection: this.selection }).catch(() => {});
  }

  /** The others need not wait until I am forgotten. */
  #leave() {
    const headers = { "X-CSRFToken": this.sync.transport.cookie("csrftoken") };
    void fetch(this.addresses.presence, { method: "DELETE", headers, keepalive: true }).catch(() => {});
  }

  #listen() {
    const address = `${this.addresses.events}?since=${this.sync.model.version}`;
    const source = new EventSource(this.lasting ? address : `${address}&brief=true`);
    this.source = source;
    source.addEventListener("edit", (event) => this.#edits(JSON.parse(event.data)));
    source.addEventListener("people", (event) => this.#met(JSON.parse(event.data)));
    source.addEventListener("beat", () => this.#alive());
    source.addEventListener("closed", () => this.#closed("This draft was published or discarded."));
    source.onopen = () => this.#alive();
    source.onerror = () => source.readyState === EventSource.CLOSED && void this.#turnedAway();
    this.#alive();
  }

  /** @param {{version: number, edits: import("./rebase.js").Edit[]}} news */
  #edits({ version, edits }) {
    this.#alive();
    this.sync.receive(version, edits).catch(() => {}); // the next event, or the next edit, asks again
  }

  /** @param {Person[]} people */
  #met(people) {
    this.#alive();
    this.people = people;
    this.sync.dispatchEvent(new CustomEvent("people", { detail: people }));
  }

  /** The stream was refused, and does not say why: whoever asks for the edits is told. */
  async #turnedAway() {
    try {
      await this.sync.catchUp();
      this.#restart();
    } catch (error) {
      if (error instanceof Refusal && error.shut) this.#closed(error.message);
      else this.#restart();
    }
  }

  /** @param {string} reason */
  #closed(reason) {
    this.source?.close();
    clearTimeout(this.silence);
    this.sync.close(reason);
  }

  /** The stream speaks: what waits for the server may go now. */
  #alive() {
    this.wait = 1000;
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.#restart(), SILENCE);
    if (["offline", "signed-out"].includes(this.sync.state) && this.source?.readyState === EventSource.OPEN) this.sync.retry();
  }

  #restart() {
    this.source?.close();
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.#listen(), this.wait);
    this.wait = Math.min(this.wait * 2, 30000);
  }
}

/** Takes one of the streams that the pages of this browser share, for as long as this page lives. */
async function slot() {
  for (let number = 0; number < SLOTS; number += 1) if (await held(`groundplan-stream-${number}`)) return true;
  return !navigator.locks;
}

/** @param {string} name @returns {Promise<boolean>} */
function held(name) {
  return new Promise((answer) => {
    const hold = (/** @type {Lock | null} */ lock) => {
      answer(lock !== null);
      return lock && new Promise(() => {});
    };
    navigator.locks?.request(name, { ifAvailable: true }, hold).catch(() => answer(false)) ?? answer(false);
  });
}
