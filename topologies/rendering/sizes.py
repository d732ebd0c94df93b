"""Sizes of the drawing in pixels, all on one grid (docs/diagram-style.md)."""

CARD_HEIGHT = 56.0
CARD_NARROW = 184.0
CARD_WIDE = 248.0
CARD_TEXT = 44.0  # from the card's left edge to its words
CARD_PAD = 12.0
CHIP_HEIGHT = 16.0
CHIP_GAP = 4.0
CHIP_TOP = 8.0  # how far port chips stand above the card
CHIP_FOOT = 7.0  # how far group chips hang below it
GROUP_HEIGHT = 14.0
GROUP_STEP = 16.0  # from one row of group chips to the next
BADGE_WIDTH = 32.0
LOCK_WIDTH = 10.0

ZONE_HEADER = 36.0
ZONE_PAD = 16.0
MARGIN = 24.0

LABEL = 13.0
KIND = 11.0
ZONE_LABEL = 12.0
META = 10.5
PORT = 10.5
GROUP = 9.5
LINE_LABEL = 10.0
