r"""Writes HCL exactly as `terraform fmt` would, and owns its quoting. Pure.

Text is data: `str` becomes a quoted literal in which nothing is a template. Only a Reference, an Expression or a
Call is code; the first is checked, the others are never made from data. Terraform normalizes text to NFC, so what
it reads back equals what was written up to that.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
        for part in (self.text, self.attribute or "id"):
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
    return "".join(f"{text}\n" for text in _body(tuple(parts), ""))


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


def _body(parts: Sequence[Part], indent: str) -> Iterator[str]:
    previous: Part | None = None
    pending: list[Attribute] = []
    for part in parts:
        if isinstance(part, Attribute):
            if isinstance(previous, Block):
                yield ""
            pending.append(part)
        else:
            yield from _assignments(_take(pending), indent)
            if _stands_apart(previous, part):
                yield ""
            yield from _comment(part, indent) if isinstance(part, Comment) else _block(part, indent)
        previous = part
    yield from _assignments(_take(pending), indent)


def _take(pending: list[Attribute]) -> list[tuple[str, Value]]:
    taken = [(_name(one.name), one.value) for one in pending]
    pending.clear()
    return taken


def _stands_apart(previous: Part | None, part: Part) -> bool:
    """A block, or the comment that introduces it, has a blank line before it."""
    return previous is not None and not isinstance(previous, Comment)


def _block(part: Block, indent: str) -> Iterator[str]:
    head = " ".join([_name(part.type), *(quoted(label) for label in part.labels)])
    if not part.body:
        yield f"{indent}{head} {{}}"
        return
    yield f"{indent}{head} {{"
    yield from _body(part.body, f"{indent}  ")
    yield f"{indent}}}"


def _comment(part: Comment, indent: str) -> Iterator[str]:
    text = part.text if part.text.isprintable() else "".join(map(_visible, part.text))
    yield f"{indent}# {text}".rstrip()


def _assignments(pairs: Sequence[tuple[str, Value]], indent: str) -> Iterator[str]:
    """`name = value`, aligned as the formatter aligns: over neighbours that fit on one line each."""
    written = [(name, list(_lines(value, indent))) for name, value in pairs]
    for start, group in _runs(written):
        width = max(len(name) for name, _ in group) if start else 0
        for name, lines in group:
            yield f"{indent}{name.ljust(width)} = {lines[0]}"
            yield from lines[1:]


def _runs(written: Sequence[tuple[str, list[str]]]) -> Iterator[tuple[bool, list[tuple[str, list[str]]]]]:
    """Neighbours that fit on one line each together (True), every other one alone (False)."""
    run: list[tuple[str, list[str]]] = []
    for one in written:
        if len(one[1]) == 1:
            run.append(one)
            continue
        if run:
            yield True, run
            run = []
        yield False, [one]
    if run:
        yield True, run


def _name(text: str) -> str:
    if not _IDENTIFIER.fullmatch(text):
        raise ValueError(f"{text!r} is no identifier")
    return text


# --- values ----------------------------------------------------------------------------------------------


def _lines(value: Value, indent: str) -> Iterator[str]:
    """The value as lines; the first is without indentation, the others have all of theirs."""
    if isinstance(value, str):
        yield quoted(value)
    elif isinstance(value, Call):
        yield from _call(value, indent)
    elif isinstance(value, Mapping):
        yield from _object(value, indent)
    elif isinstance(value, Sequence):
        yield from _list(value, indent)
    else:
        yield _scalar(value)


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


def _call(value: Call, indent: str) -> Iterator[str]:
    arguments = [list(_lines(argument, indent)) for argument in value.arguments]
    if all(len(lines) == 1 for lines in arguments):
        yield f"{_name(value.function)}({', '.join(lines[0] for lines in arguments)})"
        return
    *first, last = arguments
    if any(len(lines) > 1 for lines in first):
        raise ValueError(f"only the last argument of {value.function} may take several lines")
    head = "".join(f"{lines[0]}, " for lines in first)
    yield f"{_name(value.function)}({head}{last[0]}"
    yield from last[1:-1]
    yield f"{last[-1]})"


def _object(value: Mapping[str, Value], indent: str) -> Iterator[str]:
    if not value:
        yield "{}"
        return
    yield "{"
    yield from _assignments([(_key(name), one) for name, one in value.items()], f"{indent}  ")
    yield f"{indent}}}"


def _key(text: str) -> str:
    """A key of an object. Quoted ones are written in ASCII, whose width the formatter sees as we do."""
    if _IDENTIFIER.fullmatch(text) and text not in _RESERVED:
        return text
    parts = (char if char.isascii() else _escaped(char) for char in quoted(text))
    return "".join(parts)


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _list(value: "Sequence[Value]", indent: str) -> Iterator[str]:
    items = [list(_lines(item, f"{indent}  ")) for item in value]
    short = f"[{', '.join(lines[0] for lines in items)}]"
    if all(len(lines) == 1 for lines in items) and len(short) <= _LONGEST:
        yield short
        return
    yield "["
    for lines in items:
        first, *rest = lines
        *between, last = [f"{indent}  {first}", *rest]
        yield from between
        yield f"{last},"
    yield f"{indent}]"
