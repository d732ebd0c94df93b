/** Where the lines of the drawing run, as far as hands need to know. */
import { centre } from "./geometry.js";

/** The points of a line: those that the canvas draws, else straight from middle to middle. */
export function pointsOf(editor, key) {
  const drawn = editor.canvas.pointsOf(key);
  if (drawn?.length > 1) return drawn;
  const { source, target } = editor.model.get(key).fields;
  const ends = [source, target].map((end) => editor.views.boxes.get(editor.views.standsFor(end)));
  if (!ends.every(Boolean) || ends[0] === ends[1]) return [];
  const [a, b] = ends.map(centre);
  return [border(ends[0], b), border(ends[1], a)];
}

/** Where the straight line from the middle of a box to a point leaves the box. Pure. */
export function border(box, to) {
  const from = centre(box);
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const part = Math.min(dx ? box.width / 2 / Math.abs(dx) : Infinity, dy ? box.height / 2 / Math.abs(dy) : Infinity);
  return part >= 1 || !Number.isFinite(part) ? from : { x: from.x + dx * part, y: from.y + dy * part };
}

/** How far a point is from a stretch. Pure. */
export function distance(point, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const part = length ? Math.max(0, Math.min(1, ((point.x - a.x) * dx + (point.y - a.y) * dy) / length)) : 0;
  return Math.hypot(point.x - a.x - dx * part, point.y - a.y - dy * part);
}

/** The link under a point, if one runs within reach and not out of `without`. */
export function linkAt(editor, point, reach, without = new Set()) {
  let best = { key: undefined, far: reach };
  for (const key of editor.canvas.linesAt(point, reach)) {
    const { section, fields } = editor.model.get(key) ?? {};
    if (section !== "links" || without.has(fields.source) || without.has(fields.target)) continue;
    const points = pointsOf(editor, key);
    for (let at = 1; at < points.length; at += 1) {
      const far = distance(point, points[at - 1], points[at]);
      if (far <= best.far) best = { key, far };
    }
  }
  return best.key;
}
