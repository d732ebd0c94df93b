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

_ACROSS, _DOWN = 28.0, 48.0  # between neighbours and between rows
_TRAY_GAP = 24.0
_SHAPE = 1.6  # width to height that a block should have

Pairs = dict[tuple[str, str], int]


def arrange(scene: Scene, wrap: int) -> tuple[Boxes, Boxes]:
    """Boxes of frames and cards; of those that nothing ranks, so many stand in a row.

    Raises:
        graphviz_process.DotError: dot gave no answer.
    """
    whole = _Compound(scene, wrap).zone("")
    return whole.frames, whole.cards


class _Compound:
    def __init__(self, scene: Scene, wrap: int) -> None:
        self._scene, self._wrap = scene, wrap
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
        main = _ranked(joined, self._pairs.get(zone, {}), self._wrap) if joined else None
        tray = [found[key] for key in loose]
        return _with_tray(main, tray) if main else _grid(tray, _columns(len(tray), self._wrap))


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


def _ranked(found: Mapping[str, Block], pairs: Pairs, wrap: int) -> Block:
    """The blocks in the rows that dot finds, those of one row with their tops at one height."""
    if not pairs:
        return _grid(list(found.values()), _columns(len(found), wrap))
    answer = graphviz_process.layout("\n".join(_source(found, pairs, _rows(pairs, wrap))))
    places = {item["name"]: tuple(map(float, item["pos"].split(","))) for item in answer["objects"]}
    tops = {y: -y - max(b.outline.height for k, b in found.items() if places[k][1] == y) / 2
            for y in {place[1] for place in places.values()}}
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


def _with_tray(main: Block, tray: list[Block]) -> Block:
    """The loose blocks in a gap between the others where there is one, else beside or below them."""
    if not tray:
        return main
    main.move_to(0, 0)
    width, height = main.outline.width, main.outline.height
    found: list[tuple[float, Point, int]] = []
    for columns in range(1, len(tray) + 1):
        rows = _grid(tray, columns).outline
        corners = [*_gaps(main, rows), Point(0, height + _TRAY_GAP), Point(width + _TRAY_GAP, 0)]
        for corner in corners:
            whole = around([main.outline, rows.moved(corner.x - rows.x, corner.y - rows.y)])
            found.append((_need(whole), corner, columns))
    _, corner, columns = min(found, key=lambda row: row[0])
    rows = _grid(tray, columns)
    rows.move_to(corner.x, corner.y)
    return blocks.merged([main, rows])


def _need(box: Box) -> float:
    """The height of the page, of the shape that we want, on which this fits."""
    return max(box.width / _SHAPE, box.height)


def _gaps(main: Block, wanted: Box) -> Iterator[Point]:
    """Corners inside the block where there is room for so much, level with what stands there, the upper first."""
    taken = [box for box in (*main.frames.values(), *main.cards.values())]
    room = [box.grown(_TRAY_GAP - 1) for box in taken]
    rightmost = main.outline.right - wanted.width
    across = sorted({0.0, rightmost, *(box.right + _TRAY_GAP for box in taken)})
    for y in sorted({box.y for box in taken}):
        for x in across:
            box = Box(x, y, wanted.width, wanted.height)
            inside = 0 <= x <= rightmost and y + wanted.height <= main.outline.bottom
            if inside and not any(other.shared_area(box) for other in room):
                yield Point(x, y)


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


def _columns(count: int, wrap: int) -> int:
    """How many in a row, so that no row is longer than asked for and all are about equally long."""
    return ceil(count / ceil(count / wrap)) if count else 1
