/** A server without a network: a log over a real model, lines that break on demand, and a store that outlives pages. */
import { Fault } from "../../static/js/editor/fault.js";
import { Model } from "../../static/js/editor/model.js";
import { Sync } from "../../static/js/editor/sync.js";
import { Refusal } from "../../static/js/editor/transport.js";
import { kinds, shop } from "./support.js";

const ADDRESS = "/operations/";

export class Server {
  constructor() {
    this.model = new Model(shop(), kinds);
    this.log = [];
    this.asked = [];
    /** What happens to the next requests: "down", "lost" (done, but the answer breaks off), or a Refusal. */
    this.fates = [];
    this.most = 100;
  }

  /** The line of one page. @param {string} actor */
  line(actor = "anna") {
    return {
      get: async (address) => this.#news(Number(new URL(address, "http://server").searchParams.get("since"))),
      post: async (_, body) => this.#posted(actor, structuredClone(body)),
    };
  }

  /** Somebody else's edit. */
  edit(operations, actor = "bob") {
    const request_id = crypto.randomUUID();
    return this.#write(actor, { base_version: this.model.version, request_id, operations });
  }

  #news(since) {
    const edits = this.log.filter((edit) => edit.version > since).slice(0, this.most);
    return { version: this.model.version, edits };
  }

  #posted(actor, body) {
    this.asked.push(body);
    const fate = this.fates.shift();
    if (fate instanceof Refusal) throw fate;
    if (fate === "down") throw new Refusal(0, "no_answer", "The server does not answer.");
    const answer = this.log.find((edit) => edit.request_id === body.request_id) ?? this.#write(actor, body);
    if (fate === "lost") throw new Refusal(0, "no_answer", "The server does not answer.");
    return answer;
  }

  #write(actor, { base_version, request_id, operations, undoes = null }) {
    if (base_version !== this.model.version)
      throw new Refusal(409, "stale_version", "stale", { version: this.model.version });
    try {
      const { changes, inverse } = this.model.apply(operations);
      const edit = { version: ++this.model.version, request_id, actor, operations, changes, inverse, undoes };
      this.log.push(edit);
      return edit;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      throw new Refusal(400, "invalid", String(error), { faults: error.all });
    }
  }
}

/** What a browser keeps for a draft; `tab` is the page that has it open. */
export class Shelf {
  rows = new Map();

  /** A page's view of it. @param {string} tab */
  of(tab) {
    const { rows } = this;
    return {
      draft: ADDRESS,
      tab,
      adopt: async () => [...rows.values()].sort((a, b) => a.order - b.order),
      put: async (entry) => void rows.set(entry.request_id, structuredClone(entry)),
      remove: async (request) => void rows.delete(request),
    };
  }
}

/** A page at the draft, as it starts: with the server's document of this moment. What is told is kept in `told`. */
export function page(server, { shelf = new Shelf(), actor = "anna", history } = {}) {
  const model = new Model(server.model.document(), kinds, server.model.version);
  const sync = new Sync(model, ADDRESS, shelf.of(crypto.randomUUID()), { transport: server.line(actor), history });
  const told = [];
  for (const name of ["refused", "dropped", "turned", "remote", "state", "saved"])
    sync.addEventListener(name, ({ detail }) => told.push({ name, ...detail }));
  const heard = (name) => told.filter((one) => one.name === name);
  return { model, sync, shelf, told, heard };
}
