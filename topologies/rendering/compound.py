"""Lays out zone by zone, the inner ones first: each zone is one block in the zone around it.

Equal zones get equal pictures, and no zone grows because of what stands elsewhere. Within a zone dot finds the
rows, for boxes and the lines between them; what no line touches stands in a tidy grid beside them.
"""

from collections.abc import Iterator, Mapping
from math import ceil

from topologies.rendering import blocks, graphviz_process
from topologies.rendering.blocks import Block, Boxes
from topologies.rendering.geometry import Box, Point, around
from topologies.rendering.scene import Line, Scene

_ACROSS, _DOWN = 24.0, 48.0  # between neighbours and between rows
_TRAY_GAP = 20.0
SHAPE = 1.6  # width to height that a picture should have
_BESIDE = 3.0  # the same for a zone, wider, as what stands below others is in the way of their lines

Pairs = dict[tuple[str, str], int]


def arrange(scene: Scene, shape: float) -> tuple[Boxes, Boxes]:
    """Boxes of frames and cards. Those of a zone that nothing ranks fill a block so many times wider than high.

    Raises:
        graphviz_process.DotError: dot gave no answer.
    """
    whole = _Compound(scene, shape).zone("")
    return whole.frames, whole.cards


class _Compound:
    def __init__(self, scene: Scene, shape: float) -> None:
        self._scene, self._shape = scene, shape
        self._paths = {key: tuple(_path(scene, key)) for key in (*scene.cards, *scene.frames)}
        self._pairs: dict[str, Pairs] = {}
        self._touched: set[str] = set()
        for line in scene.lines:
            self._add(line)

    def _add(self, line: Line) -> None:
        """Counts the line between the two blocks that it joins, in the innermost zone that holds both."""
        source, target = self._paths[line.source], self._paths[line.target]
        self._touched |= {*source, *target}
        depth = next((i for i, (a, b) in enumerate(zip(source, target, strict=False)) if a != b), None)
        if depth is None or not line.ranks:
            return
        pairs = self._pairs.setdefault(source[depth - 1] if depth else "", {})
        pair = source[depth], target[depth]
        pairs[pair] = pairs.get(pair, 0) + _weight(line, *pair)

    def zone(self, zone: str) -> Block:
        """The contents of a zone."""
        frames, cards = self._scene.inside(zone)
        found = {card.key: blocks.of_card(card, Box(0, 0, card.width, card.height)) for card in cards}
        found |= {frame.key: blocks.framed(frame, self.zone(frame.key)) for frame in frames}
        loose = [key for key in found if key not in self._touched]
        joined = {key: block for key, block in found.items() if key in self._touched}
        tray = [found[key] for key in loose]
        if not joined:
            return _shaped(tray, self._shape)
        main = _ranked(joined, self._pairs.get(zone, {}), self._shape)
        return _with_tray(main, list(joined.values()), tray, _BESIDE if zone else SHAPE) if tray else main


def _path(scene: Scene, key: str) -> list[str]:
    """The zones around an element and itself, outermost first."""
    holder = scene.cards[key].zone if key in scene.cards else scene.frames[key].parent
    return [*(_path(scene, holder) if holder else ()), key]


def _weight(line: Line, source: str, target: str) -> int:
    """How strongly the line pulls its target below its source; copies between zones leave them side by side."""
    across = "replication" in line.classes and source != line.source and target != line.target
    if across or line.outward:
        return 0
    return 8 if "link-traffic" in line.classes else 1


def _ranked(found: Mapping[str, Block], pairs: Pairs, shape: float) -> Block:
    """The blocks in the rows that dot finds, those of one row with their tops at one height."""
    if not pairs:
        return _shaped(list(found.values()), shape)
    answer = graphviz_process.layout("\n".join(_source(found, pairs, _rows(pairs, ceil(shape)))))
    places = {item["name"]: tuple(map(float, item["pos"].split(","))) for item in answer["objects"]}
    tops = {
        y: -y - max(b.outline.height for k, b in found.items() if places[k][1] == y) / 2
        for y in {place[1] for place in places.values()}
    }
    for key, block in found.items():
        x, y = places[key]
        block.move_to(x - block.outline.width / 2, tops[y])
    return blocks.merged(found.values())


def _source(found: Mapping[str, Block], pairs: Pairs, rows: Mapping[str, int]) -> Iterator[str]:
    yield f"digraph {{ nodesep={_ACROSS / 72:.3f}; ranksep={_DOWN / 72:.3f}; margin=0;"
    yield 'node [shape=box, fixedsize=true, label=""]; edge [arrowhead=none];'
    for key, block in found.items():
        size = f"width={block.outline.width / 72:.4f}, height={block.outline.height / 72:.4f}"
        yield f'"{key}" [{size}];'
    for (source, target), weight in pairs.items():
        free = weight == 0 or weight < pairs.get((target, source), 0)
        looks = f"weight={max(weight, 1)}, minlen={rows.get(target, 1)}"
        yield f'"{source}" -> "{target}" [{looks}{", constraint=false" if free else ""}];'
    yield "}"


def _rows(pairs: Pairs, wrap: int) -> dict[str, int]:
    """Block -> ranks below its sources. Many from which nothing leads on stand in rows, not in one long one."""
    sources = {source for source, _ in pairs}
    ends = sorted({target for _, target in pairs} - sources)
    rows = ceil(len(ends) / (wrap + 1))
    return {key: 1 + index % rows for index, key in enumerate(ends)}


def _with_tray(main: Block, parts: list[Block], tray: list[Block], shape: float) -> Block:
    """The loose blocks in a gap between the parts of the main block where there is one, else beside or below."""
    best: tuple[float, Point, int] | None = None
    taken = [part.outline for part in parts]
    for columns in range(1, len(tray) + 1):
        rows = _grid(tray, columns).outline
        for corner in (*_gaps(main.outline, taken, rows), *_outside(main.outline)):
            whole = around([main.outline, rows.moved(corner.x - rows.x, corner.y - rows.y)])
            if best is None or need(whole, shape) < best[0]:
                best = need(whole, shape), corner, columns
    _, corner, columns = best or (0, main.outline.centre, 1)
    rest = _grid(tray, columns)
    rest.move_to(corner.x, corner.y)
    return blocks.merged([main, rest])


def need(box: Box, shape: float = SHAPE) -> float:
    """The height of the page, of this shape, on which the box fits."""
    return max(box.width / shape, box.height)


def _outside(main: Box) -> tuple[Point, Point]:
    return Point(main.right + _TRAY_GAP, main.y), Point(main.x, main.bottom + _TRAY_GAP)


def _gaps(main: Box, taken: list[Box], wanted: Box) -> Iterator[Point]:
    """Corners inside the block where there is room for so much, level with what stands there, the upper first."""
    room = [box.grown(_TRAY_GAP - 1) for box in taken]
    rightmost = main.right - wanted.width
    across = sorted({main.x, rightmost, *(box.right + _TRAY_GAP for box in taken)})
    for y in sorted({box.y for box in taken}):
        for x in across:
            box = Box(x, y, wanted.width, wanted.height)
            inside = main.x <= x <= rightmost and y + wanted.height <= main.bottom
            if inside and not any(other.shared_area(box) for other in room):
                yield Point(x, y)


def _shaped(found: list[Block], shape: float) -> Block:
    """The blocks in rows that come nearest to this shape."""
    counts = range(1, len(found) + 1)
    best = min(counts, key=lambda columns: need(_grid(found, columns).outline, shape), default=1)
    return _grid(found, best)


def _grid(found: list[Block], columns: int) -> Block:
    """The blocks in rows of so many."""
    y = 0.0
    for start in range(0, len(found), columns):
        row = found[start : start + columns]
        x = 0.0
        for block in row:
            block.move_to(x, y)
            x += block.outline.width + _TRAY_GAP
        y += max(block.outline.height for block in row) + _TRAY_GAP
    return blocks.merged(found)
