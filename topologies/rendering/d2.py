"""The graph as D2 source, formatted as `d2 fmt` does it."""

from collections.abc import Iterator

from topologies.graph import Graph
from topologies.rendering import words
from topologies.rendering.text import visible


def d2(graph: Graph) -> str:
    """A container for each zone. Names are keys, labels are words that stay words."""
    return "\n".join(_lines(graph)) + "\n"


def quoted(text: str) -> str:
    """A text in single quotes, where D2 reads everything as it is, but for the quote."""
    return "'" + visible(text).replace("'", "''") + "'"


def _lines(graph: Graph) -> Iterator[str]:
    yield "direction: down"
    yield from _inside(graph, "", "")
    for link in graph.links.values():
        yield from _line(graph, link.source, "->", link.target, words.of_link(graph, link))
    for row in graph.replications.values():
        yield from _line(graph, row.source, "->", row.target, words.of_copy(row), dashed=True)
    for peering in graph.peerings.values():
        yield from _line(graph, peering.network, "<->", peering.peer, words.of_peering(peering))


def _inside(graph: Graph, zone: str, indent: str) -> Iterator[str]:
    for node in graph.nodes_in.get(zone, ()):
        yield f"{indent}n-{node.key}: {quoted(words.of_box(graph, node))}"
    for child in graph.child_zones.get(zone, ()):
        inner = list(_inside(graph, child.key, indent + "  "))
        opening = f"{indent}z-{child.key}: {quoted(words.of_box(graph, child))}"
        yield from [f"{opening} {{", *inner, f"{indent}}}"] if inner else [opening]


def _path(graph: Graph, key: str) -> str:
    """The name with those of all zones around it; the prefixes keep keys apart from D2's own words."""
    zone = graph.zones.get(key)
    around = graph.zone_paths[key] if zone else graph.path(graph.nodes[key])
    steps = [f"z-{one.key}" for one in reversed(around)]
    return ".".join(steps if zone else [*steps, f"n-{key}"])


def _line(
    graph: Graph, source: str, arrow: str, target: str, said: str, dashed: bool = False
) -> Iterator[str]:
    label = f": {quoted(said)}" if said else ""
    start = f"{_path(graph, source)} {arrow} {_path(graph, target)}{label}"
    if not dashed:
        yield start
        return
    yield f"{start} {{" if said else f"{start}: {{"
    yield "  style.stroke-dash: 4"
    yield "}"
