"""Writes unit files of systemd, and owns their quoting. Pure.

`%` starts a specifier everywhere, `$` a variable in commands; words in double quotes know C's escapes. A backslash
at the end of a line would join the next one.
"""

import re
from collections.abc import Iterable, Sequence

_PLAIN = re.compile(r"[A-Za-z0-9_./:=,@+-]+")
_VALUE = re.compile(r"[^\n\r\\]*")
_PROGRAM = re.compile(r"[A-Za-z0-9_./][A-Za-z0-9_./+-]*")

Entries = Iterable[tuple[str, str]]


def render(sections: Iterable[tuple[str, Entries]], *, remarks: Iterable[str]) -> str:
    """The text of a unit; a section without entries is left out."""
    rows = list(remarks)
    for name, entries in sections:
        if lines := [f"{key}={value}" for key, value in entries]:
            rows += ["", f"[{name}]", *lines]
    return "\n".join(rows) + "\n"


def value(text: str) -> str:
    """Free text as the value of an entry.

    Raises:
        ValueError: it holds a line end or a backslash, for which such a value has no words.
    """
    if not _VALUE.fullmatch(text) or not text.isprintable():
        raise ValueError(f"{text!r} holds what the value of a unit can not say")
    return text.replace("%", "%%")


def command(words: Sequence[str]) -> str:
    """A program and its words, as the value of ExecStart.

    Raises:
        ValueError: there is no program, or one whose name would mean something else there.
    """
    if not words or not _PROGRAM.fullmatch(words[0]):
        raise ValueError(f"{words[0] if words else ''!r} is no program that a unit can start")
    return " ".join([words[0], *(_word(text).replace("$", "$$") for text in words[1:])])


def assignment(name: str, text: str) -> str:
    """A variable, as the value of Environment."""
    return _word(f"{name}={text}", quoted=True)


def _word(text: str, *, quoted: bool = False) -> str:
    if _PLAIN.fullmatch(text) and not quoted:
        return text
    return '"' + "".join(map(_literal, text)).replace("%", "%%") + '"'


def _literal(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return char if char.isprintable() else "".join(f"\\x{byte:02x}" for byte in char.encode())
