"""Keys for what a fix adds: the same for the same graph, and never one that is taken."""

import re
from collections.abc import Container, Mapping, Sequence
from itertools import count
from typing import Any

from topologies.graph import Graph
from topologies.operations import Operation, parse_operations
from topologies.scalars import KEY_LENGTH

ADDING = {"add", "connect", "attach"}


class Fresh:
    """Gives out each key once."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph.whole or graph
        self._given: set[str] = set()

    def key(self, *words: object) -> str:
        """A key made of these words; with a number where it is taken."""
        text = re.sub(r"[^a-z0-9]+", "-", "-".join(map(str, words)).lower()).strip("-")[: KEY_LENGTH - 6]
        base = text.rstrip("-") if text[:1].isalpha() else f"new-{text}".rstrip("-")
        names = (base if number == 1 else f"{base}-{number}" for number in count(1))
        found = next(name for name in names if name not in self._given and self._graph.find(name) is None)
        self._given.add(found)
        return found


def renewed(operations: Sequence[Operation], taken: Container[str]) -> tuple[Operation, ...]:
    """The same operations, adding elements under other keys where theirs are taken."""
    wires = [operation.wire() for operation in operations]
    own = {wire["key"] for wire in wires if wire["op"] in ADDING}
    names: dict[str, str] = {}
    for key in sorted(own):
        if key in taken:
            others = (f"{key[: KEY_LENGTH - 6]}-{number}" for number in count(2))
            names[key] = next(one for one in others if one not in taken and one not in own)
    return parse_operations([_renamed(wire, names) for wire in wires]) if names else tuple(operations)


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _renamed(part, names) for name, part in value.items()}
    if isinstance(value, list):
        return [_renamed(part, names) for part in value]
    return names.get(value, value) if isinstance(value, str) else value
