(() => {
  /** A random hand in the page: numbers from a seed, gestures through the editor's own sync. */
  const state = { seed: 1, made: 0, refused: 0, dropped: 0, done: 0 };
  const next = () => {
    state.seed = (state.seed * 1103515245 + 12345) % 2147483648;
    return state.seed / 2147483648;
  };
  const pick = (list) => list[Math.floor(next() * list.length)];
  const keys = (section) => [...groundplan.model.section(section).keys()];
  const fresh = () => `${state.name}-${++state.made}`;
  const zone = () => pick(["apps", "stores", "main"]);

  const makers = [
    () => ({ op: "add", section: "nodes", key: fresh(), fields: { kind: "app-server", zone: zone(), properties: {} } }),
    () => ({ op: "add", section: "nodes", key: fresh(), fields: { kind: "app-server", zone: zone(), properties: {} } }),
    () => ({ op: "update", key: pick(keys("nodes")), fields: { label: `Label ${Math.floor(next() * 1000)}` } }),
    () => ({ op: "update", key: pick(keys("nodes")), fields: { note: `Note ${Math.floor(next() * 1000)}` } }),
    () => ({ op: "move", key: pick(keys("nodes")), to: zone() }),
    () => ({ op: "connect", key: fresh(), source: pick(keys("nodes")), target: pick(keys("nodes")) }),
    () => ({ op: "place", view: "overview", placements: { [pick(keys("nodes"))]: { x: Math.floor(next() * 900), y: 5 } } }),
    () => (keys("nodes").length > 30 ? { op: "remove", key: pick(keys("nodes")) } : { op: "configure", fields: { label: `${next()}` } }),
  ];

  function gesture(size) {
    const before = groundplan.sync.pending.length;
    const way = next();
    if (way < 0.06) return groundplan.sync.undo();
    if (way < 0.09) return groundplan.sync.redo();
    groundplan.sync.perform(Array.from({ length: size }, () => pick(makers)()), { label: "random" });
    state.done += groundplan.sync.pending.length > before ? size : 0;
  }

  groundplan.sync.addEventListener("refused", () => (state.refused += 1));
  groundplan.sync.addEventListener("dropped", (event) => (state.dropped += event.detail.edits.length));
  globalThis.hand = {
    state,
    async work(name, seed, operations, size) {
      Object.assign(state, { name, seed, done: 0 });
      while (state.done < operations) {
        gesture(size);
        await new Promise((resolve) => setTimeout(resolve, 5 + next() * 30));
        if (groundplan.sync.pending.length > 3) await groundplan.sync.settled();
      }
      await groundplan.sync.settled();
      return { ...state };
    },
  };
})();
