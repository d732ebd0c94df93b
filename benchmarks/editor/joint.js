/** The same cards, frames and lines on a bare JointJS paper with its own virtual rendering: globalThis.peer. */
globalThis.peer = (() => {
  const { dia, shapes } = joint;
  const PAD = 320; // pixels of the window around it, as far as ours draws ahead
  const text = (x, y, fontSize, words) => ({ x, y, fontSize, fontFamily: "sans-serif", fill: "#1b2b2a", text: words });

  const Card = dia.Element.define("peer.Card", { attrs: { body: { width: "calc(w)", height: "calc(h)", rx: 4, fill: "#fff", stroke: "#8a9a98" } } }, {
    markup: [
      { tagName: "rect", selector: "body" }, { tagName: "path", selector: "icon" }, { tagName: "path", selector: "inner" },
      { tagName: "text", selector: "label" }, { tagName: "text", selector: "kind" }, { tagName: "rect", selector: "chip" },
      { tagName: "text", selector: "port" }, { tagName: "rect", selector: "group" }, { tagName: "rect", selector: "swatch" }, { tagName: "text", selector: "name" },
    ],
  });
  const Frame = dia.Element.define("peer.Frame", { attrs: { body: { width: "calc(w)", height: "calc(h)", rx: 5, fill: "#e8efff", stroke: "#7086b8" } } }, {
    markup: [{ tagName: "rect", selector: "body" }, { tagName: "text", selector: "label" }],
  });
  const Line = shapes.standard.Link;

  const cardOf = ({ key, x, y, width, height, label, kind, port, group }) => new Card({
    id: key, position: { x, y }, size: { width, height }, z: 3,
    attrs: {
      label: { ...text(44, 25, 13, label), fontWeight: 600 }, kind: text(44, 41, 11, kind),
      icon: { d: "M12 18h24v20h-24z", fill: "none", stroke: "#456" }, inner: { d: "M16 24h16M16 30h16", stroke: "#456" },
      chip: { x: 12, y: -9, width: 34, height: 16, fill: "#fff", stroke: "#345" }, port: text(18, 3, 10.5, port),
      group: { x: 12, y: height - 6, width: 60, height: 14, fill: "#fff", stroke: "#9aa" }, swatch: { x: 16, y: height - 2, width: 6, height: 6, fill: "#276b72" }, name: text(26, height + 5, 9.5, group),
    },
  });
  const frameOf = ({ key, x, y, width, height, label, depth }) =>
    new Frame({ id: key, position: { x, y }, size: { width, height }, z: -100 + depth, attrs: { label: text(32, 20, 12, label) } });
  const lineOf = ({ key, source, target }) => new Line({
    id: key, source: { id: source }, target: { id: target }, z: 1, connector: { name: "curve" },
    attrs: { line: { stroke: "#51605e", strokeWidth: 1.5 } },
  });

  let graph, paper, zoom = 1, x = 0, y = 0, dragged = null;
  const place = () => paper.matrix(new DOMMatrix([zoom, 0, 0, zoom, x, y]));

  const seen = (view) => {
    const box = view.model.isLink() ? view.model.getBBox() : view.model.getBBox();
    const [left, top] = [(-x - PAD) / zoom, (-y - PAD) / zoom];
    const [right, bottom] = [left + (innerWidth + 2 * PAD) / zoom, top + (innerHeight + 2 * PAD) / zoom];
    return box.x <= right && box.y <= bottom && box.x + box.width >= left && box.y + box.height >= top;
  };

  function show(scene) {
    graph = new dia.Graph({}, { cellNamespace: { ...shapes, peer: { Card, Frame } } });
    dia.Paper.prototype.stylesheet = "";
    paper = new dia.Paper({
      el: document.getElementById("paper"), model: graph, width: "100%", height: "100%", async: true, frozen: true, autoFreeze: true,
      sorting: dia.Paper.sorting.APPROX, viewManagement: { lazyInitialize: true, disposeHidden: true },
      cellViewNamespace: { ...shapes, peer: { Card, Frame } },
      cellVisibility: (cell) => seen({ model: cell }), interactive: { elementMove: true, linkMove: false, labelMove: false },
    });
    graph.resetCells([...scene.frames.map(frameOf), ...scene.cards.map(cardOf), ...scene.lines.map(lineOf)]);
    place();
    paper.unfreeze();
    paper.el.addEventListener("pointerdown", (event) => event.button === 1 && (dragged = { x: event.clientX, y: event.clientY }));
    addEventListener("pointerup", () => (dragged = null));
    addEventListener("pointermove", (event) => {
      if (!dragged) return;
      [x, y] = [x + event.clientX - dragged.x, y + event.clientY - dragged.y];
      dragged = { x: event.clientX, y: event.clientY };
      place();
      paper.wakeUp();
    });
    paper.el.addEventListener("wheel", (event) => {
      event.preventDefault();
      const factor = Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) * 0.004);
      [x, y, zoom] = [event.clientX - (event.clientX - x) * factor, event.clientY - (event.clientY - y) * factor, zoom * factor];
      place();
      paper.wakeUp();
    }, { passive: false });
  }

  /** An element in the middle of the window. @returns {{x: number, y: number}} where it is held */
  function look(key, to) {
    const { x: left, y: top, width, height } = graph.getCell(key).getBBox();
    zoom = to;
    [x, y] = [innerWidth / 2 - (left + width / 2) * zoom, innerHeight / 2 - (top + height / 2) * zoom];
    place();
    paper.wakeUp();
    return { x: innerWidth / 2, y: innerHeight / 2 };
  }

  return { show, look };
})();
