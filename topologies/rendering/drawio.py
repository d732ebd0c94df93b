"""The graph as a draw.io file: every element where the picture has it, to be moved by hand."""

from collections.abc import Iterator, Mapping

from topologies.graph import Graph, Node, Zone
from topologies.rendering import words
from topologies.rendering.boxes import boxes
from topologies.rendering.geometry import Box
from topologies.rendering.markup import Tag, tag, write

# `html=0` has draw.io take every label as plain text.
_ZONE = "rounded=0;whiteSpace=wrap;html=0;verticalAlign=top;fillColor=none;container=1;collapsible=0;"
_NODE = "rounded=1;whiteSpace=wrap;html=0;"
_LINE = "edgeStyle=orthogonalEdgeStyle;rounded=1;html=0;"
_LAYER = "1"  # the ids of draw.io's own root and layer are numbers, and no key is one


def drawio(graph: Graph) -> str:
    """One page. The id of a shape is the key of its element."""
    cells = [tag("mxCell", {"id": "0"}), tag("mxCell", {"id": _LAYER, "parent": "0"})]
    cells.extend(_shapes(graph, boxes(graph)))
    cells.extend(_lines(graph))
    model = tag("mxGraphModel", {"grid": "1", "page": "0"}, tag("root", {}, *cells))
    page = f"{graph.header.system}/{graph.header.slug}"
    return write(tag("mxfile", {"host": "Groundplan"}, tag("diagram", {"id": "page", "name": page}, model)))


def _shapes(graph: Graph, found: Mapping[str, Box]) -> Iterator[Tag]:
    """Zones before what stands in them, as draw.io wants it."""
    for zone in sorted(graph.zones.values(), key=lambda one: (len(graph.zone_paths[one.key]), one.key)):
        yield _shape(graph, zone, zone.parent or "", found, _ZONE)
    for node in graph.nodes.values():
        yield _shape(graph, node, node.zone or "", found, _NODE)


def _shape(graph: Graph, element: Node | Zone, around: str, found: Mapping[str, Box], style: str) -> Tag:
    box, outer = found[element.key], found.get(around)
    place: dict[str, str | float] = {
        "x": box.x - (outer.x if outer else 0),
        "y": box.y - (outer.y if outer else 0),
        "width": box.width,
        "height": box.height,
        "as": "geometry",
    }
    cell = {
        "id": element.key,
        "value": words.of_box(graph, element),
        "style": style,
        "vertex": "1",
        "parent": around or _LAYER,
    }
    return tag("mxCell", cell, tag("mxGeometry", place))


def _lines(graph: Graph) -> Iterator[Tag]:
    for link in graph.links.values():
        yield _line(link.key, link.source, link.target, words.of_link(graph, link), "")
    for row in graph.replications.values():
        yield _line(row.key, row.source, row.target, words.of_copy(row), "dashed=1;")
    for peering in graph.peerings.values():
        ends = "startArrow=classic;endArrow=classic;"
        yield _line(peering.key, peering.network, peering.peer, words.of_peering(peering), ends)


def _line(key: str, source: str, target: str, said: str, more: str) -> Tag:
    cell = {"id": key, "value": said, "style": _LINE + more, "edge": "1", "parent": _LAYER}
    geometry = tag("mxGeometry", {"relative": "1", "as": "geometry"})
    return tag("mxCell", {**cell, "source": source, "target": target}, geometry)
