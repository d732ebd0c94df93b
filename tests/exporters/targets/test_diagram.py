"""Every form of the picture says the same: what each reader understood is what the topology holds."""

import subprocess
import tempfile
from base64 import b64decode
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from exporters.registry import find_target
from tests.exporters.hostile import SAMPLES, TEXT
from tests.exporters.topologies_named import example
from tests.support import mermaid
from tests.verifiers.diagram import D2, judge
from topologies.documents import parse
from topologies.graph import Graph
from topologies.rendering import d2, dot, drawio
from topologies.rendering import mermaid as written
from topologies.rendering.text import visible

TARGET = find_target("diagram")
LABELS = st.lists(TEXT, min_size=4, max_size=4)


def shop(labels: list[str]) -> Graph:
    network, app, database, calls = labels
    document: dict[str, Any] = {
        "format": 1,
        "topology": {"system": "shop", "slug": "live"},
        "zones": {"end": {"kind": "network", "label": network}},
        "nodes": {
            "style": {"kind": "app-server", "zone": "end", "label": app},
            "db": {"kind": "postgresql", "label": database},
        },
        "links": {"style-db": {"source": "style", "target": "db", "label": calls}},
        "replications": {"copy": {"source": "db", "target": "style", "mode": "async", "label": calls}},
    }
    return parse(document)


def said(label: str, otherwise: str, kind: str) -> str:
    return f"{visible(label) or otherwise} ({kind})"


def boxes(labels: list[str]) -> list[str]:
    return [
        said(labels[1], "style", "Application server"),
        said(labels[2], "db", "PostgreSQL"),
        said(labels[0], "end", "Network"),
    ]


def test_every_element_of_a_large_example_is_a_shape_everywhere() -> None:
    graph = example("collab", "active-active")
    files = TARGET.generate(graph).files
    read = mermaid.parsed(files["diagram.mmd"].decode())
    assert len([name for name, _ in read["nodes"] if name.startswith("n_")]) == len(graph.nodes)
    assert len(read["zones"]) == len(graph.zones)
    lines = len(graph.links) + len(graph.replications) + len(graph.peerings)
    assert len(read["lines"]) == lines
    cells = ElementTree.fromstring(files["diagram.drawio"]).iter("mxCell")
    assert {cell.get("id") for cell in cells} >= graph.nodes.keys() | graph.zones.keys() | graph.links.keys()


def test_d2_draws_every_element_once_and_where_it_stands() -> None:
    graph = example("railway", "production")
    shapes = [name for name in drawn(graph) if "&gt;" not in name]
    assert len(shapes) == len(graph.nodes) + len(graph.zones)
    assert "z-railway.z-private.z-blue.n-app-blue" in shapes


def test_a_view_is_a_picture_of_its_own() -> None:
    document: dict[str, Any] = {
        "format": 1,
        "topology": {"system": "shop", "slug": "live"},
        "nodes": {"db": {"kind": "postgresql"}},
        "views": {"mine": {"shows": "everything", "placements": {"db": {"x": 100, "y": 100}}}},
    }
    files = TARGET.generate(parse(document)).files
    assert "views/mine.svg" in files
    assert judge(files) == []


def test_nothing_is_no_picture() -> None:
    empty = {"format": 1, "topology": {"system": "shop", "slug": "live"}}
    assert TARGET.supports(parse(empty))


@settings(max_examples=60, deadline=None)
@given(LABELS)
def test_mermaid_reads_the_words_of_every_label(labels: list[str]) -> None:
    read = mermaid.parsed(written(shop(labels)))
    assert "error" not in read
    found = [mermaid.words(text) for _, text in [*read["nodes"], *read["zones"]]]
    assert sorted(found) == sorted(boxes(labels))
    assert [(start, end) for start, end, _ in read["lines"]] == [("n_style", "n_db"), ("n_db", "n_style")]
    assert mermaid.words(read["lines"][0][2]) == visible(labels[3])


@settings(max_examples=60, deadline=None)
@given(LABELS)
def test_drawio_reads_the_words_of_every_label(labels: list[str]) -> None:
    text = drawio(shop(labels))
    assert judge({"diagram.drawio": text.encode()}) == []
    cells = list(ElementTree.fromstring(text).iter("mxCell"))[2:]
    assert [cell.get("id") for cell in cells] == ["end", "db", "style", "style-db", "copy"]
    assert all("html=0" in (cell.get("style") or "") for cell in cells)
    if labels[1].isprintable():
        assert cells[2].get("value") == said(labels[1], "style", "Application server")


@settings(max_examples=8, deadline=None)
@given(LABELS)
def test_d2_draws_the_shapes_and_lines_that_there_are(labels: list[str]) -> None:
    assert drawn(shop(labels)) == drawn(shop([""] * 4))


def test_d2_takes_every_sample() -> None:
    plain = drawn(shop([""] * 4))
    for start in range(0, len(SAMPLES) - 3, 4):
        assert drawn(shop(SAMPLES[start : start + 4])) == plain


def drawn(graph: Graph) -> list[str]:
    """The names of all shapes and lines of the picture that d2 makes: it writes them as base64."""
    source = d2(graph).encode()
    assert judge({"diagram.d2": source}) == []
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "out.svg"
        subprocess.run([D2, "-", str(path)], input=source, check=True, capture_output=True)
        groups = ElementTree.fromstring(path.read_bytes()).iter("{http://www.w3.org/2000/svg}g")
        classes = [(group.get("class") or "").split()[0] for group in groups if group.get("class")]
        return sorted(b64decode(one).decode() for one in classes if one != "shape")


@settings(max_examples=8, deadline=None)
@given(LABELS)
def test_graphviz_takes_every_label(labels: list[str]) -> None:
    assert judge({"diagram.dot": dot(shop(labels)).encode()}) == []
