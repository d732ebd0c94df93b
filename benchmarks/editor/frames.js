/** The gaps between the frames of a page, as its own clock sees them; and when the drawing first stood there. */
(() => {
  let frames = null;
  const next = (now) => {
    if (!frames) return;
    frames.push(now);
    requestAnimationFrame(next);
  };
  globalThis.bench = {
    interactive: 0,
    start() {
      frames = [];
      requestAnimationFrame(next);
    },
    /** @returns {number[]} milliseconds */
    stop() {
      const seen = frames ?? [];
      frames = null;
      return seen.slice(1).map((now, place) => now - seen[place]);
    },
  };
  const watch = () => {
    if (!performance.getEntriesByName("editor-drawn").length) return requestAnimationFrame(watch);
    requestAnimationFrame(() => (globalThis.bench.interactive = performance.now())); // the frame that shows it is over
  };
  requestAnimationFrame(watch);
})();
