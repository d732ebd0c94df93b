// Reads one JSON string a line, answers one JSON line: what Mermaid's own parser understood, or its error.
import { createInterface } from "node:readline";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("");
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid");
mermaid.initialize({ maxTextSize: 5_000_000, maxEdges: 100_000 });

async function read(text) {
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  return {
    nodes: [...db.getVertices().values()].map(({ id, text }) => [id, text]),
    zones: db.getSubGraphs().map(({ id, title }) => [id, title]),
    lines: db.getEdges().map(({ start, end, text }) => [start, end, text]),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await read(JSON.parse(line)).catch((error) => ({ error: String(error?.message ?? error) }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
