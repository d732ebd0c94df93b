r"""Writes HCL exactly as `terraform fmt` would, and owns its quoting. Pure.

Text is data: `str` becomes a quoted literal in which nothing is a template. Only a Reference, an Expression or a
Call is code; the first is checked, the others are never made from data. Terraform normalizes text to NFC, so what
it reads back equals what was written up to that.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import NoneType
from typing import Any, TypeAlias, Union

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_RESERVED = frozenset({"for", "if", "in", "null", "true", "false", "else", "endif", "endfor"})
_STEP = r"(?:\.[A-Za-z_][A-Za-z0-9_-]*|\[\d+\]|\[\*\]|\[each\.key\])"
_REFERENCE = re.compile(rf"[A-Za-z_][A-Za-z0-9_-]*{_STEP}*")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_HARMLESS = re.compile(r"[ !#&-\[\]-~]*")  # printable ASCII without quote, backslash, dollar and percent
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Reference:
    """Something declared elsewhere: `aws_vpc.main.id`; `key` picks one of many, and is data.

    Raises:
        ValueError: the text is no plain traversal.
    """

    text: str
    key: str | None = None
    attribute: str = ""

    def __post_init__(self) -> None:
        for part in (self.text, self.attribute) if self.attribute else (self.text,):
            if not _REFERENCE.fullmatch(part):
                raise ValueError(f"{part!r} is no reference")

    def __str__(self) -> str:
        if self.key is None and not self.attribute:
            return self.text
        picked = "" if self.key is None else f"[{quoted(self.key)}]"
        return f"{self.text}{picked}{'.' if self.attribute else ''}{self.attribute}"


@dataclass(frozen=True, slots=True)
class Expression:
    """HCL code that this program's own source states. Never made from data."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function applied to values."""

    function: str
    arguments: "tuple[Value, ...]"


@dataclass(frozen=True, slots=True)
class Template:
    """Text with references in it; the text parts are data."""

    parts: "tuple[str | Reference | Expression, ...]"


Scalar: TypeAlias = str | bool | int | float | None
Code: TypeAlias = Reference | Expression | Call | Template
Value: TypeAlias = Union[Scalar, Code, "Sequence[Value]", "Mapping[str, Value]"]


@dataclass(frozen=True, slots=True)
class Attribute:
    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark; whatever it holds, it stays one comment."""

    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """`type "label" "label" { body }`; the type is an identifier, the labels are data."""

    type: str
    labels: tuple[str, ...] = ()
    body: "tuple[Part, ...]" = ()


Part: TypeAlias = Attribute | Comment | Block


def attributes(**values: Value) -> tuple[Attribute, ...]:
    """Attributes in the given order; what is None is left out."""
    return tuple([Attribute(name, value) for name, value in values.items() if value is not None])


def block(name: str, *labels: str, body: Iterable[Part] = ()) -> Block:
    return Block(name, labels, tuple(body))


def call(function: str, *arguments: Value) -> Call:
    return Call(function, arguments)


def render(parts: Iterable[Part], met: list[Reference] | None = None) -> str:
    """The text of a file; blocks stand apart, two spaces indent. Every reference in it is added to `met`.

    Raises:
        ValueError: a name is no identifier.
    """
    out: list[str] = []
    _body(parts, "", out, [] if met is None else met)
    out.append("")
    return "\n".join(out) if len(out) > 1 else ""


def quoted(text: str) -> str:
    r"""The literal that means this text: no template, no line break; what cannot be seen is written \uXXXX."""
    return f'"{text}"' if _HARMLESS.fullmatch(text) else f'"{_literal(text)}"'


def _literal(text: str) -> str:
    if _HARMLESS.fullmatch(text):
        return text
    written = "".join(_ESCAPES.get(char) or _visible(char) for char in text)
    return written.replace("${", "$${").replace("%{", "%%{")


def _visible(char: str) -> str:
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


# --- bodies ----------------------------------------------------------------------------------------------

# Lists that go down with the levels are much faster than iterators within iterators.
Met: TypeAlias = list[Reference]
Run: TypeAlias = list[tuple[str, str]]  # neighbours of one line each, which wait to be aligned


def _body(parts: Iterable[Part], indent: str, out: list[str], met: Met) -> None:
    """Append the text of these parts."""
    previous: Part | None = None
    run: Run = []
    for part in parts:
        if type(part) is Attribute:
            if type(previous) is Block:
                out.append("")
            _assign(_name(part.name), part.value, indent, run, out, met)
        else:
            if run:
                _align(run, indent, out)
            if previous is not None and type(previous) is not Comment:
                out.append("")  # a block, or the comment that introduces it, stands apart
            _one(part, indent, out, met)
        previous = part
    if run:
        _align(run, indent, out)


def _one(part: Part, indent: str, out: list[str], met: Met) -> None:
    if isinstance(part, Block):
        _block(part, indent, out, met)
    elif isinstance(part, Comment):
        out.append(_comment(part, indent))


def _block(part: Block, indent: str, out: list[str], met: Met) -> None:
    head = " ".join([_name(part.type), *map(quoted, part.labels)])
    if not part.body:
        out.append(f"{indent}{head} {{}}")
        return
    out.append(f"{indent}{head} {{")
    _body(part.body, f"{indent}  ", out, met)
    out.append(f"{indent}}}")


def _comment(part: Comment, indent: str) -> str:
    text = part.text if part.text.isprintable() else "".join(map(_visible, part.text))
    return f"{indent}# {text}".rstrip()


def _assign(name: str, value: Value, indent: str, run: Run, out: list[str], met: Met) -> None:
    """`name = value`: what fits on one line waits for its neighbours, as the formatter aligns those."""
    text = _text(value, indent, met)
    if "\n" in text:
        if run:
            _align(run, indent, out)
        out.append(f"{indent}{name} = {text}")
    else:
        run.append((name, text))


def _align(run: Run, indent: str, out: list[str]) -> None:
    """Write the neighbours that wait for each other."""
    if len(run) > 1:
        width = max([len(name) for name, _ in run])
        out += [f"{indent}{name:<{width}} = {text}" for name, text in run]
    else:
        out += [f"{indent}{name} = {text}" for name, text in run]
    run.clear()


@lru_cache(maxsize=4096)
def _name(text: str) -> str:
    if not _IDENTIFIER.fullmatch(text):
        raise ValueError(f"{text!r} is no identifier")
    return text


# --- values ----------------------------------------------------------------------------------------------


def _text(value: Value, indent: str, met: Met) -> str:
    """The value; its first line is without indentation, the others have all of theirs."""
    if type(value) is str:
        return quoted(value)
    kind: type = type(value)
    return _writer(kind)(value, indent, met)


@cache
def _writer(kind: type) -> "Callable[[Any, str, Met], str]":
    """Who writes values of a type: asked once for each, as asking for Mapping and Sequence is slow."""
    return next(write for kinds, write in _WRITERS if issubclass(kind, kinds))


def _reference(value: Reference, indent: str, met: Met) -> str:
    met.append(value)
    return str(value)


def _expression(value: Expression, indent: str, met: Met) -> str:
    return value.text


def _template(value: Template, indent: str, met: Met) -> str:
    return f'"{"".join([_template_part(part, met) for part in value.parts])}"'


def _template_part(part: str | Reference | Expression, met: Met) -> str:
    if isinstance(part, str):
        # A dollar at the end would join the brace that follows.
        return re.sub(r"([$%])$", lambda found: f"${{{quoted(found[1])}}}", _literal(part))
    return f"${{{_text(part, '', met)}}}"


def _string(value: str, indent: str, met: Met) -> str:
    return quoted(value)


def _constant(value: bool | None, indent: str, met: Met) -> str:
    return {None: "null", True: "true", False: "false"}[value]


def _number(value: float, indent: str, met: Met) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _call(value: Call, indent: str, met: Met) -> str:
    *first, last = ["", *(_text(argument, indent, met) for argument in value.arguments)]
    if any("\n" in text for text in first):
        raise ValueError(f"only the last argument of {value.function} may take several lines")
    return f"{_name(value.function)}({', '.join([*first[1:], last])})"


def _object(value: Mapping[str, Value], indent: str, met: Met) -> str:
    if not value:
        return "{}"
    out: list[str] = ["{"]
    run: Run = []
    inner = f"{indent}  "
    for name, one in value.items():
        _assign(_key(name), one, inner, run, out, met)
    if run:
        _align(run, inner, out)
    out.append(f"{indent}}}")
    return "\n".join(out)


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    """A key of an object. Quoted ones are written in ASCII, whose width the formatter sees as we do."""
    if _IDENTIFIER.fullmatch(text) and text not in _RESERVED:
        return text
    parts = (char if char.isascii() else _escaped(char) for char in quoted(text))
    return "".join(parts)


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _list(value: "Sequence[Value]", indent: str, met: Met) -> str:
    inner = f"{indent}  "
    items = [_text(item, inner, met) for item in value]
    short = f"[{', '.join(items)}]"
    if len(short) <= _LONGEST and "\n" not in short:
        return short
    return "\n".join(["[", *[f"{inner}{item}," for item in items], f"{indent}]"])


_WRITERS: "tuple[tuple[type | tuple[type, ...], Callable[[Any, str, Met], str]], ...]" = (
    (str, _string),
    ((bool, NoneType), _constant),
    ((int, float), _number),
    (Reference, _reference),
    (Expression, _expression),
    (Template, _template),
    (Call, _call),
    (Mapping, _object),
    (Sequence, _list),
)
