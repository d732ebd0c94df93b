"""How wide text is, and what of it fits.

Widths are those of Arimo, which has the metrics of Arial, Helvetica and Liberation Sans; the same file draws
the text of a PNG or PDF, so a bare machine without any font measures and draws the same.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import fontpkg_arimo
from reportlab.pdfbase.ttfonts import TTFontFace

FAMILY = "Arimo"
FONT_FILE = Path(fontpkg_arimo.__file__).parent / "files" / "Arimo[wght].ttf"
ELLIPSIS = "…"
_BOLD = 1.09  # a bold face is at most this much wider
_MONO = 0.602  # of the size: Liberation Mono, Menlo, Consolas and DejaVu Sans Mono are no wider


@cache
def _widths() -> Mapping[int, float]:
    """Code point -> thousandths of the text size."""
    widths: Mapping[int, float] = TTFontFace(str(FONT_FILE)).charWidths
    return widths


@cache
def _glyph(character: str) -> float:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    known = _widths().get(ord(character))
    if known is not None and unicodedata.east_asian_width(character) not in ("W", "F"):
        return known / 1000
    return 1.0 if unicodedata.east_asian_width(character) in ("W", "F") else 0.75


def width(text: str, size: float, *, bold: bool = False, mono: bool = False) -> float:
    """Pixels that the text takes in one line."""
    if mono:
        return size * sum(max(_MONO, _glyph(character)) if character > "~" else _MONO for character in text)
    return size * sum(map(_glyph, text)) * (_BOLD if bold else 1.0)


def fit(text: str, room: float, size: float, *, bold: bool = False, mono: bool = False) -> str:
    """The text in one line, shortened with an ellipsis where it needs more pixels than there are."""
    line = one_line(text)
    if width(line, size, bold=bold, mono=mono) <= room:
        return line
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        shortened = line[:middle].rstrip() + ELLIPSIS
        low, high = (
            (middle, high) if width(shortened, size, bold=bold, mono=mono) <= room else (low, middle - 1)
        )
    return line[:low].rstrip() + ELLIPSIS


def one_line(text: str) -> str:
    """The text without line breaks, tabs and repeated spaces."""
    return " ".join(text.split())


def visible(text: str) -> str:
    """One line in which whatever cannot be printed is U+FFFD."""
    return "".join(char if char.isprintable() else "\ufffd" for char in one_line(text))
