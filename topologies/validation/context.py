"""What rules look at: one graph, and the engines that every rule shares."""

from dataclasses import dataclass
from functools import cached_property

from topologies.graph import Graph
from topologies.reachability import Engine, Exposed, exposure
from topologies.resilience import Resilience


@dataclass(frozen=True)
class Context:
    """A graph with what is worked out of it at most once for all rules."""

    graph: Graph

    @cached_property
    def engine(self) -> Engine:
        return Engine(self.graph)

    @cached_property
    def exposure(self) -> tuple[Exposed, ...]:
        """What the internet reaches, directly and through proxies."""
        return exposure(self.graph, self.engine)

    @cached_property
    def resilience(self) -> Resilience:
        """The failure simulator; it works out each failure when asked."""
        return Resilience(self.graph)
