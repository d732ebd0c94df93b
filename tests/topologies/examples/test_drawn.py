"""The picture in a source document against the example: every box, node and arrow once."""

import re
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.topologies.examples.fact_tables import SEEDS, graph

DRAWN: dict[str, Any] = YAML(typ="safe", pure=True).load(
    Path(__file__).parent / "drawn" / "active-active.yaml"
)
TOPOLOGY: str = DRAWN["topology"]
BOXES: dict[str, dict[str, Any]] = DRAWN["boxes"]
IDENTIFIERS = list(chain.from_iterable(box["holds"] for box in BOXES.values()))


def _key(identifier: str) -> str:
    return identifier.lower().replace("_", "-")


def test_the_picture_has_as_many_parts_as_the_document() -> None:
    assert (len(BOXES), len(IDENTIFIERS)) == (12, 30)
    assert (len(DRAWN["arrows"]), len(DRAWN["dashed"])) == (30, 2)


@pytest.mark.parametrize("label", BOXES)
def test_every_box_is_a_zone_that_holds_its_nodes(label: str) -> None:
    found, box = graph(TOPOLOGY), BOXES[label]
    assert found.zones[box["zone"]].label == label.removesuffix(" Region")
    for identifier in box["holds"]:
        drawn_zones = (zone.key for zone in found.path(found.nodes[_key(identifier)]))
        assert next(key for key in drawn_zones if key in _zones()) == box["zone"], identifier


@pytest.mark.parametrize("arrow", DRAWN["arrows"], ids="-".join)
def test_every_arrow_is_one_link(arrow: list[str]) -> None:
    source, target = map(_key, arrow)
    assert [link.target for link in graph(TOPOLOGY).links_from[source]].count(target) == 1


@pytest.mark.parametrize("arrow", DRAWN["dashed"], ids="-".join)
def test_every_dashed_arrow_is_one_replication(arrow: list[str]) -> None:
    copies = [(copy.source, copy.target) for copy in graph(TOPOLOGY).replications.values()]
    assert copies.count((_key(arrow[0]), _key(arrow[1]))) == 1


def test_no_drawn_node_has_a_link_that_is_not_drawn() -> None:
    drawn = {(_key(source), _key(target)) for source, target in DRAWN["arrows"]}
    keys = set(map(_key, IDENTIFIERS))
    links = {(link.source, link.target) for link in graph(TOPOLOGY).links.values()}
    assert {link for link in links if keys.issuperset(link)} == drawn


def _zones() -> set[str]:
    return {box["zone"] for box in BOXES.values()}


if SEEDS.is_dir():  # the documents themselves are not part of this repository

    def test_the_list_is_what_the_document_draws() -> None:
        text = (SEEDS / DRAWN["document"]).read_text().split("```mermaid")[1].split("```")[0]
        assert re.findall(r'subgraph "(.+)"', text) == list(BOXES)
        assert sorted(re.findall(r"(?m)^\s+(\w+)\[", text)) == sorted(IDENTIFIERS)
        assert [list(found) for found in re.findall(r"(\w+) --> (\w+)", text)] == DRAWN["arrows"]
        assert [list(found) for found in re.findall(r"(\w+) -\..+?\.-> (\w+)", text)] == DRAWN["dashed"]
