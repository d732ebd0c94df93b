"""One picture of two states: every item once, and what stays stands still."""

from collections import Counter
from collections.abc import Mapping
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from benchmarks.estate import estate
from tests.strategies import HOSTILE
from tests.topologies.comparing.test_items import RICH, after, edited, pairs, update
from topologies.comparing import Compared, compared
from topologies.comparing.canvas import Canvas, canvas
from topologies.documents import parse
from topologies.graph import Graph, Node, Zone

SVG = "{http://www.w3.org/2000/svg}"
TAGS = {
    "svg",
    "defs",
    "g",
    "a",
    "title",
    "rect",
    "path",
    "polygon",
    "text",
    "use",
    "circle",
    "ellipse",
    "line",
}
Element = ElementTree.Element
Place = tuple[str, ...]
Row = Node | Zone


def drawn(found: Canvas) -> Element:
    return ElementTree.fromstring(found.svg)


def marked(root: Element) -> list[str]:
    return [mark.attrib["data-change"] for mark in root.iter(f"{SVG}a")]


def places(root: Element, shown: str) -> dict[str, set[Place]]:
    """Key -> where its card or frame stands, as far as `shown` (before, after) shows it."""
    hidden = {"before": "c-now", "after": "c-was c-gone"}[shown].split()
    found: dict[str, set[Place]] = {}
    for group in root.iter(f"{SVG}g"):
        names = group.attrib.get("class", "").split()
        if {"node", "zone"} & {*names} and "data-key" in group.attrib and not {*hidden} & {*names}:
            rect = next(child for child in group if child.attrib.get("class") in ("body", "frame"))
            spot = tuple(rect.attrib[name] for name in ("x", "y", "width", "height"))
            found.setdefault(group.attrib["data-key"], set()).add(spot)
    return found


def unchanged(pair: Compared) -> set[str]:
    """Nodes and zones that are the same in both, and that no zone took along that has moved."""
    changed = {item.key for item in pair.items}
    moved = {item.key for item in pair.items if item.section == "zones" and item.kind == "moved"}
    both = [*_both(pair.before.nodes, pair.after.nodes), *_both(pair.before.zones, pair.after.zones)]
    return {row.key for row in both if moved.isdisjoint(zone.key for zone in pair.before.path(row))} - changed


def _both(before: Mapping[str, Row], after: Mapping[str, Row]) -> list[Row]:
    return [row for key, row in before.items() if key in after]


@given(pairs())
@settings(max_examples=25, deadline=None)
def test_every_item_is_marked_exactly_once_and_what_stays_stands_still(pair: Compared) -> None:
    root = drawn(canvas(pair))
    assert Counter(marked(root)) == Counter(item.id for item in pair.items)
    before, now = places(root, "before"), places(root, "after")
    for key in unchanged(pair):
        assert before[key] == now[key], key
        assert len(now[key]) == 1, key


@given(pairs())
@settings(max_examples=15, deadline=None)
def test_before_shows_what_was_and_after_what_is(pair: Compared) -> None:
    root = drawn(canvas(pair))
    assert places(root, "before").keys() == pair.before.nodes.keys() | pair.before.zones.keys()
    assert places(root, "after").keys() == pair.after.nodes.keys() | pair.after.zones.keys()


@given(pairs(most=20))
@settings(max_examples=15, deadline=None)
def test_marks_lie_inside_the_picture(pair: Compared) -> None:
    root = drawn(canvas(pair))
    x, y, width, height = map(float, root.attrib["viewBox"].split())
    for mark in root.iter(f"{SVG}a"):
        rect = mark.find(f"{SVG}rect")
        assert rect is not None
        assert x <= float(rect.attrib["x"]) <= x + width
        assert y <= float(rect.attrib["y"]) <= y + height


@pytest.mark.parametrize("label", HOSTILE)
def test_a_label_is_text(label: str) -> None:
    found = after(
        update("app", label=label),
        {"op": "add", "section": "nodes", "key": "fresh", "fields": {"kind": "redis", "label": label}},
        {"op": "connect", "key": "call", "source": "app", "target": "fresh"},
        update("call", label=label),
    )
    root = drawn(canvas(found))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= TAGS
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]
    assert all(element.attrib.get("href", "#").startswith("#") for element in root.iter())
    assert len(marked(root)) == len(found.items)


def test_what_moved_stands_at_both_places_and_is_marked_at_the_new_one() -> None:
    found = after({"op": "move", "key": "db", "to": "public"})
    root = drawn(canvas(found))
    assert places(root, "before")["db"].isdisjoint(places(root, "after")["db"])
    assert [mark.attrib["data-anchor"] for mark in root.iter(f"{SVG}a")] == ["db"]


def test_what_stands_in_a_zone_that_moved_is_shown_where_it_stood() -> None:
    """box, with web-1 and web-2 in it, moves from one network into another."""
    root = drawn(canvas(after({"op": "move", "key": "box", "to": "other"})))
    before, now = places(root, "before"), places(root, "after")
    for key in ("box", "web-1", "web-2"):
        assert before[key].isdisjoint(now[key]), key
        assert (len(before[key]), len(now[key])) == (1, 1), key
    for shown, around in ((before, "vpc"), (now, "other")):
        [network], [box], [web] = (shown[key] for key in (around, "box", "web-1"))
        assert inside(network, box)
        assert inside(box, web)
    assert before["lb"] == now["lb"]


def inside(frame: Place, card: Place) -> bool:
    (x, y, width, height), (left, top, wide, high) = (tuple(map(float, row)) for row in (frame, card))
    return x <= left and y <= top and left + wide <= x + width and top + high <= y + height


def test_the_architects_places_are_kept() -> None:
    spots = {"lb": {"x": 0, "y": 0}, "app": {"x": 700, "y": 500}, "db": {"x": 700, "y": 900}}
    base = edited(RICH, {"op": "place", "view": "overview", "placements": spots})
    root = drawn(canvas(compared(base, edited(base, update("app", label="Shop")))))
    [lb], [app] = (places(root, "after")[key] for key in ("lb", "app"))
    assert (float(app[0]) - float(lb[0]), float(app[1]) - float(lb[1])) == (700, 500)


@pytest.mark.parametrize(
    ("key", "anchor"),
    [("lb-443", "lb"), ("app-sg", "app"), ("overview", ""), ("db", "db"), ("private", "private")],
)
def test_an_item_is_marked_at_what_it_belongs_to(key: str, anchor: str) -> None:
    root = drawn(canvas(after(update(key, note="seen"))))
    assert [mark.attrib["data-anchor"] for mark in root.iter(f"{SVG}a")] == [anchor]


# --- large ones ----------------------------------------------------------------------------------------------------


def large() -> tuple[Graph, Graph]:
    """A thousand nodes, and the same with about sixty elements changed in twelve networks."""
    graph = parse(estate(1_000))
    operations = []
    for number in range(12):
        service = f"net{number}-svc{number}"
        operations += [
            update(service, label=f"Checkout {number}"),
            {
                "op": "add",
                "section": "nodes",
                "key": f"new{number}",
                "fields": {"kind": "ecs-service", "zone": f"net{number}-app-tier"},
            },
            {
                "op": "add",
                "section": "ports",
                "key": f"new{number}-port",
                "fields": {"node": f"new{number}", "number": 80},
            },
            {"op": "connect", "key": f"new{number}-link", "source": service, "target": f"new{number}"},
            update(f"net{number}-data-db", note="seen"),
        ]
    return graph, edited(graph, *operations, {"op": "move", "key": "net3-svc9", "to": "net3-data-tier"})


def test_of_a_large_topology_what_changed_is_drawn_with_what_it_touches() -> None:
    pair = compared(*large())
    some = canvas(pair)
    root = drawn(some)
    assert Counter(marked(root)) == Counter(item.id for item in pair.items)
    assert len(pair.items) == 61
    assert some.partial
    assert some.shown < 200
    assert some.nodes > 1_000
    cards = places(root, "after")
    assert {"net0-svc0", "new0", "net0-lb0", "net0-db0"} <= cards.keys()
    assert "net0-svc20" not in cards
    assert "net20" in cards or "region2" in cards  # closed, with a count


def test_all_of_a_large_topology_is_drawn_for_whoever_asks() -> None:
    pair = compared(*large())
    every = canvas(pair, everything=True)
    assert not every.partial
    root = drawn(every)
    assert Counter(marked(root)) == Counter(item.id for item in pair.items)
    assert pair.after.nodes.keys() <= places(root, "after").keys()
