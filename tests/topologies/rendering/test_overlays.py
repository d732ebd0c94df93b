"""What a picture says on top of a topology is said in numbers and words, and only on what it is about."""

import re
from xml.etree import ElementTree

import pytest

from tests.topologies.rendering.graphs import PLATFORM
from topologies.documents import parse
from topologies.graph import Graph
from topologies.rendering import Overlay, Touched, draw

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '</title><script>alert(1)</script>"onload="x'


@pytest.fixture(scope="module")
def platform() -> Graph:
    return parse(PLATFORM)


def drawn(graph: Graph, overlay: Overlay) -> ElementTree.Element:
    return ElementTree.fromstring(draw(graph, overlay=overlay).svg())


def classes(root: ElementTree.Element, key: str) -> set[str]:
    return set(next(g for g in root.iter(f"{SVG}g") if g.get("id") == f"el-{key}").get("class", "").split())


def texts(root: ElementTree.Element, name: str) -> list[str]:
    found = (g for g in root.iter(f"{SVG}g") if name in g.get("class", "").split())
    return ["".join(text.text or "" for text in g.iter(f"{SVG}text")) for g in found]


def test_nothing_on_top_changes_no_byte(platform: Graph) -> None:
    assert draw(platform, overlay=Overlay()).svg() == draw(platform).svg()


def test_stations_are_numbered_and_everything_else_steps_back(platform: Graph) -> None:
    root = drawn(platform, Overlay(("internet", "alb", "api-blue")))
    assert texts(root, "station") == ["1", "2", "3"]
    assert "is-on-path" in classes(root, "alb")
    assert "is-off-path" in classes(root, "database")
    assert len([g for g in root.iter(f"{SVG}g") if g.get("class") == "way way-allowed"]) == 2


@pytest.mark.parametrize(("arrival", "sign"), [("blocked", "✕"), ("unknown", "?")])
def test_a_way_that_does_not_arrive_bears_a_sign(platform: Graph, arrival, sign: str) -> None:
    assert texts(drawn(platform, Overlay(("internet", "database"), arrival)), "way-stop") == [sign]


def test_a_way_from_outside_the_picture_is_drawn_to_its_first_station(platform: Graph) -> None:
    root = drawn(platform, Overlay(("(internet)", "alb")))
    assert texts(root, "station") == ["2"]
    assert len([g for g in root.iter(f"{SVG}g") if g.get("class") == "way way-allowed"]) == 1


def test_what_a_failure_touches_bears_its_words(platform: Graph) -> None:
    states = (
        Touched("alb", "lost", "lost"),
        Touched("api-blue", "cut", "cut off"),
        Touched("database", "promoted", "promoted"),
    )
    root = drawn(platform, Overlay(touched=states))
    assert sorted(texts(root, "touched")) == ["cut off", "lost", "promoted"]
    assert {"is-lost"} <= classes(root, "alb")
    assert {"is-cut"} <= classes(root, "api-blue")
    assert {"is-promoted"} <= classes(root, "database")
    assert not classes(root, "nat") & {"is-lost", "is-cut", "is-off-path"}


def test_a_line_is_as_lost_as_its_ends(platform: Graph) -> None:
    root = drawn(platform, Overlay(touched=(Touched("database", "lost", "lost"),)))
    lines = [g for g in root.iter(f"{SVG}g") if "database" in (g.get("data-source"), g.get("data-target"))]
    assert lines
    assert all("is-lost" in g.get("class", "").split() for g in lines)


def test_words_are_data(platform: Graph) -> None:
    text = draw(platform, overlay=Overlay((HOSTILE, "alb"), touched=(Touched("alb", "less", HOSTILE),))).svg()
    ElementTree.fromstring(text)
    assert "<script" not in text


def test_it_is_drawn_as_pixels_and_pages_too(platform: Graph) -> None:
    drawing = draw(platform, overlay=Overlay(("internet", "alb")))
    assert drawing.png(1).startswith(b"\x89PNG")
    assert re.match(rb"%PDF", drawing.pdf())
