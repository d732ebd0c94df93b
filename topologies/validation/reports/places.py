"""Where elements stand in the canonical document: one line of text, so a place is a column."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from topologies.documents import dump, encode
from topologies.graph import Graph
from topologies.operations import Operation, apply

MOST_TEXT = 500_000  # characters: above that a fix is told by its operations only


class Places:
    """The document of a graph, and the regions of its elements. Columns count code points and begin at 1."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.text = _text(graph)

    @cached_property
    def _starts(self) -> Mapping[str, int]:
        """Section -> where it begins. Sections stand beside the header, whose text could imitate one."""
        found: dict[str, int] = {}
        at = 0
        for name, rows in sorted(dump(self.graph).items()):
            if isinstance(rows, dict):
                mark = f'"{name}":{{' if name == "topology" else f'"{name}":{{"'
                found[name] = at = self.text.index(mark, at)
        return found

    def region(self, key: str) -> dict[str, int] | None:
        """The key of an element and all that it says; None where no element has this key."""
        element = self.graph.by_key.get(key)
        if element is None:
            return None
        start = self.text.index(f'"{key}":{{', self._starts[element.section])
        return {"startLine": 1, "startColumn": start + 1, "endColumn": start + len(key) + 3}

    def replacement(self, operations: tuple[Operation, ...]) -> dict[str, Any] | None:
        """What of the text these operations change, and into what; None where the text is too long to try."""
        if len(self.text) > MOST_TEXT:
            return None
        new = _text(apply(self.graph, operations).graph)
        head = _common(self.text, new)
        tail = _common(self.text[head:][::-1], new[head:][::-1])
        region = {"startLine": 1, "startColumn": head + 1, "endColumn": len(self.text) - tail + 1}
        return {"deletedRegion": region, "insertedContent": {"text": new[head : len(new) - tail]}}


def _text(graph: Graph) -> str:
    return encode(dump(graph)).decode()


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low
