"""SVG to PNG and PDF, with a font that comes with the project, so that a bare machine draws words too."""

from io import BytesIO, StringIO
from xml.etree import ElementTree

import resvg_py

from topologies.rendering.text import FAMILY, FONT_FILE

LONGEST = 8_000  # pixels of a side
LARGEST = 16_000_000  # pixels in all: 64 MB and a few seconds
LONGEST_SVG = 8_000_000  # characters, about 3,000 nodes: what is larger takes longer than anybody waits


class TooLargeError(ValueError):
    """The drawing is too large for this form; its SVG is not."""


def _refuse_large(svg: str, form: str) -> None:
    if len(svg) > LONGEST_SVG:
        raise TooLargeError(f"This drawing is too large for {form}; take its SVG, or a view of one zone.")


def png(svg: str, width: float, height: float, scale: float) -> bytes:
    """The picture at this scale, or at the largest that keeps to the limits. Raises TooLargeError."""
    _refuse_large(svg, "PNG")
    fitting = min(scale, LONGEST / width, LONGEST / height, (LARGEST / (width * height)) ** 0.5)
    found: bytes = bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=max(fitting, 0.01),
            font_files=[str(FONT_FILE)],
            font_family=FAMILY,
            sans_serif_family=FAMILY,
            monospace_family=FAMILY,
        )
    )
    return found


def pdf(svg: str) -> bytes:
    """The picture as one page; words stay words, in the font that comes with the project. Raises TooLargeError."""
    _refuse_large(svg, "PDF")
    from reportlab.graphics import renderPDF
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from svglib.svglib import svg2rlg

    pdfmetrics.registerFont(TTFont(FAMILY, str(FONT_FILE)))
    drawing = svg2rlg(StringIO(_in_one_font(svg)))
    if drawing is None:
        raise ValueError("the drawing is not an SVG that svglib reads")
    into = BytesIO()
    renderPDF.drawToFile(drawing, into, invariant=1)  # no date: equal pictures are equal files
    return into.getvalue()


def _in_one_font(svg: str) -> str:
    """The drawing in the one face that goes into the file; PDF takes no weights from a variable font."""
    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    root = ElementTree.fromstring(svg)  # noqa: S314 -- written by this package
    for element in root.iter():
        element.attrib.pop("font-weight", None)
        if "font-family" in element.attrib:
            element.set("font-family", FAMILY)
    return ElementTree.tostring(root, encoding="unicode")
