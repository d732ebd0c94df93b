"""Lets dot arrange a scene: boxes of fixed size in nested clusters go in, coordinates come out.

The source holds numbers and keys only, no words of the user; words are drawn by us. Edge labels stay out too:
together with clusters they break dot ("trouble in init_rank") from about eighty nodes.
"""

from collections.abc import Iterator
from itertools import repeat
from math import ceil, sqrt
from typing import Any

from topologies.rendering import blocks, graphviz_process, sizes
from topologies.rendering.geometry import Box, Curve, Point
from topologies.rendering.scene import Card, Frame, Line, Scene

Placed = tuple[dict[str, Box], dict[str, Box], dict[str, Curve]]

_GAP = 24.0
_CROWD = 3  # cards of one zone, from which no line leads on
_PLAIN = 'BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"'
_CURVED = 300  # lines; above, straight pieces, which dot routes much faster


def arrange(scene: Scene, new_rank: bool = False) -> Placed:
    """Boxes of frames and cards, and curves of lines. `new_rank` ranks across clusters, which knots more seldom.

    Raises:
        graphviz_process.DotError: dot gave no answer.
    """
    trays = _trays(scene)
    lines = [line for line in scene.lines if _routable(scene, line)]
    answer = graphviz_process.layout(_source(scene, trays, lines, new_rank))
    height = float(answer["bb"].split(",")[3])
    frames: dict[str, Box] = {}
    cards: dict[str, Box] = {}
    for item in answer.get("objects", ()):
        name = item["name"]
        if name.startswith("z:"):
            continue
        if name.startswith("cluster_"):
            frames[name.removeprefix("cluster_")] = _cluster_box(item, height)
        elif name.startswith("t:"):
            cards |= _unpacked(trays[name.removeprefix("t:")], _node_box(item, height))
        else:
            cards[name] = _body(scene.cards[name], _node_box(item, height))
    curves = dict(_curves(answer, height))
    for line in lines:
        if line.key in curves:
            curves[line.key] = _to_bodies(line, curves[line.key], scene, cards)
    return frames, cards, curves


def _routable(scene: Scene, line: Line) -> bool:
    return (
        line.ranks
        and line.source in scene.cards
        and line.target in scene.cards
        and line.source != line.target
    )


# --- source ----------------------------------------------------------------------------------------------


def _source(scene: Scene, trays: dict[str, list[Card]], lines: list[Line], new_rank: bool) -> str:
    steps = _steps(scene, lines)
    splines = "true" if len(lines) <= _CURVED else "polyline"
    head = (
        f"digraph {{ rankdir=TB; newrank={str(new_rank).lower()}; splines={splines}; nodesep=0.38; ranksep=0.78; margin=0;"
        ' node [shape=plain, label=""]; edge [arrowhead=none]; graph [margin=16, labeljust=l];'
    )
    return "\n".join([head, *_inside(scene, trays, ""), *(_edge(line, steps) for line in lines), "}"])


def _inside(scene: Scene, trays: dict[str, list[Card]], zone: str) -> Iterator[str]:
    frames, cards = scene.inside(zone)
    loose = {card.key for card in trays.get(zone, ())}
    if loose:
        yield f'"t:{zone}" [{_fixed(*_tray_size(trays[zone]))}];'
    for card in cards:
        if card.key not in loose:
            yield f'"{card.key}" [label=<{_table(card)}>];'
    for frame in frames:
        yield f'subgraph "cluster_{frame.key}" {{ label=<{_header(frame)}>;'
        yield from _inside(scene, trays, frame.key)
        if not any(scene.inside(frame.key)):
            yield f'"z:{frame.key}" [{_fixed(frame.width, 24)}];'
        yield "}"


def _fixed(width: float, height: float) -> str:
    return f"shape=box, fixedsize=true, width={width / 72:.4f}, height={height / 72:.4f}"


def _header(frame: Frame) -> str:
    size = f'WIDTH="{ceil(frame.width)}" HEIGHT="14"'
    return f'<TABLE {_PLAIN} FIXEDSIZE="TRUE" {size}><TR><TD></TD></TR></TABLE>'


def _table(card: Card) -> str:
    """The card with a cell for each port chip, as far as that stands above it, so that lines end at the chip."""
    chips = [(mark.key, mark.width) for mark in card.ports]
    cells = "".join(
        f"{_cell('', gap)}{_cell(key, width)}" for gap, (key, width) in zip(_gaps(), chips, strict=False)
    )
    top = f'<TR>{cells}<TD HEIGHT="{ceil(sizes.CHIP_TOP)}"></TD></TR>' if chips else ""
    span = 2 * len(chips) + 1
    body = f'<TR><TD COLSPAN="{span}" HEIGHT="{ceil(card.height)}"></TD></TR>'
    foot = f'<TR><TD COLSPAN="{span}" HEIGHT="{ceil(blocks.foot(card))}"></TD></TR>' if card.marks else ""
    size = f'WIDTH="{ceil(card.width)}" HEIGHT="{ceil(_full_height(card))}"'
    return f'<TABLE {_PLAIN} FIXEDSIZE="TRUE" {size}>{top}{body}{foot}</TABLE>'


def _gaps() -> Iterator[float]:
    yield sizes.CARD_PAD
    yield from repeat(sizes.CHIP_GAP)


def _cell(port: str, width: float) -> str:
    name = f' PORT="{port}"' if port else ""
    return f'<TD{name} WIDTH="{ceil(width)}" HEIGHT="{ceil(sizes.CHIP_TOP)}"></TD>'


def _edge(line: Line, steps: dict[str, int]) -> str:
    head = f'"{line.target}":"{line.port}":n' if line.port else f'"{line.target}"'
    weight = ", weight=0" if "link-telemetry" in line.classes else ""
    free = ", constraint=false" if line.outward else ""
    return f'"{line.source}" -> {head} [id="{line.key}", minlen={steps.get(line.target, 1)}{weight}{free}];'


def _steps(scene: Scene, lines: list[Line]) -> dict[str, int]:
    """Card key -> ranks below its sources. The many ends of one zone stand in three rows, not in one long one."""
    sources = {line.source for line in lines}
    ends: dict[str, list[str]] = {}
    for key in sorted({line.target for line in lines} - sources):
        ends.setdefault(scene.cards[key].zone, []).append(key)
    crowds = (keys for keys in ends.values() if len(keys) >= _CROWD)
    return {key: 1 + index % 3 for keys in crowds for index, key in enumerate(keys)}


# --- trays: cards that no line touches, in one block for each zone ---------------------------------------


def _trays(scene: Scene) -> dict[str, list[Card]]:
    touched = {end for line in scene.lines if line.ranks for end in (line.source, line.target)}
    found: dict[str, list[Card]] = {}
    for card in scene.cards.values():
        if card.key not in touched:
            found.setdefault(card.zone, []).append(card)
    return found


def _columns(cards: list[Card]) -> int:
    return ceil(sqrt(len(cards) * 0.45))


def _slot(cards: list[Card]) -> tuple[float, float]:
    return max(card.width for card in cards) + _GAP, max(map(_full_height, cards)) + 16


def _tray_size(cards: list[Card]) -> tuple[float, float]:
    width, height = _slot(cards)
    columns = _columns(cards)
    return columns * width - _GAP, ceil(len(cards) / columns) * height - 16


def _unpacked(cards: list[Card], box: Box) -> dict[str, Box]:
    width, height = _slot(cards)
    columns = _columns(cards)
    return {
        card.key: Box(
            box.x + index % columns * width,
            box.y + index // columns * height + (sizes.CHIP_TOP if card.ports else 0),
            card.width,
            card.height,
        )
        for index, card in enumerate(cards)
    }


# --- answer ----------------------------------------------------------------------------------------------


def _full_height(card: Card) -> float:
    return card.height + (sizes.CHIP_TOP if card.ports else 0) + blocks.foot(card)


def _body(card: Card, box: Box) -> Box:
    return Box(box.x, box.y + (sizes.CHIP_TOP if card.ports else 0), card.width, card.height)


def _node_box(item: dict[str, Any], height: float) -> Box:
    x, y = map(float, item["pos"].split(","))
    wide, high = float(item["width"]) * 72, float(item["height"]) * 72
    return Box(x - wide / 2, height - y - high / 2, wide, high)


def _cluster_box(item: dict[str, Any], height: float) -> Box:
    left, low, right, high = map(float, item["bb"].split(","))
    return Box(left, height - high, right - left, high - low)


def _to_bodies(line: Line, curve: Curve, scene: Scene, cards: dict[str, Box]) -> Curve:
    """dot ends lines at the room for chips; where no chip stands they go on to the card itself."""
    start, *middle, end = curve.points
    start = _onto(start, scene.cards[line.source], cards[line.source])
    return Curve((start, *middle, _onto(end, scene.cards[line.target], cards[line.target])))


def _onto(point: Point, card: Card, box: Box) -> Point:
    chips = card.ports if point.y < box.y else card.marks
    taken = box.x + sizes.CARD_PAD + sum(mark.width + sizes.CHIP_GAP for mark in chips)
    at_chip = bool(chips) and box.x + sizes.CARD_PAD <= point.x <= taken
    return point if at_chip else Point(point.x, min(max(point.y, box.y), box.bottom))


def _curves(answer: dict[str, Any], height: float) -> Iterator[tuple[str, Curve]]:
    for edge in answer.get("edges", ()):
        pairs = [pair.split(",") for pair in edge.get("pos", "").split() if pair[0] not in "es"]
        if len(pairs) >= 4:
            yield edge["id"], Curve(tuple(Point(float(x), height - float(y)) for x, y in pairs))
