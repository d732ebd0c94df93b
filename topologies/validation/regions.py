"""In which region something stands, by the code that residency objectives use."""

from topologies.graph import Graph, Node, Zone
from topologies.kinds import Trait


def code_of(region: Zone) -> str:
    """What the provider calls the region; its key where no code is stated."""
    return str(getattr(region.properties, "code", "")) or region.key


def region_of(graph: Graph, element: Node | Zone) -> str | None:
    """The code of the region around this element; None = it stands in none."""
    region = graph.enclosing(element, Trait.REGION)
    return code_of(region) if region is not None else None
