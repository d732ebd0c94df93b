"""Where the picture of a view has its cards and frames, for whoever draws them elsewhere."""

from collections.abc import Mapping

from topologies.graph import Graph, View
from topologies.rendering.cards import Details
from topologies.rendering.compose import compose
from topologies.rendering.geometry import Box
from topologies.rendering.layout import lay_out


def boxes(graph: Graph, view: View | None = None) -> Mapping[str, Box]:
    """Zone or node key -> its box. What the view places stands at its placement; a picture moves them all alike to
    begin at its margin."""
    layout = lay_out(compose(graph, view, (), Details()), view.placements if view else {})
    return {**layout.frames, **layout.cards}
