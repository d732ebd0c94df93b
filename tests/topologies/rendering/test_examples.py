"""The drawings of the shipped examples: nothing on top of anything else, and a shape that fits a page."""

from functools import cache
from itertools import combinations, pairwise

import pytest

from topologies.examples import examples
from topologies.graph import Graph
from topologies.rendering import Drawing, draw
from topologies.rendering.geometry import Box, Point
from topologies.rendering.marks import in_rows
from topologies.rendering.ways import Obstacles
from topologies.validation import check

GRAPHS = {f"{example.system}/{example.slug}": example.graph() for example in examples()}
LARGEST = "collab/active-active"
every_example = pytest.mark.parametrize("name", sorted(GRAPHS))


@cache
def drawn(name: str, thumbnail: bool = False) -> Drawing:
    return draw(GRAPHS[name], thumbnail=thumbnail)


def holds(outer: Box, inner: Box) -> bool:
    return outer.shared_area(inner) == pytest.approx(inner.width * inner.height)


@every_example
@pytest.mark.parametrize("thumbnail", [False, True])
def test_no_card_stands_on_another_and_all_stand_inside_their_zones(name: str, thumbnail: bool) -> None:
    graph, drawing = GRAPHS[name], drawn(name, thumbnail)
    assert drawing.cards.keys() == graph.nodes.keys()
    for one, other in combinations(drawing.cards.values(), 2):
        assert one.shared_area(other) == 0
    for node in graph.nodes.values():
        for key, frame in drawing.frames.items():
            inside = key in {zone.key for zone in graph.path(node)}
            assert holds(frame, drawing.cards[node.key]) == inside, (node.key, key)


@every_example
@pytest.mark.parametrize("thumbnail", [False, True])
def test_zones_stand_in_their_parents_and_apart_from_their_siblings(name: str, thumbnail: bool) -> None:
    graph, drawing = GRAPHS[name], drawn(name, thumbnail)
    for siblings in graph.child_zones.values():
        for one, other in combinations(siblings, 2):
            assert drawing.frames[one.key].shared_area(drawing.frames[other.key]) == 0
    for zone in graph.zones.values():
        assert not zone.parent or holds(drawing.frames[zone.parent], drawing.frames[zone.key])


@every_example
@pytest.mark.parametrize("thumbnail", [False, True])
def test_a_picture_has_a_shape_that_fits_a_page(name: str, thumbnail: bool) -> None:
    size = drawn(name, thumbnail).size
    assert 0.6 < size.width / size.height < 2.2
    assert size.width < 2850


@every_example
def test_lines_lead_around_the_cards_they_do_not_join(name: str) -> None:
    drawing = drawn(name)
    for line in drawing.scene.lines:
        others = {key: box for key, box in drawing.cards.items() if key not in (line.source, line.target)}
        for point in drawing.curves[line.key].samples(12):
            for key, box in others.items():
                touched = box.x < point.x < box.right and box.y < point.y < box.bottom
                assert not touched, (line.key, key)


def test_equal_regions_stand_side_by_side_with_their_tops_at_one_height() -> None:
    frames = drawn(LARGEST).frames
    one, other = (frames[key] for key, zone in GRAPHS[LARGEST].zones.items() if zone.kind == "region")
    assert one.y == other.y
    assert one.shared_area(Box(other.x, one.y, other.width, one.height)) == 0


def test_the_names_of_security_groups_are_shown_whole() -> None:
    svg = drawn("infrar/production").svg()
    for group in GRAPHS["infrar/production"].security_groups.values():
        assert f">{group.name}</text>" in svg


def test_availability_zones_are_counted_in_the_header_and_listed_in_the_title() -> None:
    svg = drawn("infrar/production").svg()
    assert "3 AZs</text>" in svg
    assert "eu-west-1a eu-west-1b eu-west-1c</title>" in svg


@every_example
def test_badges_cover_neither_ports_nor_words(name: str) -> None:
    graph: Graph = GRAPHS[name]
    drawing = draw(graph, findings=check(graph).findings)
    for card in drawing.scene.cards.values():
        if card.badge:
            assert 12 + sum(mark.width + 4 for mark in card.ports) <= card.width - 24
    assert any(
        part.badge for part in (*drawing.scene.cards.values(), *drawing.scene.frames.values())
    ) == bool(
        {key for finding in check(graph).findings for key in finding.subjects}
        & (graph.nodes.keys() | graph.zones.keys())
    )


def test_group_chips_go_on_in_a_second_row() -> None:
    marks = [mark for card in drawn("infrar/production").scene.cards.values() for mark in card.marks][:2]
    assert [len(row) for row in in_rows(marks, marks[0].width + 1)] == [1, 1]
    assert [len(row) for row in in_rows(marks, 999)] == [2]


def test_a_way_goes_around_hard_boxes_and_through_soft_ones_when_round_is_far() -> None:
    wall, low = Box(40, -500, 20, 1000), Box(40, -10, 20, 20)
    start, end = Point(0, 0), Point(100, 0)
    assert Obstacles([], [wall]).way(start, end) == [start, end]
    for obstacles in (Obstacles([low], []), Obstacles([], [low])):
        way = obstacles.way(start, end)
        assert len(way) > 2
        assert all(not (40 < point.x < 60 and -10 < point.y < 10) for point in way)
        assert sum(abs(b.x - a.x) for a, b in pairwise(way)) == 100
