"""Two states of a topology that a page compares."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

from topologies.comparing import Compared, compared
from topologies.comparing.canvas import Canvas, canvas
from topologies.computed import kept, version_of
from topologies.graph import Graph
from topologies.models import Topology
from topologies.operations import Change

_ROOMS = ("graph", "kinds", "operations", "rendering", "comparing")
_JUDGES = (*_ROOMS, "reachability", "resilience", "validation")


@dataclass(frozen=True)
class Pair:
    """`names` are what people call the two states; `content` is the same for the same two contents and for no others."""

    topology: Topology
    before: Graph
    after: Graph
    names: tuple[str, str]
    content: str
    changes: tuple[Change, ...] | None = field(default=None, repr=False)

    @cached_property
    def compared(self) -> Compared:
        return compared(self.before, self.after, self.changes)

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
