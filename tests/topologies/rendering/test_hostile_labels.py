"""Labels are data: whatever they hold, the picture has the same elements and shows the same words."""

import subprocess
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.topologies.rendering.graphs import labelled
from topologies.rendering import dot, draw
from topologies.rendering.graphviz_process import program

SVG = "{http://www.w3.org/2000/svg}"
TAGS = {
    "svg",
    "title",
    "desc",
    "defs",
    "path",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "rect",
    "g",
    "use",
    "text",
}
ATTRIBUTES = {
    "class",
    "viewBox",
    "width",
    "height",
    "font-family",
    "role",
    "aria-label",
    "id",
    "data-key",
    "data-source",
    "data-target",
    "x",
    "y",
    "rx",
    "ry",
    "r",
    "cx",
    "cy",
    "d",
    "x1",
    "y1",
    "x2",
    "y2",
    "points",
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "font-size",
    "font-weight",
    "text-anchor",
    "color",
    "href",
    "transform",
}

FRAGMENTS = [
    "<script>alert(1)</script>",
    "]]>",
    "<!--",
    "&amp;",
    "&#0;",
    '" onload="x',
    "' x='",
    "\\N\\G\\l",
    "<b>bold</b>",
    '"];evil [label="',
    "}",
    "subgraph cluster_x {",
    "a -> b",
    "\n",
    "\r",
    "\t",
    "\\",
    "שלום",
    "مرحبا",
    "\u202e",
    "🚀",
    "日本",
    "\x01",
    "\ufffe",
    "%s{}",
    "javascript:alert(1)",
]
LABELS = st.one_of(
    st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=200),
    st.lists(st.sampled_from(FRAGMENTS), max_size=8).map("".join),
).map(lambda words: words[:200])


def readable(words: str) -> str:
    """What XML 1.0 can hold of it."""
    kept = "\t\n\r"
    return "".join(c if c in kept or (c >= " " and c not in "\ufffe\uffff") else "\ufffd" for c in words)


@settings(max_examples=60, deadline=None)
@given(LABELS)
def test_any_label_is_read_back_and_adds_no_element(words: str) -> None:
    root = ElementTree.fromstring(draw(labelled(words)).svg())
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in TAGS
        assert set(element.attrib) <= ATTRIBUTES
        assert element.attrib.get("href", "#icon-").startswith("#icon-")
    node = root.find(f".//{SVG}g[@id='el-one']")
    assert node is not None
    assert (node.findtext(f"{SVG}title") or "").startswith(readable(words or "one"))
    assert len([g for g in root.iter(f"{SVG}g") if g.attrib.get("id", "").startswith("el-")]) == 6


@settings(max_examples=40, deadline=None)
@given(LABELS)
def test_dot_reads_the_source_with_any_label_and_finds_the_same_nodes(words: str) -> None:
    source = dot(labelled(words)).encode()
    done = subprocess.run([*program(), "-Tplain"], input=source, capture_output=True, timeout=20, check=True)
    lines = done.stdout.decode(errors="replace").splitlines()
    assert sorted(line.split()[1] for line in lines if line.startswith("node ")) == ["one", "two"]
    assert sum(line.startswith("edge ") for line in lines) == 2


@pytest.mark.parametrize("words", ["x" * 200, "W" * 200, "日" * 200, "a b " * 50, "🚀" * 200])
def test_long_labels_are_shortened_in_the_picture_and_whole_in_the_title(words: str) -> None:
    drawing = draw(labelled(words))
    root = ElementTree.fromstring(drawing.svg())
    node = root.find(f".//{SVG}g[@id='el-two']")
    assert node is not None
    assert words in (node.findtext(f"{SVG}title") or "")
    assert all(
        (text.text or "").endswith("…") for text in node.iter(f"{SVG}text") if words[:3] in (text.text or "")
    )
    assert drawing.cards["two"].width <= 256
