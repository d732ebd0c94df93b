/** Brings up the part of the editor that needs no drawing: model, sync and presence. */
import { History } from "./history.js";
import { Model } from "./model.js";
import { Presence } from "./presence.js";
import { Store } from "./store.js";
import { Sync } from "./sync.js";
import { Transport } from "./transport.js";

/**
 * @param {{state: string, operations: string, events: string, presence: string}} addresses
 * @param {Promise<Map<string, any>>} catalogue slug -> kind
 * @returns {Promise<{kinds: Map<string, any>, model: Model, sync: Sync, presence: Presence, usedKeys: string[]}>}
 */
export async function start(addresses, catalogue) {
  const transport = new Transport();
  const [state, kinds] = await Promise.all([transport.get(addresses.state), catalogue]);
  const model = new Model(state.document, kinds, state.version);
  const history = new History(state.undo, state.redo);
  const sync = new Sync(model, addresses.operations, new Store(addresses.operations), { history, transport });
  await sync.resume();
  const presence = new Presence(sync, addresses);
  void presence.start();
  return { kinds, model, sync, presence, usedKeys: state.used };
}
