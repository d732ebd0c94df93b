"""What every target makes of every topology of the five systems, made once for all tests."""

from functools import cache

from exporters.output import Output
from exporters.registry import targets
from topologies.examples import examples
from topologies.graph import Graph

TARGETS = {slug: one for slug, one in targets().items() if one.make.__module__.startswith("exporters.")}
GRAPHS: dict[str, Graph] = {f"{one.system}/{one.slug}": one.graph() for one in examples()}
CELLS = [
    (slug, name)
    for slug, target in TARGETS.items()
    for name, graph in GRAPHS.items()
    if target.supports(graph) is None
]


@cache
def output(slug: str, name: str) -> Output:
    return TARGETS[slug].generate(GRAPHS[name])
