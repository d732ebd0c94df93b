"""Packs boxes in rows, zone by zone, around what somebody has placed. Always answers, in linear time."""

from collections.abc import Mapping
from math import sqrt

from topologies.graph import Placement
from topologies.rendering import blocks, sizes
from topologies.rendering.blocks import Block, Boxes
from topologies.rendering.geometry import Box, around
from topologies.rendering.scene import Card, Frame, Scene

_GAP = 32.0
_SHAPE = 1.5  # width to height of a packed block


def pack(scene: Scene, placements: Mapping[str, Placement]) -> tuple[Boxes, Boxes]:
    """Boxes of frames and cards. Placed elements stand where they were placed, at their size or their own;
    a frame always holds what is inside it."""
    block = _Packer(scene, placements).contents("")
    return block.frames, block.cards


class _Packer:
    def __init__(self, scene: Scene, placements: Mapping[str, Placement]) -> None:
        self._placements = placements
        self._frames: dict[str, list[Frame]] = {}
        self._cards: dict[str, list[Card]] = {}
        for frame in scene.frames.values():
            self._frames.setdefault(frame.parent, []).append(frame)
        for card in scene.cards.values():
            self._cards.setdefault(card.zone, []).append(card)

    def contents(self, zone: str) -> Block:
        """What stands in a zone: the placed where they are, the others in rows below."""
        held = [self._card(card) for card in self._cards.get(zone, ())]
        held += [self._frame(frame) for frame in self._frames.get(zone, ())]
        fixed = [block for block in held if block.fixed]
        loose = [block for block in held if not block.fixed]
        corner = around(block.outline for block in fixed)
        _in_rows(loose, corner.x, corner.bottom + _GAP if fixed else corner.y)
        return blocks.merged(held)

    def _card(self, card: Card) -> Block:
        place = self._placements.get(card.key)
        box = _placed(place, card.width, card.height) if place else Box(0, 0, card.width, card.height)
        return blocks.of_card(card, box, fixed=place is not None)

    def _frame(self, frame: Frame) -> Block:
        inner = self.contents(frame.key)
        place = self._placements.get(frame.key)
        if place and not inner.fixed:
            inner.move_to(place.x + sizes.ZONE_PAD, place.y + sizes.ZONE_HEADER)
        width = 0.0 if place and place.width else frame.width  # whoever gave it a size has seen its header
        box = blocks.frame_box(inner.outline, width)
        if place:
            box = around([box, _placed(place, width, sizes.ZONE_HEADER)])
        inner.frames[frame.key] = box
        return Block(box, inner.frames, inner.cards, fixed=inner.fixed or place is not None)


def _placed(place: Placement, width: float, height: float) -> Box:
    return Box(place.x, place.y, max(place.width or 0, width), max(place.height or 0, height))


def _in_rows(loose: list[Block], x: float, y: float) -> None:
    """Moves the blocks into rows that together are about half as wide again as high."""
    area = sum((block.outline.width + _GAP) * (block.outline.height + _GAP) for block in loose)
    limit = max([sqrt(area * _SHAPE), *(block.outline.width for block in loose)], default=0)
    across, down, deepest = 0.0, 0.0, 0.0
    for block in loose:
        if across and across + block.outline.width > limit:
            across, down, deepest = 0.0, down + deepest + _GAP, 0.0
        block.move_to(x + across, y + down)
        across += block.outline.width + _GAP
        deepest = max(deepest, block.outline.height)
