"""Keys for what a fix adds: the same for the same graph, and never one that is taken."""

import re
from itertools import count

from topologies.graph import Graph
from topologies.scalars import KEY_LENGTH


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
