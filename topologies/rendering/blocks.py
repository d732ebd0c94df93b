"""Boxes that keep their places towards each other while the zones around them are put together."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from topologies.rendering import sizes
from topologies.rendering.geometry import Box, around
from topologies.rendering.marks import in_rows
from topologies.rendering.scene import Card, Frame

Boxes = dict[str, Box]


@dataclass
class Block:
    """`outline` is what the boxes take together, chips included. `fixed` = somebody has placed it."""

    outline: Box
    frames: Boxes = field(default_factory=dict)
    cards: Boxes = field(default_factory=dict)
    fixed: bool = False

    def move_to(self, x: float, y: float) -> None:
        dx, dy = x - self.outline.x, y - self.outline.y
        for boxes in (self.frames, self.cards):
            boxes.update({key: box.moved(dx, dy) for key, box in boxes.items()})
        self.outline = self.outline.moved(dx, dy)


def of_card(card: Card, box: Box, fixed: bool = False) -> Block:
    return Block(with_chips(card, box), cards={card.key: box}, fixed=fixed)


def with_chips(card: Card, box: Box) -> Box:
    """The card with the chips that stand out above and below it."""
    top = sizes.CHIP_TOP if card.ports else 0
    return Box(box.x, box.y - top, box.width, box.height + top + foot(card))


def foot(card: Card) -> float:
    """How far the card's group chips hang below it."""
    rows = len(in_rows(card.marks, card.width - 2 * sizes.CARD_PAD))
    return sizes.CHIP_FOOT + (rows - 1) * sizes.GROUP_STEP if rows else 0


def merged(blocks: Iterable[Block]) -> Block:
    held = list(blocks)
    whole = Block(around(block.outline for block in held), fixed=any(block.fixed for block in held))
    for block in held:
        whole.frames |= block.frames
        whole.cards |= block.cards
    return whole


def framed(frame: Frame, inner: Block) -> Block:
    """The contents of a zone with its frame around them."""
    box = frame_box(inner.outline, frame.width)
    return Block(box, inner.frames | {frame.key: box}, inner.cards, inner.fixed)


def frame_box(content: Box, width: float) -> Box:
    """The frame around this content, wide enough for its header."""
    left, top = content.x - sizes.ZONE_PAD, content.y - sizes.ZONE_HEADER
    return Box(
        left,
        top,
        max(content.width + 2 * sizes.ZONE_PAD, width),
        content.height + sizes.ZONE_HEADER + sizes.ZONE_PAD,
    )
