"""Two states of a topology that a page compares."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from topologies.comparing import Compared, compared
from topologies.comparing.canvas import Canvas, canvas
from topologies.computed import kept, version_of
from topologies.graph import Graph
from topologies.models import Topology
from topologies.operations import Change

_ROOMS = ("graph", "kinds", "operations", "rendering", "comparing")
_WORDS = (*_ROOMS, "pages")
_JUDGES = (*_ROOMS, "reachability", "resilience", "validation")


def versions() -> tuple[str, ...]:
    """Of the code that results are kept by; the first time, all of its files are read."""
    return version_of(_ROOMS), version_of(_WORDS), version_of(_JUDGES)


Sides = tuple[Graph, Graph, tuple[Change, ...] | None]  # both states, and their changes where they are known


@dataclass(frozen=True)
class Pair:
    """`names` are what people call the two states; `content` is the same for the same two contents and for no others.

    The states are read when somebody asks for them: what follows from them is kept by the content.
    """

    topology: Topology
    names: tuple[str, str]
    content: str
    read: Callable[[], Sides] = field(repr=False)

    @cached_property
    def _sides(self) -> Sides:
        return self.read()

    @property
    def before(self) -> Graph:
        return self._sides[0]

    @property
    def after(self) -> Graph:
        return self._sides[1]

    @cached_property
    def compared(self) -> Compared:
        return compared(*self._sides)

    def listing_key(self) -> str:
        """Names what pages say of the changes."""
        return f"comparison-listing:{version_of(_WORDS)}:{self._digest}"

    def canvas(self, *, everything: bool) -> Canvas:
        """The picture of both, drawn once for each content."""
        key = f"comparison:{version_of(_ROOMS)}:{self._digest}:{'all' if everything else 'some'}"
        return kept(key, lambda: canvas(self.compared, everything=everything))

    def judged_key(self, what: str) -> str:
        """Names what follows from both contents and all engines."""
        return f"comparison-{what}:{version_of(_JUDGES)}:{self._digest}"

    @property
    def _digest(self) -> str:
        """The content as short as a key of the cache has to be."""
        return hashlib.sha256(self.content.encode()).hexdigest()[:32]
