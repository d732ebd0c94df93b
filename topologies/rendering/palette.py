"""Colours of a drawing that stands alone, read from the design tokens so that they are written once."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

Theme = Literal["light", "dark"]
Palette = Mapping[str, str]

_TOKENS = Path(__file__).parents[2] / "static" / "css" / "tokens.css"
_COLOUR = re.compile(r"--([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")


@cache
def palette(theme: Theme) -> Palette:
    """Token name without its dashes -> colour as #rrggbb."""
    column = 3 if theme == "dark" else 2
    tokens = _TOKENS.read_text(encoding="utf-8")
    return MappingProxyType({match[1]: match[column] for match in _COLOUR.finditer(tokens)})
