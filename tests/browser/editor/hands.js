(() => {
  /** A random hand in the page: numbers from a seed, gestures of every kind of operation through the editor's own sync.
   * It keeps a record of what it sent, what was acknowledged and what it was told is lost. */
  const { model, sync } = groundplan;
  const state = { seed: 1, name: "", made: 0, done: 0, kinds: {}, sent: [], acknowledged: [], lost: 0 };
  const next = () => {
    state.seed = (state.seed + 0x9e3779b9) | 0;
    let mixed = Math.imul(state.seed ^ (state.seed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 4294967296;
  };
  const whole = (most) => Math.floor(next() * most);
  const pick = (list) => list[whole(list.length)];
  const keys = (section) => [...model.section(section).keys()];
  const fresh = () => `${state.name}-${++state.made}`;
  const zone = () => pick(["apps", "stores", "main", null]);
  const server = () => ({ kind: "app-server", zone: zone(), properties: {} });
  const entry = () => ({ acl: "wall", number: 1 + whole(30000), direction: "ingress", action: "allow", cidr: "10.0.0.0/8" });
  const shuffled = (list) => list.map((one) => [next(), one]).sort(([a], [b]) => a - b).map(([, one]) => one);
  const entries = () => keys("acl_entries").filter((key) => model.get(key).fields.direction === "ingress");

  const makers = [
    () => ({ op: "add", section: "nodes", key: fresh(), fields: server() }),
    () => ({ op: "add", section: "acl_entries", key: fresh(), fields: entry() }),
    () => ({ op: "update", key: pick(keys("nodes")), fields: { label: `Label ${whole(1000)}` } }),
    () => ({ op: "update", key: pick(keys("links")), fields: { note: `Note ${whole(1000)}`, weight: whole(100) } }),
    () => ({ op: "move", key: pick(keys("nodes")), to: zone() }),
    () => ({ op: "connect", key: fresh(), source: pick(keys("nodes")), target: pick(keys("nodes")) }),
    () => ({ op: "disconnect", key: pick(keys("links")) }),
    () => ({ op: "attach", key: fresh(), group: "guard", target: pick(keys("nodes")) }),
    () => ({ op: "detach", key: pick(keys("attachments")) }),
    () => ({ op: "reorder", key: "wall", direction: "ingress", order: shuffled(entries()) }),
    () => ({ op: "place", view: "overview", placements: { [pick(keys("nodes"))]: { x: whole(900), y: whole(500) } } }),
    () => ({ op: "configure", fields: { label: `Name ${whole(1000)}` } }),
    () => ({ op: "remove", key: pick(keys(next() < 0.5 ? "nodes" : "acl_entries")) }),
  ];

  /** Operations that the model takes, one after the other. */
  function planned(size) {
    const operations = [];
    while (operations.length < size) {
      const one = pick(makers)();
      if (one.op === "remove" && keys("nodes").length < 12) continue;
      try {
        model.preview([...operations, one]);
        operations.push(one);
      } catch (fault) {
        if (fault.name !== "Fault") throw fault;
      }
    }
    return operations;
  }

  function gesture(size) {
    const way = next();
    if (way < 0.08 && sync.canUndo) return void sync.undo();
    if (way < 0.2 && sync.canRedo) return void sync.redo();
    const operations = planned(size);
    if (!sync.perform(operations, { label: "random" })) throw new Error("what the model takes is performed");
    for (const { op } of operations) state.kinds[op] = (state.kinds[op] ?? 0) + 1;
    state.done += size;
  }

  const { store, transport } = sync;
  const [put, post] = [store.put.bind(store), transport.post.bind(transport)];
  store.put = (row) => {
    state.sent.push(row.request_id);
    return put(row);
  };
  transport.post = async (address, body, ...more) => {
    try {
      const answer = await post(address, body, ...more);
      if (body.request_id) state.acknowledged.push(body.request_id);
      return answer;
    } catch (refusal) {
      if (body.request_id && !refusal.passing && refusal.code !== "stale_version") state.lost += 1;
      throw refusal;
    }
  };
  sync.addEventListener("dropped", (event) => (state.lost += event.detail.edits.length));

  globalThis.hand = {
    state,
    /** `waiting` is how many gestures may wait for the server before it rests. */
    async work(name, seed, operations, size, waiting = 3) {
      Object.assign(state, { name, seed, done: 0 });
      while (state.done < operations) {
        gesture(1 + whole(size));
        await new Promise(requestAnimationFrame);
        if (sync.pending.length > waiting) await sync.settled();
      }
      await sync.settled();
      return state;
    },
  };
})();
