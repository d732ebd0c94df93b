"""Writes POSIX shell, and owns its quoting: a word means itself, and the shell does nothing with it. Pure."""

import re
import shlex
from collections.abc import Iterable

_PLAIN = re.compile(r"[A-Za-z0-9_@%+=:,./-]+")
_SHELL = re.compile(r"[|&;<>()$`*?~#\[\]{}!\\]|^\s*[A-Za-z_][A-Za-z0-9_]*=")
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


def words_of(text: str) -> list[str]:
    """A command line as a program and its words; where it needs a shell, that is the program.

    Raises:
        ValueError: a quote in it never ends.
    """
    words = shlex.split(text)
    return ["/bin/sh", "-c", text] if _SHELL.search(text) else words
