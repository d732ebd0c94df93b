"""An address belongs to its element: what else is drawn or removed never gives it another one."""

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from exporters.registry import find_target
from exporters.targets.terraform.moves import moved
from topologies.examples import examples
from topologies.graph import Element, Graph, build

TARGET = find_target("terraform")
GRAPHS = [one.graph() for one in examples() if TARGET.supports(one.graph()) is None]
FILES = {id(graph): TARGET.generate(graph).files for graph in GRAPHS}


def without(graph: Graph, some: Iterable[Element]) -> Graph:
    """The topology without these, and without what refers to them."""
    waiting, gone = [one.key for one in some], set[str]()
    while waiting:
        key = waiting.pop()
        if key not in gone:
            gone.add(key)
            waiting += graph.referrers.get(key, ())
    return build(graph.header, [one for one in graph.elements() if one.key not in gone])


@st.composite
def reduced(draw: st.DrawFn) -> tuple[Graph, Graph]:
    graph = draw(st.sampled_from(GRAPHS))
    some = draw(st.lists(st.sampled_from(list(graph.elements())), min_size=1, max_size=4))
    return graph, without(graph, some)


@settings(max_examples=60, deadline=None)
@given(reduced())
def test_no_element_renames_what_is_of_another(found: tuple[Graph, Graph]) -> None:
    graph, less = found
    if TARGET.supports(less) is not None:
        return
    whole, rest = FILES[id(graph)], TARGET.generate(less).files
    assert moved(whole, rest) == {}
    assert moved(rest, whole) == {}
