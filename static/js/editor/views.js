/** The view that is shown: where each element stands in it, and what is collapsed.
 *
 * A view that somebody arranged holds a place for each key, so no change of the model moves what it does not touch.
 * Where nobody has arranged anything the server's layout stands in; the first gesture writes it down (`pinned`). */
import { ZONE_HEADER, ZONE_PAD, around, frameAround, freeSpot, same } from "./geometry.js";
import { childrenByZone, parentOf, zonesAround } from "./places.js";
import { shownIn } from "./shown.js";

export const CARD = { width: 184, height: 56 };
const FRAME = { width: 240, height: 128 };
/** What the server shows without a view of that name: what it draws, and what the view is called that keeps it. */
const GIVEN = {
  "": { label: "Overview", shows: "everything" },
  network: { label: "Network", shows: "network" },
  dataflow: { label: "Data flow", shows: "dataflow" },
  security: { label: "Security", shows: "security" },
};

/** @typedef {import("./geometry.js").Box} Box */

export class Views extends EventTarget {
  /** Key of the view that is shown; "" = the server's own layout. */
  current = "";
  /** What is drawn, absolute in pixels of the drawing. @type {Map<string, Box>} */
  boxes = new Map();
  /** Zones that are drawn closed. @type {Set<string>} */
  collapsed = new Set();
  /** The natural size of an element's card; the canvas, which measures text, replaces it.
   * @type {(key: string) => {width: number, height: number}} */
  measure = () => CARD;

  /** Boxes of everything, hidden in collapsed zones or not. @type {Map<string, Box>} */
  #all = new Map();
  /** What the server made of this view when it was shown. @type {Map<string, Box>} */
  #given = new Map();
  #model;
  #layout;
  #freshKey;
  #waiting = "";
  /** The given picture that the view was made from: where undoing leads back to. */
  #origin = "";
  /** @type {string[]} */
  #previewed = [];

  /** @param {any} model
   * @param {(view: string) => Promise<{boxes: Record<string, number[]>}>} layout
   * @param {(label: string) => string} freshKey */
  constructor(model, layout, freshKey) {
    super();
    this.#model = model;
    this.#layout = layout;
    this.#freshKey = freshKey;
    model.addEventListener("change", (event) => this.#follow(event.detail.changes));
  }

  /** Shows a view ("" = the server's layout).
   * @param {string} view */
  async show(view) {
    const { boxes } = await this.#layout(view);
    [this.current, this.#waiting, this.#origin] = [view, "", ""];
    this.#given = new Map(Object.entries(boxes).map(([key, [x, y, width, height]]) => [key, { x, y, width, height }]));
    this.#unshift();
    this.#all = new Map(this.#given);
    this.#refresh([...this.#all.keys()]);
    this.dispatchEvent(new CustomEvent("view", { detail: { view } }));
  }

  /** The view to begin with: the first that shows everything and that somebody arranged. */
  get first() {
    const arranged = ([, { shows = "everything", placements = {} }]) => shows === "everything" && Object.keys(placements).length > 0;
    return [...this.#model.section("views")].filter(arranged).map(([key]) => key).sort()[0] ?? "";
  }

  /** The fields of the view that is shown, or of the one that would keep it. */
  get #view() {
    const element = this.#model.get(this.current);
    return element?.section === "views" ? element.fields : GIVEN[this.current];
  }

  /** What the view shows: everything, network, dataflow, security or zone. @returns {string} */
  get shows() {
    return this.#view?.shows ?? "everything";
  }

  get #kept() {
    return this.#model.get(this.current)?.section === "views";
  }

  /** The placements of the view that is shown. */
  get placements() {
    return this.#view?.placements ?? {};
  }

  /** The key under which places are written: that of the view shown, or of the one that the first gesture makes. */
  get target() {
    if (this.#kept) return this.current;
    if (!this.#waiting) this.#waiting = this.#freshKey(GIVEN[this.current]?.label ?? this.current);
    return this.#waiting;
  }

  /** The operation that puts elements in their places. A frame keeps its size, a card has one where it is given.
   * @param {Map<string, {x: number, y: number, width?: number, height?: number, collapsed?: boolean}>} places */
  place(places) {
    const placements = Object.fromEntries([...places].map(([key, place]) => [key, this.#written(key, place)]));
    return { op: "place", view: this.target, placements };
  }

  /** @param {string} key @param {{x: number, y: number, width?: number, height?: number, collapsed?: boolean}} place */
  #written(key, { x, y, width, height, collapsed = this.collapsed.has(key) }) {
    const { width: w, height: h } = this.placements[key] ?? (this.#isFrame(key) ? this.#all.get(key) : {}) ?? {};
    const sized = width && height ? { width, height } : w && h ? { width: w, height: h } : {};
    return { ...(collapsed ? { collapsed } : sized), x, y };
  }

  /** The operations, after those that write down where everything stands, so that nothing else ever moves.
   * @param {object[]} operations */
  pinned(operations) {
    const view = this.target;
    const placed = this.placements;
    const loose = new Map();
    for (const [key, { x, y }] of this.#all) if (!(key in placed) && this.#model.get(key)) loose.set(key, { x, y });
    const { label, shows } = this.#view ?? GIVEN[""];
    const made = this.#kept ? [] : [{ op: "add", section: "views", key: view, fields: { label, shows } }];
    return [...made, ...(loose.size ? [this.place(loose)] : []), ...operations];
  }

  /** The zone that is drawn in an element's place; the element itself where it is drawn. */
  standsFor(key) {
    return zonesAround(this.#model, key).filter((zone) => this.collapsed.has(zone)).at(-1) ?? key;
  }

  /** The box of an element, drawn or hidden. */
  boxOf(key) {
    return this.#all.get(key);
  }

  /** Where a box of this size finds room in a zone (null = outside every zone).
   * @param {string | null} zone @param {{width: number, height: number}} size
   * @param {Iterable<Box>} [also] boxes that will stand there, too */
  freeSpot(zone, size, also = []) {
    const children = childrenByZone(this.#model).get(zone ?? "") ?? [];
    const taken = [...children.map((key) => this.#all.get(key)).filter(Boolean), ...also];
    const frame = zone ? this.#all.get(zone) : around(taken) ?? { x: 24, y: 24, width: 0, height: 0 };
    const area = zone
      ? { x: frame.x + ZONE_PAD, y: frame.y + ZONE_HEADER + 8, width: frame.width - 2 * ZONE_PAD, height: frame.height }
      : { ...frame, width: Math.max(frame.width, 960) };
    return freeSpot(size, taken, area);
  }

  /** The size of a new element of this section. */
  newSize(section) {
    return section === "zones" ? FRAME : CARD;
  }

  /** Shows boxes as they would be, while a gesture is under way; null shows what is.
   * @param {Map<string, Box> | null} boxes */
  preview(boxes) {
    const keys = new Set([...(boxes ?? new Map()).keys(), ...this.#previewed]);
    for (const key of keys) {
      const box = boxes?.get(key) ?? this.#all.get(key);
      if (box && this.boxes.has(key)) this.boxes.set(key, box);
    }
    this.#previewed = [...(boxes ?? new Map()).keys()];
    if (keys.size) this.dispatchEvent(new CustomEvent("boxes", { detail: { keys: [...keys] } }));
  }

  #isFrame(key) {
    return this.#model.get(key)?.section === "zones" && !this.collapsed.has(key);
  }

  /** The server draws from its own margin; places are told from where their view was arranged. */
  #unshift() {
    const placed = Object.entries(this.placements).find(([key]) => this.#given.has(key) && this.#model.get(key)?.section === "nodes");
    if (!placed) return;
    const [key, place] = placed;
    const drawn = this.#given.get(key);
    const [dx, dy] = [place.x - drawn.x, place.y - drawn.y];
    for (const box of this.#given.values()) Object.assign(box, { x: box.x + dx, y: box.y + dy });
  }

  #follow(changes) {
    const before = this.current;
    if (this.#waiting && this.#model.get(this.#waiting)) [this.#origin, this.current, this.#waiting] = [this.current, this.#waiting, ""];
    else if (!this.#kept && !(this.current in GIVEN)) [this.current, this.#waiting] = [this.#origin, this.current];
    const touched = changes.flatMap((change) => this.#touchedBy(change));
    this.#refresh(this.current === before ? touched : [...touched, ...this.#all.keys()]);
    if (this.current !== before) this.dispatchEvent(new CustomEvent("view", { detail: { view: this.current } }));
  }

  #touchedBy({ section, key, before, after }) {
    if (section === "zones" || section === "nodes") return [key, before?.zone ?? before?.parent, after?.zone ?? after?.parent].filter(Boolean);
    if (section !== "views" || key !== this.current) return [];
    const [old, now] = [before?.placements ?? {}, after?.placements ?? {}];
    return [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((name) => old[name] !== now[name]);
  }

  /** Finds the boxes of these keys and of the zones around them anew, and tells which differ. */
  #refresh(keys) {
    const old = this.boxes;
    const wereClosed = this.collapsed;
    const placements = this.placements;
    this.collapsed = new Set(Object.keys(placements).filter((key) => placements[key].collapsed && this.#model.get(key)));
    for (const key of keys) if (!this.#model.get(key)) this.#all.delete(key);
    const shown = shownIn(this.#model, this.#view);
    const touched = new Set(keys.filter((key) => shown.has(key)));
    const asked = [...shown].filter((key) => touched.has(key) || !this.#all.has(key));
    const known = (key) => key in placements || this.#given.has(key) || this.#all.has(key);
    const newcomers = asked.filter((key) => !known(key));
    this.#seat(asked.filter(known));
    this.#frame(touched, wereClosed);
    if (newcomers.length) {
      this.#seat(newcomers); // what stood before has its whole size by now
      this.#frame(touched, wereClosed);
    }
    this.boxes = new Map([...this.#all].filter(([key]) => shown.has(key) && this.standsFor(key) === key));
    this.#tell(old, wereClosed);
  }

  /** Zones before what is in them, so that newcomers find room where their zone already stands. */
  #seat(keys) {
    const depth = new Map(keys.map((key) => [key, zonesAround(this.#model, key).length]));
    for (const key of keys.sort((a, b) => depth.get(a) - depth.get(b))) this.#all.set(key, this.#seatOf(key));
  }

  #seatOf(key) {
    const place = this.placements[key];
    const size = this.#sizeOf(key);
    if (place) return { x: place.x, y: place.y, width: Math.max(place.width ?? 0, size.width), height: Math.max(place.height ?? 0, size.height) };
    const given = this.#given.get(key) ?? this.#all.get(key);
    return given ?? { ...this.freeSpot(parentOf(this.#model, key) ?? null, size), ...size };
  }

  #sizeOf(key) {
    if (!this.#isFrame(key)) return this.#given.has(key) && !this.collapsed.has(key) ? this.#given.get(key) : this.measure(key);
    return this.placements[key] ? { width: 0, height: ZONE_HEADER } : FRAME;
  }

  /** A frame always holds what is inside it: grows the frames around everything that was touched. */
  #frame(touched, wereClosed) {
    const opened = [...wereClosed].filter((key) => !this.collapsed.has(key));
    const zones = new Set([...touched, ...opened].flatMap((key) => [key, ...zonesAround(this.#model, key)]));
    const children = childrenByZone(this.#model);
    const frames = [...zones].filter((key) => this.#isFrame(key) && this.#all.has(key));
    const depth = new Map(frames.map((key) => [key, zonesAround(this.#model, key).length]));
    for (const key of frames.sort((a, b) => depth.get(b) - depth.get(a))) {
      const content = around((children.get(key) ?? []).map((child) => this.#all.get(child)).filter(Boolean));
      const own = this.#seatOf(key);
      this.#all.set(key, content ? around([own, frameAround(content)]) : { ...own, width: Math.max(own.width, 144), height: Math.max(own.height, 64) });
    }
  }

  #tell(old, wereClosed) {
    const names = new Set([...old.keys(), ...this.boxes.keys(), ...wereClosed, ...this.collapsed]);
    const closed = (key) => wereClosed.has(key) !== this.collapsed.has(key);
    const differ = [...names].filter((key) => closed(key) || !(same(old.get(key), this.boxes.get(key)) || (!old.has(key) && !this.boxes.has(key))));
    if (differ.length) this.dispatchEvent(new CustomEvent("boxes", { detail: { keys: differ } }));
  }
}

/** @param {any} editor */
export function init(editor) {
  const layout = async (view) => {
    const answer = await fetch(`${editor.addresses.layout}?view=${encodeURIComponent(view)}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`The layout could not be read (${answer.status}).`);
    return answer.json();
  };
  editor.views = new Views(editor.model, layout, (label) => editor.keys.fresh(label));
}

