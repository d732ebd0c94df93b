"""The examples by name."""

from functools import cache

from topologies.examples import examples
from topologies.graph import Graph


@cache
def example(system: str, slug: str) -> Graph:
    (found,) = (one for one in examples() if (one.system, one.slug) == (system, slug))
    return found.graph()
