"""The text of generated files, before and after. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from typing import Literal

from exporters.registry import Target, UnsupportedError
from topologies.graph import Graph

MOST_ELEMENTS = 5_000  # a preview is made while somebody waits for the page; larger topologies are exported
MOST_APART = 12_000  # where nobody waits
CONTEXT = 3

Files = Mapping[str, bytes]
State = Literal["added", "removed", "changed"]


class TooLargeError(UnsupportedError):
    """Making the files would take longer than somebody waits."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One file that differs. `lines` are those of a unified diff without its head; none where it is no text."""

    path: str
    state: State
    lines: tuple[str, ...]
    added: int
    removed: int


def previewed(target: Target, graph: Graph, most: int = MOST_ELEMENTS) -> Files:
    """The files that the target would make now; nothing of it is kept.

    Raises:
        UnsupportedError: the target makes no sense for the topology.
        TooLargeError: it has more than `most` elements.
    """
    if len(graph.by_key) > most:
        raise TooLargeError(
            f"The topology has more than {most:,} elements; publish it and export, which is done apart."
        )
    return target.generate(graph).files


def differences(before: Files, after: Files) -> tuple[Difference, ...]:
    """Every file that is not the same in both, by path."""
    return tuple(_differences(before, after))


def _differences(before: Files, after: Files) -> Iterator[Difference]:
    for path in sorted(before.keys() | after.keys()):
        old, new = before.get(path), after.get(path)
        if old != new:
            state: State = "added" if old is None else "removed" if new is None else "changed"
            lines = _lines(_text(old), _text(new))
            counts = [sum(line.startswith(sign) for line in lines) for sign in "+-"]
            yield Difference(path, state, lines, *counts)


def _text(body: bytes | None) -> str | None:
    try:
        return (body or b"").decode()
    except UnicodeDecodeError:
        return None


def _lines(old: str | None, new: str | None) -> tuple[str, ...]:
    if old is None or new is None:
        return ()
    found = unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=CONTEXT)
    return tuple(found)[2:]
