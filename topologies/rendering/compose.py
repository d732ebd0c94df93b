"""From a graph to a scene: everything of the picture, measured, before anything has its place."""

from collections.abc import Iterable
from dataclasses import replace

from topologies.graph import Graph, View
from topologies.rendering import cards, lines
from topologies.rendering.marks import group_mark, group_numbers
from topologies.rendering.scene import Card, FindingLike, Line, Mark, Scene, badges
from topologies.rendering.views import Selection, select


def compose(
    graph: Graph, view: View | None, findings: Iterable[FindingLike], details: cards.Details
) -> Scene:
    selection = select(graph, view, details.thumbnail)
    context = cards.Context(graph, selection, badges(findings), group_numbers(graph), details)
    return replace(composed(context), groups=_legend(context))


def composed(context: cards.Context) -> Scene:
    """The scene of what the context has selected, without a legend."""
    graph, selection = context.graph, context.selection
    open_zones = [zone for zone in selection.zones if zone.key not in selection.collapsed]
    closed = [zone for zone in selection.zones if zone.key in selection.collapsed]
    found: dict[str, Card] = {node.key: cards.card(context, node) for node in selection.nodes}
    found |= {zone.key: cards.closed_zone(context, zone) for zone in closed}
    frames = {zone.key: cards.frame(context, zone) for zone in open_zones}
    return Scene(
        f"{graph.header.system}-{graph.header.slug}",
        graph.header.label or f"{graph.header.system} / {graph.header.slug}",
        _description(selection),
        frames,
        dict(sorted(found.items())),
        _lines(context, found, found.keys() | frames.keys()),
        (),
    )


def _lines(context: cards.Context, found: dict[str, Card], shown: set[str]) -> tuple[Line, ...]:
    chips = {key: card.ports for key, card in found.items()}
    drawn = (lines.line(context, row, chips) for row in context.selection.lines)
    kept = [row for row in drawn if row and row.source in shown and row.target in shown]
    return tuple(_once(kept) if context.details.thumbnail else kept)


def _once(drawn: Iterable[Line]) -> Iterable[Line]:
    """Of lines that look alike between the same two, one: a thumbnail tells them apart by nothing."""
    return {(line.source, line.target, line.colour, line.dash): line for line in drawn}.values()


def _legend(context: cards.Context) -> tuple[Mark, ...]:
    if context.details.thumbnail or not context.selection.groups:
        return ()
    attached = {row.group for row in context.graph.attachments.values()}
    groups = (context.graph.security_groups[key] for key in sorted(attached))
    return tuple(group_mark(group, context.numbers[group.key], 160) for group in groups)


def _description(selection: Selection) -> str:
    counts = (
        (len(selection.zones), "zones"),
        (len(selection.nodes), "nodes"),
        (len(selection.lines), "lines"),
    )
    return ", ".join(f"{count} {word}" for count, word in counts)
