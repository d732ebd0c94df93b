"""Reads request bodies as strictly as documents are read."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from rest_framework.parsers import BaseParser

from topologies.documents import decode
from topologies.graph import Fault, Faults

DEEPEST = 40
LARGEST = 2**63


class StrictJSONParser(BaseParser):
    """A JSON object in UTF-8: no repeated keys, no runaway nesting or numbers, only text that can be stored."""

    media_type = "application/json"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The body as data.

        Raises:
            Faults: what is wrong with it.
        """
        data = decode(_text(stream.read()))
        if reason := _unfit(data):
            raise Faults([Fault("", "body", reason)])
        return data


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Faults([Fault("", "body", f"is not UTF-8 at byte {error.start}")]) from None


def _unfit(data: Any) -> str | None:
    """Why this data cannot be kept, or None. A loop, not recursion: the nesting is the caller's."""
    waiting = [(data, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > DEEPEST:
            return f"is nested deeper than {DEEPEST} levels"
        if isinstance(value, dict):
            waiting.extend((part, depth + 1) for pair in value.items() for part in pair)
        elif isinstance(value, list):
            waiting.extend((part, depth + 1) for part in value)
        elif reason := _unfit_scalar(value):
            return reason
    return None


def _unfit_scalar(value: Any) -> str | None:
    if isinstance(value, str) and any(letter == "\x00" or "\ud800" <= letter <= "\udfff" for letter in value):
        return "holds a character that text cannot have (NUL or half of a surrogate pair)"
    if isinstance(value, float) and not isfinite(value):
        return "holds a number that is too large"
    if isinstance(value, int) and abs(value) >= LARGEST:
        return "holds a number that is too large"
    return None
