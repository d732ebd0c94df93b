"""Writes JSON: readable, in the order given, every text as itself. Pure."""

import json
from typing import Any


def render(data: Any) -> str:
    """The text of one document; what cannot be printed is written as its escape.

    Raises:
        ValueError: a number that JSON does not have.
    """
    text = json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)
    return (
        "".join(char if char.isprintable() or char == "\n" else json.dumps(char)[1:-1] for char in text)
        + "\n"
    )
