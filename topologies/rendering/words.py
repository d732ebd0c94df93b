"""What the boxes and lines of the text forms say: each on one line."""

from topologies.graph import Graph, Link, Node, Peering, Replication, Zone
from topologies.rendering.text import one_line


def of_box(graph: Graph, element: Node | Zone) -> str:
    """The name of an element and what it is."""
    return f"{one_line(element.label) or element.key} ({graph.kind(element).label})"


def of_link(graph: Graph, link: Link) -> str:
    """What goes over it, to which port, and its share of the traffic."""
    number = str(graph.ports[link.port].number) if link.port else ""
    weight = f"{link.weight} %" if link.weight is not None else ""
    return " ".join(word for word in (one_line(link.label or link.protocol), number, weight) if word)


def of_copy(row: Replication) -> str:
    """How the data is copied."""
    return " ".join(word for word in (one_line(row.label), row.mode) if word)


def of_peering(row: Peering) -> str:
    return one_line(row.label) or "peering"
