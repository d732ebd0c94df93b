"""What people call what findings are about."""

from collections.abc import Iterable

from topologies.graph import Graph
from topologies.resilience import Failure


def name(graph: Graph, key: str) -> str:
    """The label of an element, else its key; of an availability zone ("ireland/a") its name and that of its region."""
    element = graph.find(key)
    if element is not None:
        return element.name
    around, _, zone = key.rpartition("/")
    return f"{zone} of {name(graph, around)}" if around else zone


def names(graph: Graph, keys: Iterable[str]) -> str:
    """Their names in this order, each once."""
    return ", ".join(dict.fromkeys(name(graph, key) for key in keys))


def failed(graph: Graph, failure: Failure) -> str:
    """What a failure takes, with its kind: "an instance of Web", "zone a of Ireland", "a region of Railway"."""
    what = "a region of" if failure.unnamed else {"node": "an instance of"}.get(failure.kind, failure.kind)
    return f"{what} {names(graph, failure.removed)}"
