"""Each form of the picture by its own reader: Graphviz, Mermaid, D2, Pillow, and XML parsers."""

import struct
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image

from tests.support import mermaid
from tests.verifiers import Files, replaced
from topologies.rendering.graphviz_process import program

PROGRAM = "Graphviz, Mermaid's parser, d2 and d2 fmt, Pillow, XML parsers"
D2 = str(Path(sys.prefix) / "bin" / "d2")


def missing() -> str:
    return mermaid.missing()


def judge(files: Files) -> list[str]:
    return [
        f"{path}: {fault}"
        for path, content in files.items()
        for fault in JUDGES[path.rpartition(".")[2]](content)
    ]


def _svg(content: bytes) -> list[str]:
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        return [str(error)]
    return [] if root.tag == "{http://www.w3.org/2000/svg}svg" and root.get("viewBox") else ["it is no SVG"]


def _png(content: bytes) -> list[str]:
    try:
        with Image.open(BytesIO(content)) as image:
            image.load()
            return [] if image.format == "PNG" else [f"it is {image.format}"]
    except (OSError, SyntaxError, struct.error) as error:
        return [str(error)]


def _pdf(content: bytes) -> list[str]:
    """The trailer names the table of objects, and each of its rows an object."""
    start = content.rpartition(b"startxref")[2].split()
    if not content.startswith(b"%PDF-") or not start or not start[0].isdigit():
        return ["it has no beginning or no end"]
    table = content[int(start[0]) :].split(b"trailer")[0].splitlines()
    if table[:1] != [b"xref"]:
        return ["the table of its objects is not where the end says"]
    rows = [row.split() for row in table[2:] if row.strip().endswith(b"n")]
    wrong = [row for row in rows if b" obj" not in content[int(row[0]) : int(row[0]) + 20]]
    return [f"{len(wrong)} objects are not where they should be"] if wrong else []


def _dot(content: bytes) -> list[str]:
    return _said([*program(), "-Tcanon"], content)


def _d2(content: bytes) -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "diagram.d2"
        path.write_bytes(content)
        if faults := _said([D2, str(path), str(path.with_suffix(".svg"))]) or _said([D2, "fmt", str(path)]):
            return faults
        return [] if path.read_bytes() == content else ["d2 fmt would write it otherwise"]


def _said(command: list[str], content: bytes = b"") -> list[str]:
    done = subprocess.run(command, input=content, capture_output=True, check=False, timeout=60)
    return [done.stderr.decode(errors="replace")] if done.returncode else []


def _mermaid(content: bytes) -> list[str]:
    answer = mermaid.parsed(content.decode())
    return [answer["error"]] if "error" in answer else []


def _drawio(content: bytes) -> list[str]:
    """What draw.io needs of a file: unique ids, and shapes for every parent and end that is named."""
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        return [str(error)]
    cells = root.findall("./diagram/mxGraphModel/root/mxCell")
    ids = {cell.get("id") for cell in cells}
    if len(ids) != len(cells) or not {"0", "1"} <= ids:
        return ["an id is missing or there twice"]
    named = {cell.get(name) for cell in cells for name in ("parent", "source", "target")} - {None}
    sized = [cell for cell in cells[2:] if cell.find("mxGeometry[@as='geometry']") is None]
    return [f"{name} is named and not there" for name in sorted(map(str, named - ids))] + [
        f"{cell.get('id')} has no place" for cell in sized
    ]


JUDGES = {
    "svg": _svg,
    "png": _png,
    "pdf": _pdf,
    "dot": _dot,
    "d2": _d2,
    "mmd": _mermaid,
    "drawio": _drawio,
}

DAMAGES = {
    "an SVG that does not end": replaced(".svg", b"</svg>", b""),
    "a PNG that is cut": lambda files: (
        {**files, "diagram.png": files["diagram.png"][:-2000]} if "diagram.png" in files else None
    ),
    "a PDF that is cut": lambda files: (
        {**files, "diagram.pdf": files["diagram.pdf"][100:]} if "diagram.pdf" in files else None
    ),
    "a DOT label that does not end": replaced(".dot", b'label="', b"label="),
    "a Mermaid box that does not end": replaced(".mmd", b'"]', b'"'),
    "an unknown arrow of Mermaid": replaced(".mmd", b" -->", b" >>>"),
    "a D2 label that does not end": replaced(".d2", b": '", b": ''x"),
    "an unknown style of D2": replaced(".d2", b"style.stroke-dash", b"style.stroke-dsh"),
    "a shape of draw.io that is gone": replaced(".drawio", b' source="', b' source="x'),
    "a draw.io tag that does not end": replaced(".drawio", b"</root>", b""),
}
