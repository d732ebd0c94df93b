"""To which environment a part belongs."""

from topologies.graph import Graph, Node, Zone


def stated(graph: Graph) -> bool:
    """Whether any zone says that it belongs to an environment of its own."""
    return any(getattr(zone.properties, "environment", None) for zone in graph.zones.values())


def environment_of(graph: Graph, element: Node | Zone) -> str:
    """What the nearest zone around it says, else the topology; "" = nobody says."""
    said = (getattr(zone.properties, "environment", None) for zone in graph.path(element))
    own = graph.header.environment
    return next((one for one in said if one), "" if own == "other" else own)
