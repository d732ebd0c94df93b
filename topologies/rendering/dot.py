"""The graph as DOT source, for people who want to arrange it with their own Graphviz. Words are quoted as data."""

import graphviz

from topologies.graph import Graph, Node, Zone


def dot(graph: Graph) -> str:
    """A digraph with a cluster for each zone. Names are keys, labels are words; nothing links anywhere."""
    source = graphviz.Digraph(f"{graph.header.system}-{graph.header.slug}")
    source.attr(rankdir="TB", newrank="true")
    source.attr("node", shape="box", style="rounded")
    _inside(graph, source, "")
    for link in graph.links.values():
        source.edge(link.source, link.target, id=link.key, tooltip=_plain(link.name))
    for row in graph.replications.values():
        source.edge(
            row.source, row.target, id=row.key, xlabel=row.mode, style="dashed", tooltip=_plain(row.name)
        )
    written: str = source.source
    return written


def _inside(graph: Graph, into: graphviz.Digraph, zone: str) -> None:
    for node in graph.nodes_in.get(zone, ()):
        into.node(node.key, label=_label(graph, node))
    for child in graph.child_zones.get(zone, ()):
        with into.subgraph(name=f"cluster_{child.key}") as inner:
            inner.attr(label=_label(graph, child), style="rounded")
            _inside(graph, inner, child.key)


def _label(graph: Graph, element: Node | Zone) -> str:
    kind = graphviz.escape(graph.kind(element).label)
    words: str = graphviz.nohtml(f"{_plain(element.name)}\\n{kind}")
    return words


def _plain(words: str) -> str:
    escaped: str = graphviz.escape(" ".join(words.split()))
    return escaped
