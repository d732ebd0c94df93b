"""The graph as a Mermaid flowchart, for pages that draw such text themselves."""

from collections.abc import Iterator

from topologies.graph import Graph, Node, Zone
from topologies.rendering import words
from topologies.rendering.text import visible

_HARMLESS = " (),./-"


def mermaid(graph: Graph) -> str:
    """A flowchart with a subgraph for each zone. Names are keys, labels are words that stay words."""
    return "\n".join(_lines(graph)) + "\n"


def quoted(text: str) -> str:
    """A text as Mermaid reads it back: what is neither letter, digit nor harmless is written as its number."""
    return '"' + "".join(_character(char) for char in visible(text)) + '"'


def _character(char: str) -> str:
    return char if char.isalnum() or char in _HARMLESS else f"#{ord(char)};"


def name(element: Node | Zone) -> str:
    """A name that is no word of Mermaid's own, such as `end`."""
    return f"{element.section[0]}_{element.key.replace('-', '_')}"


def _lines(graph: Graph) -> Iterator[str]:
    yield "flowchart TB"
    yield from _inside(graph, "", "  ")
    for link in graph.links.values():
        yield f"  {_end(graph, link.source)} -->{_words(words.of_link(graph, link))} {_end(graph, link.target)}"
    for row in graph.replications.values():
        yield f"  {_end(graph, row.source)} -.->{_words(words.of_copy(row))} {_end(graph, row.target)}"
    for peering in graph.peerings.values():
        ends = (_end(graph, peering.network), _end(graph, peering.peer))
        yield f"  {ends[0]} <-->{_words(words.of_peering(peering))} {ends[1]}"


def _inside(graph: Graph, zone: str, indent: str) -> Iterator[str]:
    for node in graph.nodes_in.get(zone, ()):
        yield f"{indent}{name(node)}[{quoted(words.of_box(graph, node))}]"
    for child in graph.child_zones.get(zone, ()):
        yield f"{indent}subgraph {name(child)}[{quoted(words.of_box(graph, child))}]"
        yield from _inside(graph, child.key, indent + "  ")
        yield f"{indent}end"


def _end(graph: Graph, key: str) -> str:
    element = graph.by_key[key]
    if not isinstance(element, Node | Zone):
        raise TypeError(f"{key} has no box")
    return name(element)


def _words(text: str) -> str:
    return f"|{quoted(text)}|" if text else ""
