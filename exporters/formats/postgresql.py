"""Writes postgresql.conf, pg_hba.conf and pgbouncer.ini, and owns their quoting. Pure.

PostgreSQL reads `\\` escapes and doubled quotes inside single quotes; in pg_hba.conf a keyword in double quotes is a
name; PgBouncer takes a value to the end of its line.
"""

import re
from collections.abc import Iterable

from exporters.formats.remarks import remark

Value = str | int | bool
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*|[0-9]+(kB|MB|GB|ms|s|min|h|d)?")
_HBA_WORD = re.compile(r"[A-Za-z0-9_.:/-]*|\"[A-Za-z0-9_.:/-]+\"")
_HBA_WIDTHS = (10, 15, 15, 23, 13)
_HBA_KEYWORDS = frozenset({"all", "replication", "sameuser", "samerole", "samegroup", "samehost", "samenet"})


def setting(name: str, value: Value) -> str:
    """One line of postgresql.conf."""
    return f"{name} = {_value(value)}"


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    text = str(value)
    return text if _PLAIN.fullmatch(text) else f"'{_escaped(text)}'"


def _escaped(text: str) -> str:
    # A line end may stand in no value: it is written as its octal escape.
    plain = text.replace("\\", "\\\\").replace("'", "''")
    return "".join(f"\\{ord(char):03o}" if ord(char) < 0x20 else char for char in plain)


def megabytes(amount: int) -> str:
    """A size in the largest unit that holds it whole."""
    return f"{amount // 1024}GB" if amount % 1024 == 0 else f"{amount}MB"


def hba(*words: str) -> str:
    """One record of pg_hba.conf in columns: type, database, user, address, method. An empty word leaves its column free.

    Raises:
        ValueError: a word holds what would end it, or the record.
    """
    if strange := [word for word in words if not _HBA_WORD.fullmatch(word)]:
        raise ValueError(f"{strange[0]!r} is no word of pg_hba.conf")
    return " ".join(f"{word:<{width}}" for word, width in zip(words, _HBA_WIDTHS, strict=False)).rstrip()


def named(key: str) -> str:
    """A name for pg_hba.conf, also where it is spelt as one of its keywords."""
    return f'"{key}"' if key in _HBA_KEYWORDS else key


def ini(sections: Iterable[tuple[str, Iterable[tuple[str, Value]]]], *, remarks: Iterable[str]) -> str:
    """pgbouncer.ini: its comments are `;` lines, its values go to the end of the line.

    Raises:
        ValueError: a name or a value holds a line end or a character that cannot be printed.
    """
    rows = [f";{remark(text)[1:]}" for text in remarks]
    for name, entries in sections:
        rows += ["", f"[{name}]", *(f"{_line(key)} = {_line(str(value))}" for key, value in entries)]
    return "\n".join(rows) + "\n"


def _line(text: str) -> str:
    if not text.isprintable():
        raise ValueError(f"{text!r} holds a character that pgbouncer.ini can not say")
    return text


def connection(**parts: str | int) -> str:
    """A connection string of plain words.

    Raises:
        ValueError: a value is none.
    """
    return " ".join(f"{name}={_part(str(value))}" for name, value in parts.items())


def _part(text: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9_./:-]+", text):
        return text
    raise ValueError(f"{text!r} is no plain word of a connection string")
