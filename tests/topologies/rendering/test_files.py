"""PNG, PDF and DOT files, and how text is measured."""

import struct
from io import BytesIO

import pytest
from PIL import Image

from tests.topologies.rendering.graphs import labelled, large, platform
from topologies.kinds import node_kinds, zone_kinds
from topologies.rendering import dot, draw, icons, text
from topologies.rendering.palette import palette
from topologies.rendering.raster import LARGEST, LONGEST


def test_a_png_has_the_size_of_the_drawing_times_its_scale() -> None:
    drawing = draw(platform())
    width, height = struct.unpack(">II", drawing.png(2)[16:24])
    assert (width, height) == pytest.approx((drawing.size.width * 2, drawing.size.height * 2), abs=3)


def test_a_huge_png_keeps_to_the_limits() -> None:
    width, height = struct.unpack(">II", draw(large(300)).png(40)[16:24])
    assert max(width, height) <= LONGEST + 1
    assert width * height <= LARGEST * 1.01


def test_words_are_drawn_on_a_machine_without_fonts() -> None:
    drawn, blank = (
        Image.open(BytesIO(draw(labelled(words)).png(1))).convert("L") for words in ("MMMM", "\u200b")
    )
    assert dark(drawn) > dark(blank) + 100


def dark(image: Image.Image) -> int:
    return sum(image.histogram()[:80])


def test_a_pdf_is_one_page_with_the_font_inside() -> None:
    pdf = draw(platform()).pdf()
    assert pdf.startswith(b"%PDF-")
    assert b"/Count 1" in pdf
    assert b"/FontFile2" in pdf
    assert b"Courier" not in pdf


def test_the_dot_source_has_clusters_and_no_links() -> None:
    source = dot(platform())
    assert "cluster_vpc" in source
    assert "href" not in source.lower()
    assert "url" not in source.lower()


def test_text_fits_the_room_it_is_given() -> None:
    for room in (10, 40, 80, 200):
        for words in ("Application load balancer", "日本語のラベル", "x"):
            fitted = text.fit(words, room, 13)
            assert fitted == words or (fitted.endswith("…") and text.width(fitted, 13) <= max(room, 13))


def test_both_palettes_name_the_same_colours() -> None:
    light, dark_ = palette("light"), palette("dark")
    assert light.keys() == dark_.keys()
    assert light["sheet"] == "#ffffff"
    assert light != dark_


def test_every_kind_has_an_icon_to_show() -> None:
    for kind in (*node_kinds().values(), *zone_kinds().values()):
        assert icons.shapes(icons.choose(kind.icon, kind.slug, "service"))
