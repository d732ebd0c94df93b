"""What somebody placed stays where it is, whatever changes around it."""

import random
from collections.abc import Iterator
from typing import Any

from tests.topologies.rendering.graphs import PLATFORM
from topologies.documents import parse
from topologies.graph import Faults, Graph, View
from topologies.operations import Applied, apply, parse_operations
from topologies.rendering import boxes
from topologies.rendering.geometry import Box

EDITS, LOOK_EVERY, FEWEST = 2000, 8, 12
ZONE_KINDS, NODE_KINDS = ("group", "network", "region"), ("ecs-service", "postgresql", "users")
Operation = dict[str, Any]


def arranged() -> Graph:
    """A platform with a view in which everything stands where the automatic layout has it."""
    graph = parse(PLATFORM)
    places = {key: {"x": box.x, "y": box.y} for key, box in boxes(graph).items()}
    fields = {"label": "Overview", "placements": places}
    return apply(graph, parse_operations([add("views", "overview", fields)])).graph


def add(section: str, key: str, fields: Operation) -> Operation:
    return {"op": "add", "section": section, "key": key, "fields": fields}


def random_edit(chance: random.Random, graph: Graph, number: int) -> list[Operation]:
    """One that adds, deletes, renames or reparents; some of them cannot be done."""
    key = chance.choice([*graph.zones, *graph.nodes])
    zone = chance.choice([None, *graph.zones])
    label = f"Label {number} " * chance.randint(0, 6)
    node, frame = f"node-{number}", f"zone-{number}"
    kinds = chance.choice(NODE_KINDS), chance.choice(ZONE_KINDS)
    newcomer = add("nodes", node, {"kind": kinds[0], "zone": zone, "label": label})
    place = {
        "op": "place",
        "view": "overview",
        "placements": {node: {"x": chance.randint(0, 4000), "y": number}},
    }
    return chance.choice(
        [
            [newcomer],
            [newcomer, place],
            [add("zones", frame, {"kind": kinds[1], "parent": zone})],
            [{"op": "remove", "key": chance.choice([*graph.nodes])}],
            [{"op": "remove", "key": key}],
            [{"op": "update", "key": key, "fields": {"label": label}}],
            [{"op": "move", "key": key, "to": zone}],
        ]
    )


def edits(chance: random.Random, graph: Graph) -> Iterator[tuple[Graph, list[Operation], Applied]]:
    """So many edits that could be done, each with what was before."""
    done = 0
    while done < EDITS:
        operations = random_edit(chance, graph, done)
        if len(graph.nodes) < FEWEST and operations[0]["op"] == "remove":
            continue
        try:
            applied = apply(graph, parse_operations(operations))
        except Faults:
            continue
        yield graph, operations, applied
        graph, done = applied.graph, done + 1


def test_two_thousand_random_edits_move_nothing_that_was_placed() -> None:
    for number, (before, operations, applied) in enumerate(edits(random.Random(5), arranged())):
        gone = {change.key for change in applied.changes if change.after is None}
        view = applied.graph.views["overview"]
        kept = {key: spot for key, spot in before.views["overview"].placements.items() if key not in gone}
        news = {key for one in operations if one["op"] == "place" for key in one["placements"]}
        assert {key: spot for key, spot in view.placements.items() if key not in news} == kept
        if number % LOOK_EVERY == 0:
            drawn_as_placed(applied.graph, view)


def drawn_as_placed(graph: Graph, view: View) -> None:
    """The picture has every placed card at its place, all moved alike, and nobody else's card on top."""
    drawn = boxes(graph, view)
    placed = [key for key in view.placements if key in graph.nodes]
    shifts = {
        (drawn[key].x - view.placements[key].x, drawn[key].y - view.placements[key].y) for key in placed
    }
    assert len(shifts) == min(len(placed), 1)
    for key in graph.nodes.keys() - view.placements.keys():
        beside = [one for one in placed if graph.nodes[one].zone == graph.nodes[key].zone]
        assert not [one for one in beside if overlap(drawn[one], drawn[key])], key


def overlap(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom
