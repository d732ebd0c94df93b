/** Hears what others do and says what I look at: server-sent events there, small posts back. */

/**
 * @typedef {{name: string, selection: string[]}} Person
 * @typedef {{events: string, presence: string}} Addresses
 */

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
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.silence = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.saying = undefined;
  }

  start() {
    this.#listen();
    this.#say();
    setInterval(() => this.#say(), AGAIN);
    addEventListener("pagehide", () => this.#leave());
    addEventListener("online", () => this.#restart());
    addEventListener("pageshow", (event) => event.persisted && this.#restart());
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
    const source = new EventSource(`${this.addresses.events}?since=${this.sync.model.version}`);
    this.source = source;
    source.addEventListener("edit", (event) => this.#edits(JSON.parse(event.data)));
    source.addEventListener("people", (event) => this.#met(JSON.parse(event.data)));
    source.addEventListener("beat", () => this.#alive());
    source.onopen = () => this.#alive();
    source.onerror = () => source.readyState === EventSource.CLOSED && this.#restart();
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

  /** The stream speaks: what waits for the server may go now. */
  #alive() {
    this.wait = 1000;
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.#restart(), SILENCE);
    if (this.sync.state === "offline" && this.source?.readyState === EventSource.OPEN) this.sync.retry();
  }

  #restart() {
    this.source?.close();
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.#listen(), this.wait);
    this.wait = Math.min(this.wait * 2, 30000);
  }
}
