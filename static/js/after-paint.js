// Runs in <head>. What stands in `template[data-after-paint]` takes its place when the page has been painted once: scripts,
// what they will ask for, long lists and their styles. Any earlier, its bytes, its layout and the server's work would hold
// up the paint.
{
  const painted = new Promise((done) => {
    if (document.hidden) done(); // what nobody looks at is not painted
    new PerformanceObserver(done).observe({ type: "paint", buffered: true });
    setTimeout(done, 1000);
  });
  const parsed = new Promise((done) => document.addEventListener("DOMContentLoaded", done));
  const came = (sheet) => new Promise((done) => (sheet.onload = sheet.onerror = done));

  const place = async () => {
    const waiting = [.../** @type {NodeListOf<HTMLTemplateElement>} */ (document.querySelectorAll("template[data-after-paint]"))];
    const parts = waiting.map((held) => document.importNode(held.content, true));
    const scripts = parts.flatMap((part) => [...part.querySelectorAll("script")]);
    for (const script of scripts) script.async = false; // one after the other, as they stand there
    for (const script of scripts) script.remove();
    const sheets = parts.flatMap((part) => [...part.querySelectorAll("link[rel=stylesheet]")]).map(came);
    waiting.forEach((held, at) => held.replaceWith(parts[at]));
    await Promise.all(sheets); // a script may measure what they style
    document.body.append(...scripts);
  };
  void Promise.all([painted, parsed]).then(place);
}
