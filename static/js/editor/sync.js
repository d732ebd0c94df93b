/**
 * Every edit goes through here: applied at once, kept until the server has it, and put on top of what others did.
 *
 * Events: "state" {state, pending}, "saved" {version}, "refused" {faults, operations, message}, "dropped" {edits},
 * "turned" {keys, label, redo} after an undo or redo, "remote" {edits}.
 */
import { Fault } from "./fault.js";
import { History } from "./history.js";
import { rebase, replay, withdraw } from "./rebase.js";
import { Refusal, Transport } from "./transport.js";

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./operations.js").Operation} Operation
 * @typedef {import("./rebase.js").Pending} Pending
 * @typedef {import("./rebase.js").Edit} Edit
 * @typedef {import("./rebase.js").Dropped} Dropped
 * @typedef {import("./history.js").Step} Step
 * @typedef {import("./store.js").Entry} Entry
 * @typedef {{adopt(): Promise<Entry[]>, put(entry: Entry): Promise<any>, remove(request: string): Promise<any>}} Keeper
 * @typedef {"saved" | "saving" | "offline" | "signed-out" | "refused" | "closed"} State
 */

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15000;

export class Sync extends EventTarget {
  /**
   * @param {Model} model
   * @param {string} address of the draft's operations
   * @param {Keeper & {draft: string, tab: string}} store
   * @param {{history?: History, transport?: Transport}} [parts]
   */
  constructor(model, address, store, { history = new History(), transport = new Transport() } = {}) {
    super();
    this.model = model;
    this.address = address;
    this.store = store;
    this.history = history;
    this.transport = transport;
    /** @type {Pending[]} */
    this.pending = [];
    /** @type {State} */
    this.state = "saved";
    this.reason = "";
    this.order = 0;
    this.wait = FIRST_WAIT;
    this.sending = false;
    /** Does what waits for the server outlive this page? */
    this.kept = true;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** Has the draft ended? Asked anew after every wait. */
  get closed() {
    return this.state === "closed";
  }

  get canUndo() {
    return this.history.undo.length > 0;
  }

  get canRedo() {
    return this.history.redo.length > 0;
  }

  /**
   * Does what one gesture asks for. What cannot be done is told by the event "refused".
   * @param {Operation[]} operations
   * @param {{label?: string, focus?: string[]}} [gesture]
   * @returns {import("./tables.js").Change[] | null} what changed
   */
  perform(operations, { label = "", focus = [] } = {}) {
    const entry = this.#applied(operations, "local", { label, focus, undoes: null });
    if (!entry) return null;
    this.history.did(stepOf(entry));
    this.#queue(entry);
    return entry.changes;
  }

  /** @returns {Step | null} */
  undo() {
    return this.#turn(this.history.undo, false);
  }

  /** @returns {Step | null} */
  redo() {
    return this.#turn(this.history.redo, true);
  }

  /** Takes up what an earlier page left behind. Call it once, before anything else. */
  async resume() {
    const left = await this.store.adopt().catch(() => this.#unkept());
    if (!left.length) return;
    const since = Math.min(...left.map((entry) => entry.base));
    const known = new Set((await this.#edits(since)).map((edit) => edit.request_id));
    for (const entry of left.filter((one) => known.has(one.request_id))) void this.store.remove(entry.request_id);
    this.pending = left
      .filter((entry) => !known.has(entry.request_id))
      .map((entry) => ({ ...entry, changes: [], inverse: [] }));
    this.order = Math.max(...left.map((entry) => entry.order));
    const dropped = this.model.together("rebase", () => replay(this.model, this.pending));
    for (const entry of this.pending) this.#remember(entry);
    this.#drop(dropped);
    this.#pump();
  }

  /**
   * Edits as the server tells of them, in any order and any number of times.
   * @param {number} version the newest there is
   * @param {Edit[]} edits
   */
  async receive(version, edits) {
    const news = edits
      .filter((edit) => edit.version > this.model.version)
      .sort((a, b) => a.version - b.version);
    const unbroken = news.filter((edit, place) => edit.version === this.model.version + 1 + place);
    if (unbroken.length) this.#take(unbroken);
    if (this.model.version < version) await this.catchUp();
  }

  /** Asks for everything since the version at hand. */
  async catchUp() {
    const edits = await this.#edits(this.model.version);
    const news = edits.filter((edit) => edit.version > this.model.version);
    if (news.length) this.#take(news);
  }

  /** The draft takes no more edits; what it does not have stays where it is kept. @param {string} reason */
  close(reason) {
    clearTimeout(this.timer);
    this.#say("closed", reason);
  }

  /** Tries now what waits for the server. */
  retry() {
    if (this.closed) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.wait = FIRST_WAIT;
    this.#pump();
  }

  /** Resolves when the server has everything. @returns {Promise<void>} */
  settled() {
    if (!this.pending.length) return Promise.resolve();
    return new Promise((resolve) => {
      const look = () => {
        if (this.pending.length) return;
        this.removeEventListener("state", look);
        resolve();
      };
      this.addEventListener("state", look);
    });
  }

  // --- my edits ---

  /**
   * @param {Operation[]} operations
   * @param {import("./model.js").Origin} origin
   * @param {{label: string, focus: string[], undoes: string | null}} about
   * @returns {Pending | null}
   */
  #applied(operations, origin, about) {
    const base = this.model.version;
    try {
      if (this.closed) throw new Fault("", "", this.reason);
      const { changes, inverse } = this.model.apply(operations, origin);
      const { draft, tab } = this.store;
      const request_id = crypto.randomUUID();
      return { ...about, request_id, draft, tab, order: ++this.order, base, operations, changes, inverse };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#tell("refused", { faults: error.all, operations, message: String(error) });
      return null;
    }
  }

  /** @param {Step[]} from @param {boolean} redo @returns {Step | null} */
  #turn(from, redo) {
    const step = from.at(-1);
    if (!step) return null;
    const { label, focus, request_id } = step;
    const entry = this.#applied(step.inverse, "undo", { label, focus, undoes: request_id });
    if (!entry) {
      this.history.forget(request_id);
      this.#tell("state", this.#status());
      return null;
    }
    this.history.turned(step, stepOf(entry), from);
    this.turnedSteps.set(request_id, step);
    this.#queue(entry);
    const keys = focus.length ? focus : entry.changes.map((change) => change.key).filter(Boolean);
    this.#tell("turned", { keys, label, redo });
    return step;
  }

  /** Steps that were taken back, while the server may not know them yet. @type {Map<string, Step>} */
  turnedSteps = new Map();

  /** @param {Pending} entry */
  #queue(entry) {
    this.pending.push(entry);
    void this.#pump(this.store.put(plain(entry)).catch(() => this.#unkept()));
  }

  /** An entry of an earlier page goes back into the history. @param {Pending} entry */
  #remember(entry) {
    const undone = entry.undoes ? this.history.find(entry.undoes) : undefined;
    if (!undone) return this.history.did(stepOf(entry));
    this.turnedSteps.set(undone.request_id, undone);
    this.history.turned(
      undone,
      stepOf(entry),
      this.history.undo.includes(undone) ? this.history.undo : this.history.redo,
    );
  }

  // --- sending ---

  /** @param {Promise<any>} [kept] */
  async #pump(kept) {
    if (this.timer !== undefined) this.#say(this.state, this.reason);
    else this.#say(this.pending.length ? "saving" : "saved");
    await kept;
    if (this.sending || this.timer !== undefined || this.closed) return;
    this.sending = true;
    try {
      while (this.pending.length && !this.closed) {
        await this.#send(this.pending[0]);
        this.wait = FIRST_WAIT;
      }
      this.#say("saved");
    } catch (error) {
      this.#later(error);
    } finally {
      this.sending = false;
    }
  }

  /** @param {Pending} entry */
  async #send(entry) {
    const body = { base_version: this.model.version, request_id: entry.request_id, operations: entry.operations };
    const undoes = entry.undoes ? this.#versionOf(entry.undoes) : undefined;
    try {
      const answer = await this.transport.post(this.address, undoes ? { ...body, undoes } : body);
      await this.#answered(entry, answer);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === "stale_version") await this.catchUp();
      else if (error.passing || error.signedOut || error.shut) throw error;
      else this.#refused(entry, error);
    }
  }

  /** @param {string} request @returns {number | undefined} */
  #versionOf(request) {
    const step = this.turnedSteps.get(request) ?? this.history.find(request);
    return step?.version ?? undefined;
  }

  /** @param {Pending} entry @param {{version: number, changes: import("./tables.js").Change[], inverse: Operation[]}} answer */
  async #answered(entry, answer) {
    if (answer.version === this.model.version + 1)
      this.#take([{ ...answer, request_id: entry.request_id, actor: "" }]);
    else if (answer.version > this.model.version) await this.catchUp();
    if (this.pending.includes(entry)) this.#confirmed(entry, answer);
  }

  /** @param {Pending} entry @param {{version: number, inverse?: Operation[]}} edit */
  #confirmed(entry, edit) {
    const place = this.pending.indexOf(entry);
    if (place >= 0) this.pending.splice(place, 1);
    const step = this.history.find(entry.request_id) ?? this.turnedSteps.get(entry.request_id);
    if (step) Object.assign(step, { version: edit.version, inverse: edit.inverse ?? entry.inverse });
    if (entry.undoes) this.turnedSteps.delete(entry.undoes);
    void this.store.remove(entry.request_id).catch(() => {});
    this.#tell("saved", { version: edit.version });
  }

  /** @param {Pending} entry @param {Refusal} refusal */
  #refused(entry, refusal) {
    const lost = withdraw(this.model, this.pending, entry);
    this.#lose(entry);
    this.#say("refused", refusal.message);
    const faults = refusal.faults.length ? refusal.faults : [new Fault("", "", refusal.message)];
    this.#tell("refused", { faults, operations: entry.operations, message: faults.map(String).join("; ") });
    this.#drop(lost);
  }

  /** @param {unknown} error */
  #later(error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.shut) return this.close(error.message);
    this.#say(error.signedOut ? "signed-out" : "offline", error.message);
    const wait = this.wait * (0.75 + Math.random() / 2);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.#pump();
    }, wait);
  }

  // --- everybody's edits ---

  /** @param {number} since @returns {Promise<Edit[]>} */
  async #edits(since) {
    /** @type {Edit[]} */
    const found = [];
    for (let at = since; ; at = found[found.length - 1].version) {
      const { version, edits } = await this.transport.get(`${this.address}?since=${at}`);
      found.push(...edits);
      if (!edits.length || edits[edits.length - 1].version >= version) return found;
    }
  }

  /** @param {Edit[]} edits */
  #take(edits) {
    const { confirmed, dropped, theirs } = rebase(this.model, this.pending, edits);
    for (const { entry, edit } of confirmed) this.#confirmed(entry, edit);
    for (const entry of this.pending) {
      const step = this.history.find(entry.request_id) ?? this.turnedSteps.get(entry.request_id);
      if (step) step.inverse = entry.inverse;
    }
    this.#drop(dropped);
    if (theirs.length) this.#tell("remote", { edits: theirs });
  }

  /** @param {Dropped[]} dropped */
  #drop(dropped) {
    if (!dropped.length) return;
    for (const { entry } of dropped) this.#lose(entry);
    const edits = dropped.map(({ entry, fault }) => ({
      label: entry.label,
      operations: entry.operations,
      faults: fault.all,
      message: `${entry.label || "An edit"} no longer applies: ${fault}`,
    }));
    this.#tell("dropped", { edits });
    this.#tell("state", this.#status());
  }

  /** @param {Pending} entry */
  #lose(entry) {
    this.history.forget(entry.request_id);
    void this.store.remove(entry.request_id).catch(() => {});
  }

  /** Without a store an edit lives as long as this page. @returns {Entry[]} what an earlier page left: nothing */
  #unkept() {
    this.kept = false;
    return [];
  }

  // --- telling ---

  #status() {
    return { state: this.state, pending: this.pending.length, reason: this.reason };
  }

  /** @param {State} state @param {string} [reason] */
  #say(state, reason = "") {
    if (this.state !== "closed") [this.state, this.reason] = [state, reason]; // from there no way leads back
    this.#tell("state", this.#status());
  }

  /** @param {string} name @param {object} detail */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** @param {Pending} entry @returns {Step} */
const stepOf = ({ request_id, inverse, label, focus }) => ({ request_id, version: null, inverse, label, focus });

/** What is kept of an entry. @param {Pending} entry @returns {Entry} */
function plain({ changes, inverse, ...entry }) {
  return entry;
}
