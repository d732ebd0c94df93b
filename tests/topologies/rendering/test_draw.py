"""Drawings of a whole graph and of its views, read back from the SVG."""

from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree

import pytest

from benchmarks.estate import estate
from tests.topologies.rendering.graphs import PLATFORM, large, platform, tangled
from topologies.documents import parse
from topologies.rendering import draw
from topologies.rendering.geometry import Box
from topologies.rendering.graphviz_process import SETTING
from topologies.rendering.views import SMALL

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Finding:
    title: str
    severity: str
    subjects: tuple[str, ...]
    verdict: str = "fail"


def groups(svg: str) -> dict[str, ElementTree.Element]:
    """Element key -> its group in the picture."""
    root = ElementTree.fromstring(svg)
    return {
        g.attrib["id"].removeprefix("el-"): g
        for g in root.iter(f"{SVG}g")
        if g.attrib.get("id", "").startswith("el-")
    }


def words(element: ElementTree.Element) -> str:
    return " ".join(text.text or "" for text in element.iter(f"{SVG}text"))


def test_every_zone_node_port_and_line_has_its_group_with_key_and_class() -> None:
    found = groups(draw(platform()).svg())
    for section in ("zones", "nodes", "ports", "links", "replications", "peerings"):
        assert PLATFORM[section].keys() <= found.keys(), section
    assert "kind-postgresql" in found["database"].attrib["class"].split()
    assert found["vpc"].attrib["class"].split()[:2] == ["zone", "zone-network"]
    assert found["in"].attrib["data-source"] == "internet"


def test_the_picture_tells_instances_zones_slots_ports_and_lag() -> None:
    drawing = draw(platform())
    found = groups(drawing.svg())
    assert "×2–10 · a b · blue" in words(found["api-blue"])
    assert "443 https" in words(found["alb"])
    assert "port-localhost" in found["database-sql"].attrib["class"]
    assert "async · 60 s" in drawing.svg()
    assert "10.0.1.0/24 +1" in words(found["public"])
    assert found["api-green"].find(f"{SVG}rect").attrib["stroke-dasharray"] == "4 3"


def test_costs_stand_in_the_picture_only_when_asked_for() -> None:
    assert "$120" not in draw(platform()).svg()
    assert "$120" in draw(platform(), costs=True).svg()


def test_what_cannot_be_judged_is_marked_as_a_question_only_where_nothing_fails() -> None:
    asked = [Finding("open", "critical", ("alb", "database"), "unknown"), Finding("alone", "low", ("alb",))]
    found = groups(draw(platform(), findings=asked).svg())
    marks = {
        key: words(next(g for g in found[key].iter(f"{SVG}g") if "finding-badge" in g.attrib["class"]))
        for key in ("alb", "database")
    }
    assert marks == {"alb": "L1", "database": "?1"}


def test_a_badge_counts_findings_and_shows_the_worst() -> None:
    findings = [Finding("Odd", "low", ("alb", "in")), Finding("Open", "critical", ("alb", "vpc"))]
    svg = draw(platform(), findings=findings).svg()
    found = groups(svg)
    badge = next(g for g in found["alb"].iter(f"{SVG}g") if "finding-badge" in g.attrib["class"])
    assert (words(badge), badge.attrib["class"]) == ("C2", "finding-badge severity-critical")
    assert "C1" in words(found["vpc"])
    assert svg.count("severity-low") == 1


def test_cards_stand_inside_their_zones_and_never_on_each_other() -> None:
    graph = platform()
    drawing = draw(graph)
    for node in graph.nodes.values():
        for zone in graph.path(node):
            assert holds(drawing.frames[zone.key], drawing.cards[node.key]), (zone.key, node.key)
    for one, other in combinations(drawing.cards.values(), 2):
        assert one.shared_area(other) == 0
    for zone in graph.zones.values():
        if zone.parent:
            assert holds(drawing.frames[zone.parent], drawing.frames[zone.key])


def test_a_line_to_a_port_ends_at_its_chip() -> None:
    drawing = draw(platform())
    end, alb = drawing.curves["in"].end, drawing.cards["alb"]
    assert alb.x + 12 <= end.x <= alb.x + 12 + drawing.scene.cards["alb"].ports[0].width
    assert end.y == pytest.approx(alb.y - 8, abs=1.5)


def holds(outer: Box, inner: Box) -> bool:
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_equal_graphs_give_equal_bytes(theme: str) -> None:
    shuffled = {
        name: dict(reversed(rows.items())) if name not in ("topology", "format") else rows
        for name, rows in PLATFORM.items()
    }
    assert draw(platform(), theme=theme).svg() == draw(parse(shuffled), theme=theme).svg()


def test_the_dark_theme_changes_colours_and_nothing_else() -> None:
    light, dark = draw(platform()), draw(platform(), theme="dark")
    assert light.cards == dark.cards
    assert "#ffffff" in light.svg()
    assert "#f4f6f5" not in dark.svg()


def test_the_data_flow_shows_traffic_and_copies_but_no_bystanders() -> None:
    graph = platform()
    found = groups(draw(graph, view=graph.views["flow"]).svg())
    assert {"in", "copy", "database"} <= found.keys()
    assert not {"uploads", "out", "nat", "database-sql"} & found.keys()


def test_the_network_view_shows_routes_and_peerings_instead_of_links() -> None:
    graph = platform()
    found = groups(draw(graph, view=graph.views["net"]).svg())
    assert {"default", "joined", "uploads"} <= found.keys()
    assert "in" not in found


def test_the_security_view_shows_ports_and_groups() -> None:
    graph = platform()
    svg = draw(graph, view=graph.views["guard"]).svg()
    assert "security group database" in svg
    assert {"in", "alb-https"} <= groups(svg).keys()


def test_a_zone_view_shows_the_zone_and_what_is_joined_to_it() -> None:
    graph = platform()
    found = groups(draw(graph, view=graph.views["tier"]).svg())
    assert {"private", "database", "alb", "nat"} <= found.keys()
    assert not {"internet", "uploads", "in"} & found.keys()


def test_placed_elements_keep_their_places_towards_each_other() -> None:
    graph = platform()
    drawing = draw(graph, view=graph.views["arranged"])
    alb, database = drawing.cards["alb"], drawing.cards["database"]
    assert (database.x - alb.x, database.y - alb.y, database.width) == (400, 360, 300)
    for node in graph.nodes.values():
        assert all(holds(drawing.frames[zone.key], drawing.cards[node.key]) for zone in graph.path(node))


def test_a_collapsed_zone_stands_for_what_it_holds() -> None:
    graph = platform()
    drawing = draw(graph, view=graph.views["folded"])
    found = groups(drawing.svg())
    assert "4 nodes" in words(found["private"])
    assert "database" not in found
    assert found["to-blue"].attrib["data-target"] == "private"
    assert "blue-sql" not in found


def test_a_thumbnail_is_smaller_and_keeps_the_nodes() -> None:
    whole, small = draw(platform()).svg(), draw(platform(), thumbnail=True).svg()
    assert len(small) < len(whole)
    assert PLATFORM["nodes"].keys() <= groups(small).keys()
    assert "443 https" not in small


def test_a_thumbnail_of_much_shows_inner_zones_closed_and_each_way_between_two_once() -> None:
    graph = parse(estate(1_000))
    small = draw(graph, thumbnail=True)
    assert 0 < len(small.scene.cards) <= SMALL
    ways = [(line.source, line.target, line.classes) for line in small.scene.lines]
    assert len(ways) == len(set(ways))
    standing = small.scene.cards.keys() | small.scene.frames.keys()
    for node in graph.nodes.values():
        assert standing & {node.key, *(zone.key for zone in graph.path(node))}, f"nothing shows {node.key}"
    assert groups(small.svg()).keys() >= standing


def test_an_empty_topology_is_drawn() -> None:
    empty = parse({"format": 1, "topology": {"system": "shop", "slug": "empty"}})
    ElementTree.fromstring(draw(empty).svg())
    assert draw(empty).png().startswith(b"\x89PNG")


@pytest.mark.parametrize("program", ["/bin/false", "/nowhere/dot", "/bin/cat"])
def test_a_picture_comes_even_where_dot_fails(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setenv(SETTING, program)
    drawing = draw(platform())
    assert PLATFORM["links"].keys() <= groups(drawing.svg()).keys()
    for one, other in combinations(drawing.cards.values(), 2):
        assert one.shared_area(other) == 0


@pytest.mark.parametrize("size", [200, 3000])
def test_large_graphs_are_drawn_whole(size: int) -> None:
    drawing = draw(large(size))
    assert len(drawing.cards) == size
    assert len(groups(drawing.svg())) == size + size // 10 + size - 10


@pytest.mark.parametrize(("nodes", "links"), [(60, 100), (90, 300), (400, 1600)])
def test_tangled_graphs_are_drawn_whole_and_in_a_shape_that_can_be_read(nodes: int, links: int) -> None:
    drawing = draw(tangled(nodes, links))
    assert len(drawing.cards) == nodes
    assert len(drawing.curves) == links
    longer, shorter = sorted((drawing.size.width, drawing.size.height), reverse=True)
    assert longer < max(5500, 6 * shorter)


@pytest.mark.parametrize(
    ("width", "shown"), [(232, {"Cloudflare, our edge"}), (400, {"Cloudflare, our edge", "10.0.0.0/16"})]
)
def test_in_a_narrow_frame_the_name_goes_before_what_stands_beside_it(width: int, shown: set[str]) -> None:
    places = {"net": {"x": 0, "y": 0, "width": width, "height": 160}, "web": {"x": 16, "y": 64}}
    document = {
        "format": 1,
        "topology": {"system": "acme", "slug": "narrow"},
        "zones": {
            "net": {
                "kind": "network",
                "label": "Cloudflare, our edge",
                "properties": {"cidrs": ["10.0.0.0/16"]},
            }
        },
        "nodes": {"web": {"kind": "caddy", "label": "Web", "zone": "net"}},
        "views": {"overview": {"label": "Overview", "placements": places}},
    }
    graph = parse(document)
    frame = groups(draw(graph, view=graph.views["overview"]).svg())["net"]
    assert {text.text for text in frame.iter(f"{SVG}text")} == shown
