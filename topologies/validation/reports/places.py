"""Where elements stand in the canonical document: one element a line."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from topologies.documents import dump, encode
from topologies.graph import Graph
from topologies.operations import Operation, apply

MOST_TEXT = 500_000  # characters: above that a fix is told by its operations only


class Places:
    """The document of a graph, and the regions of its elements. Lines and columns begin at 1; columns are code points."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.text = _text(graph)

    @cached_property
    def _lines(self) -> Mapping[str, int]:
        """Key -> the line of the element: those that are indented, and nothing else is."""
        rows = enumerate(self.text.split("\n"), 1)
        return {row[3 : row.index('"', 3)]: number for number, row in rows if row.startswith('  "')}

    def region(self, key: str) -> dict[str, int] | None:
        """The key of an element, in its line; None where no element has this key."""
        line = self._lines.get(key)
        return {"startLine": line, "startColumn": 3, "endColumn": len(key) + 5} if line else None

    def replacement(self, operations: tuple[Operation, ...]) -> dict[str, Any] | None:
        """What of the text these operations change, and into what; None where the text is too long to try."""
        if len(self.text) > MOST_TEXT:
            return None
        new = _text(apply(self.graph, operations).graph)
        head = _common(self.text, new)
        tail = _common(self.text[head:][::-1], new[head:][::-1])
        region = self._between(head, len(self.text) - tail)
        return {"deletedRegion": region, "insertedContent": {"text": new[head : len(new) - tail]}}

    def _between(self, start: int, end: int) -> dict[str, int]:
        (line, column), (last, after) = self._place(start), self._place(end)
        return {"startLine": line, "startColumn": column, "endLine": last, "endColumn": after}

    def _place(self, offset: int) -> tuple[int, int]:
        return self.text.count("\n", 0, offset) + 1, offset - self.text.rfind("\n", 0, offset)


def _text(graph: Graph) -> str:
    return encode(dump(graph)).decode()


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low
