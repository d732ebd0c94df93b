"""Writes Caddyfiles exactly as `caddy fmt` would, and owns their quoting. Pure.

Caddy reads a file in three passes, and a label could break out in each: `{$NAME}` is replaced before anything is
quoted, then words are split, then `{placeholder}` is expanded while the server runs. So a word never holds a brace,
and everything that is not plainly a word is quoted.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_PLAIN = re.compile(r"[A-Za-z0-9_./:*@%+=,~?>-]+")


@dataclass(frozen=True, slots=True)
class Setting:
    """A word that whoever starts Caddy may choose by an environment variable. Never made from data."""

    name: str
    otherwise: str


Word = str | Setting


@dataclass(frozen=True, slots=True)
class Line:
    """A directive, or a block where it has a body; every word is data and is quoted where needed."""

    words: tuple[Word, ...]
    body: "tuple[Line | Comment, ...]" = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark; whatever it holds, it stays one comment."""

    text: str


def line(*words: Word, body: Iterable[Line | Comment] = ()) -> Line:
    return Line(words, tuple(body))


def render(parts: Iterable[Line | Comment]) -> str:
    """The text of a Caddyfile: blocks of the top level stand apart, tabs indent.

    Raises:
        ValueError: a word holds what a Caddyfile cannot say without being understood otherwise.
    """
    rows: list[str] = []
    before: Line | Comment | None = None
    for part in parts:
        if isinstance(before, Line):
            rows.append("")
        rows.extend(_rows(part, 0))
        before = part
    return "\n".join(rows) + "\n" if rows else ""


def _rows(part: Line | Comment, depth: int) -> Iterator[str]:
    tabs = "\t" * depth
    if isinstance(part, Comment):
        yield tabs + remark(part.text)
        return
    words = " ".join(map(word, part.words))
    if not part.body:
        yield tabs + words
        return
    yield f"{tabs}{words} {{" if words else f"{tabs}{{"
    for inner in part.body:
        yield from _rows(inner, depth + 1)
    yield f"{tabs}}}"


def word(text: Word) -> str:
    """One word of a directive.

    Raises:
        ValueError: braces (Caddy expands them, even in quotes), unprintable characters, or quotes of every sort at once.
    """
    if isinstance(text, Setting):
        return f"{{${text.name}:{text.otherwise}}}"
    if _PLAIN.fullmatch(text):
        return text
    if "{" in text or "}" in text:
        raise ValueError(f"{text!r} holds a brace, which Caddy would expand")
    if not text.isprintable():
        raise ValueError(f"{text!r} holds a character that cannot be printed")
    return _quoted(text)


def _quoted(text: str) -> str:
    # In double quotes a backslash stands for itself, except before a quote; backticks know no escape at all.
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    if "`" not in text:
        return f"`{text}`"
    if "\\" not in text:
        return '"{}"'.format(text.replace('"', r"\""))
    raise ValueError(f"{text!r} mixes backticks and backslashes, which no quoting of a Caddyfile can hold")


def remark(text: str) -> str:
    """One comment line; what is not printable is written as its escape."""
    visible = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
    # `{$` is replaced by an environment variable before Caddy knows what a comment is.
    return f"# {visible.replace('{$', '{ $')}".rstrip()
