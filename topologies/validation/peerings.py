"""Networks that hang together by peerings in a row, over which no traffic passes."""

import networkx as nx

from topologies.graph import Link
from topologies.validation.context import Context


def chain(context: Context, link: Link) -> tuple[str, ...]:
    """The networks on the shortest way of two or more peerings between the ends of a link; empty = there is none."""
    sites = context.engine.sites
    source, target = sites.of(link.source).network, sites.of(link.target).network
    joined = context.peered
    if source == target or source not in joined or target not in joined or joined.has_edge(source, target):
        return ()
    return tuple(nx.shortest_path(joined, source, target)) if nx.has_path(joined, source, target) else ()
