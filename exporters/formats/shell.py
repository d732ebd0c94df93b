"""Writes POSIX shell, and owns its quoting: a word means itself, and the shell does nothing with it. Pure."""

import re
from collections.abc import Iterable

_PLAIN = re.compile(r"[A-Za-z0-9_@%+=:,./-]+")
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=")


def word(text: str) -> str:
    """The text as one word.

    Raises:
        ValueError: it holds a line end or a character that cannot be printed.
    """
    if not text.isprintable():
        raise ValueError(f"{text!r} holds a character that a script can not show")
    if _PLAIN.fullmatch(text) and not _ASSIGNMENT.match(text):
        return text
    return "'" + text.replace("'", "'\\''") + "'"


def command(words: Iterable[str]) -> str:
    """A program and its words."""
    return " ".join(map(word, words))
