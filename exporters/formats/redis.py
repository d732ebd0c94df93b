"""Writes redis.conf and Redis' list of users, and owns their quoting. Pure.

A line of redis.conf is a name and words; a word in double quotes may hold anything, bytes as `\\xHH`. The list of users
knows neither quotes nor comments.
"""

import re

_PLAIN = re.compile(r"[A-Za-z0-9_./:*-]+")
_RULE = re.compile(r"[A-Za-z0-9_.|@&~*+-]+")


def directive(name: str, *words: str | int) -> str:
    """One line of redis.conf."""
    return " ".join([name, *(_word(str(word)) for word in words)])


def _word(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else f'"{"".join(map(_literal, text))}"'


def _literal(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return char if char.isprintable() else "".join(f"\\x{byte:02x}" for byte in char.encode())


def user(name: str, *rules: str) -> str:
    """One line of the list of users.

    Raises:
        ValueError: the name or a rule holds what would end it.
    """
    if strange := [word for word in (name, *rules) if not _RULE.fullmatch(word)]:
        raise ValueError(f"{strange[0]!r} is no word of a list of users")
    return " ".join(["user", name, *rules])
