r"""Writes HCL exactly as `terraform fmt` would, and owns its quoting. Pure.

Text is data: `str` becomes a quoted literal in which nothing is a template. Only a Reference, an Expression or a
Call is code; the first is checked, the others are never made from data. Terraform normalizes text to NFC, so what
it reads back equals what was written up to that.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import NoneType
from typing import TypeAlias, Union

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
_ON_ONE_LINE = (Reference, str, bool, int, float, NoneType, Expression, Template)
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
    return tuple(Attribute(name, value) for name, value in values.items() if value is not None)


def block(name: str, *labels: str, body: Iterable[Part] = ()) -> Block:
    return Block(name, labels, tuple(body))


def call(function: str, *arguments: Value) -> Call:
    return Call(function, arguments)


def render(parts: Iterable[Part]) -> str:
    """The text of a file; blocks stand apart, two spaces indent.

    Raises:
        ValueError: a name is no identifier.
    """
    lines: list[str] = []
    _body(parts, "", lines)
    return "".join(f"{text}\n" for text in lines)


def quoted(text: str) -> str:
    r"""The literal that means this text: no template, no line break; what cannot be seen is written \uXXXX."""
    return f'"{_literal(text)}"'


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


def _body(parts: Iterable[Part], indent: str, out: list[str]) -> None:
    """Append the lines of these parts; a list that goes down with the levels is much faster than iterators within
    iterators."""
    previous: Part | None = None
    pending: list[Attribute] = []
    for part in parts:
        if isinstance(part, Attribute):
            if isinstance(previous, Block):
                out.append("")
            pending.append(part)
        else:
            _flush(pending, indent, out)
            if _stands_apart(previous, part):
                out.append("")
            _one(part, indent, out)
        previous = part
    _flush(pending, indent, out)


def _one(part: Comment | Block, indent: str, out: list[str]) -> None:
    if isinstance(part, Comment):
        out.append(_comment(part, indent))
    else:
        _block(part, indent, out)


def _flush(pending: list[Attribute], indent: str, out: list[str]) -> None:
    """Write the attributes that wait for each other to be aligned."""
    if pending:
        out += _assignments([(_name(one.name), one.value) for one in pending], indent)
        pending.clear()


def _stands_apart(previous: Part | None, part: Part) -> bool:
    """A block, or the comment that introduces it, has a blank line before it."""
    return previous is not None and not isinstance(previous, Comment)


def _block(part: Block, indent: str, out: list[str]) -> None:
    head = " ".join([_name(part.type), *(quoted(label) for label in part.labels)])
    if not part.body:
        out.append(f"{indent}{head} {{}}")
        return
    out.append(f"{indent}{head} {{")
    _body(part.body, f"{indent}  ", out)
    out.append(f"{indent}}}")


def _comment(part: Comment, indent: str) -> str:
    text = part.text if part.text.isprintable() else "".join(map(_visible, part.text))
    return f"{indent}# {text}".rstrip()


def _assignments(pairs: Iterable[tuple[str, Value]], indent: str) -> list[str]:
    """`name = value`, aligned as the formatter aligns: over neighbours that fit on one line each."""
    out: list[str] = []
    run: list[tuple[str, str]] = []
    for name, value in pairs:
        first, *rest = _lines(value, indent)
        if not rest:
            run.append((name, first))
            continue
        _align(run, indent, out)
        out.append(f"{indent}{name} = {first}")
        out += rest
    _align(run, indent, out)
    return out


def _align(run: list[tuple[str, str]], indent: str, out: list[str]) -> None:
    """Write the neighbours that wait for each other."""
    width = max([len(name) for name, _ in run]) if len(run) > 1 else 0
    out += [f"{indent}{name.ljust(width)} = {line}" for name, line in run]
    run.clear()


@lru_cache(maxsize=4096)
def _name(text: str) -> str:
    if not _IDENTIFIER.fullmatch(text):
        raise ValueError(f"{text!r} is no identifier")
    return text


# --- values ----------------------------------------------------------------------------------------------


def _lines(value: Value, indent: str) -> list[str]:
    """The value as lines; the first is without indentation, the others have all of theirs."""
    # The usual ones by their exact type: asking for Mapping and Sequence is slow.
    if type(value) is str:
        return [quoted(value)]
    if isinstance(value, _ON_ONE_LINE):
        return [_scalar(value)]
    if type(value) is tuple or type(value) is list:
        return _list(value, indent)
    if isinstance(value, Call):
        return _call(value, indent)
    return _object(value, indent) if isinstance(value, Mapping) else _list(value, indent)


def _scalar(value: "Scalar | Reference | Expression | Template") -> str:
    if isinstance(value, Reference):
        return str(value)
    if isinstance(value, Expression):
        return value.text
    if isinstance(value, Template):
        return f'"{"".join(_template_part(part) for part in value.parts)}"'
    if isinstance(value, str):
        return quoted(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(int(value)) if value == int(value) else repr(value)


def _template_part(part: str | Reference | Expression) -> str:
    if isinstance(part, str):
        # A dollar at the end would join the brace that follows.
        return re.sub(r"([$%])$", lambda found: f"${{{quoted(found[1])}}}", _literal(part))
    return f"${{{_scalar(part)}}}"


def _call(value: Call, indent: str) -> list[str]:
    arguments = [_lines(argument, indent) for argument in value.arguments]
    if all(len(lines) == 1 for lines in arguments):
        return [f"{_name(value.function)}({', '.join(lines[0] for lines in arguments)})"]
    *first, last = arguments
    if any(len(lines) > 1 for lines in first):
        raise ValueError(f"only the last argument of {value.function} may take several lines")
    head = "".join(f"{lines[0]}, " for lines in first)
    return [f"{_name(value.function)}({head}{last[0]}", *last[1:-1], f"{last[-1]})"]


def _object(value: Mapping[str, Value], indent: str) -> list[str]:
    if not value:
        return ["{}"]
    rows = _assignments([(_key(name), one) for name, one in value.items()], f"{indent}  ")
    return ["{", *rows, f"{indent}}}"]


def _key(text: str) -> str:
    """A key of an object. Quoted ones are written in ASCII, whose width the formatter sees as we do."""
    if _IDENTIFIER.fullmatch(text) and text not in _RESERVED:
        return text
    parts = (char if char.isascii() else _escaped(char) for char in quoted(text))
    return "".join(parts)


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _list(value: "Sequence[Value]", indent: str) -> list[str]:
    items = [_lines(item, f"{indent}  ") for item in value]
    short = f"[{', '.join(lines[0] for lines in items)}]"
    if all(len(lines) == 1 for lines in items) and len(short) <= _LONGEST:
        return [short]
    out = ["["]
    for first, *rest in items:
        out += [f"{indent}  {first}", *rest]
        out[-1] += ","
    return [*out, f"{indent}]"]
