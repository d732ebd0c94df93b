"""What a builder yields: resources and data, outputs, and what became of elements."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from exporters.formats.hcl import Attribute, Block, Expression, Reference, Value, attributes, block
from topologies.graph import Element


@dataclass(frozen=True, slots=True)
class Resource:
    """One block of a file, with the remarks that stand above it."""

    file: str
    remarks: tuple[str, ...]
    block: Block


@dataclass(frozen=True, slots=True)
class Variable(Reference):
    """A fact that the design lacks, or a secret. Using it declares it. `optional` = may be left out, then null."""

    type: str = "string"
    description: str = ""
    optional: bool = False
    sensitive: bool = False

    @property
    def name(self) -> str:
        return self.text.removeprefix("var.").partition("[")[0]


@dataclass(frozen=True, slots=True)
class Shared(Reference):
    """Something that several elements of one place share, such as its key. Using it makes it."""

    need: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Export:
    """A value that people need after the resources exist."""

    name: str
    description: str
    value: Value
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Covered:
    """These elements are the source of something written."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    text: str


Part: TypeAlias = Resource | Export | Covered | Skipped | Note
Parts: TypeAlias = Iterator[Part]


def covered(*elements: Element) -> Covered:
    return Covered(tuple(element.key for element in elements))


def note(element: Element, text: str) -> Note:
    return Note(f"{element.key}: {text}")


def optional(value: Value, name: str) -> tuple[Attribute, ...]:
    """An attribute, or none where the value is None."""
    return () if value is None else (Attribute(name, value),)


def lifecycle(*ignored: str) -> Block:
    return block("lifecycle", body=attributes(ignore_changes=[Expression(name) for name in ignored]))
