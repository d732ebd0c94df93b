"""A tiny XML writer: a tree of tags in, text out. Every text and attribute is escaped, so labels stay data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

Scalar = str | float | None


@dataclass(frozen=True, slots=True)
class Tag:
    name: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple["Tag | str", ...]

    def lines(self, into: list[str]) -> None:
        opening = "".join(f' {name}="{value}"' for name, value in self.attributes)
        if not self.children:
            into.append(f"<{self.name}{opening}/>")
            return
        into.append(f"<{self.name}{opening}>")
        for child in self.children:
            if isinstance(child, Tag):
                child.lines(into)
            else:
                into.append(child)
        into.append(f"</{self.name}>")


def tag(name: str, attributes: Mapping[str, Scalar], *children: Tag | str) -> Tag:
    """An element; attributes that are None are left out, texts among the children are escaped."""
    kept = tuple((key, _value(value)) for key, value in attributes.items() if value is not None)
    return Tag(name, kept, tuple(child if isinstance(child, Tag) else escape(child) for child in children))


def write(root: Tag) -> str:
    into: list[str] = []
    root.lines(into)
    return "".join(into) + "\n"


def number(value: float) -> str:
    """At most two decimals, no trailing zeros, never -0."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def escape(text: str) -> str:
    """Character data of XML 1.0; what XML cannot hold becomes U+FFFD."""
    clean = _FORBIDDEN.sub("\ufffd", text)
    return clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _value(value: str | float) -> str:
    if not isinstance(value, str):
        return number(value)
    escaped = escape(value).replace('"', "&quot;")
    return escaped.replace("\n", "&#10;").replace("\t", "&#9;")


_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
