"""The drawn symbols keep one form, so that pages and the SVG renderer can both place them."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from topologies.pages.icons import address

ROOT = Path(__file__).resolve().parents[2]
ICONS = sorted((ROOT / "static" / "icons").glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {f"{SVG}{name}" for name in ("path", "rect", "circle", "ellipse")}
STROKE = {
    "viewBox": "0 0 24 24",
    "fill": "none",
    "stroke": "currentColor",
    "stroke-width": "1.5",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
}


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_an_icon_is_plain_strokes_in_the_current_colour(path: Path) -> None:
    root = ElementTree.fromstring(path.read_text())
    assert root.attrib == {"id": "icon", **STROKE}
    assert {child.tag for child in root} <= SHAPES
    assert len(root) > 0


def test_every_icon_named_in_a_template_is_drawn() -> None:
    drawn = {path.stem for path in ICONS}
    named = {
        name
        for template in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'includes/icon\.html" with name="([^"]+)"', template.read_text())
    }
    assert named
    assert named - drawn == set()


def test_no_style_sheet_or_template_reaches_outside() -> None:
    files = [*(ROOT / "static").rglob("*.css"), *(ROOT / "templates").rglob("*.html")]
    outside = [
        file.name for file in files if re.search(r"(?:href|src|url\()[=\"'(]*https?:", file.read_text())
    ]
    assert outside == []


def test_templates_keep_to_the_content_security_policy() -> None:
    inline = re.compile(r"\sstyle=|<style|\son\w+=|hx-on|<script(?![^>]*\ssrc=)")
    offenders = [
        file.name for file in (ROOT / "templates").rglob("*.html") if inline.search(file.read_text())
    ]
    assert offenders == []


def test_one_file_holds_every_icon_and_is_kept_for_good(client) -> None:
    answer = client.get(address())
    assert answer["Content-Type"] == "image/svg+xml"
    assert "immutable" in answer["Cache-Control"]
    symbols = {one.attrib.pop("id"): one for one in ElementTree.fromstring(answer.content)}
    assert set(symbols) == {path.stem for path in ICONS}
    for path in ICONS:
        root = ElementTree.fromstring(path.read_text())
        assert symbols[path.stem].attrib == STROKE
        drawn, kept = ([(child.tag, child.attrib) for child in one] for one in (root, symbols[path.stem]))
        assert kept == drawn
