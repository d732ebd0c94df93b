"""Services that do one job: instances drawn one by one."""

from collections import defaultdict
from collections.abc import Iterator

from topologies.graph import Graph, Node
from topologies.kinds import Trait


def peers(graph: Graph) -> Iterator[tuple[Node, ...]]:
    """Groups of services that one proxy sends traffic to: of one kind, one slot, and one zone where that is no host."""
    seen: set[tuple[str, ...]] = set()
    for proxy in graph.nodes_with(Trait.PROXY):
        groups: dict[tuple[str, str, str], dict[str, Node]] = defaultdict(dict)
        for link in graph.links_from.get(proxy.key, ()):
            node = graph.nodes[link.target]
            if link.role == "traffic" and graph.kind(node).has(Trait.COMPUTE):
                groups[node.kind, node.slot, _place(graph, node)][node.key] = node
        for members in groups.values():
            keys = tuple(sorted(members))
            if len(keys) > 1 and keys not in seen:
                seen.add(keys)
                yield tuple(members[key] for key in keys)


def _place(graph: Graph, node: Node) -> str:
    """Its zone; nothing where each instance has a host of its own."""
    return "" if node.zone is None or graph.kind(graph.zones[node.zone]).has(Trait.HOST) else node.zone
