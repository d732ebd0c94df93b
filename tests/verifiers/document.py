"""A Markdown linter over the Markdown, an XML parser over the HTML, and every link of both followed."""

import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pymarkdown.api import PyMarkdownApi, PyMarkdownApiException

from tests.verifiers import Files, replaced

PROGRAM = "PyMarkdown, markdown-it, an XML parser; every link is followed"
LINTER = PyMarkdownApi().disable_rule_by_identifier("md013")  # a table's row is one line, however long
READER = MarkdownIt("gfm-like", {"linkify": False})


def judge(files: Files) -> list[str]:
    faults: list[str] = []
    for path, content in files.items():
        if path.endswith(".md"):
            faults += [
                f"{path}: {fault}" for fault in (*_linted(content), *_followed(content.decode(), files))
            ]
        elif path.endswith(".html"):
            faults += [f"{path}: {fault}" for fault in _html(content, files)]
    return faults


def _linted(content: bytes) -> list[str]:
    with tempfile.NamedTemporaryFile(suffix=".md") as file:
        Path(file.name).write_bytes(content)
        try:
            found = LINTER.scan_path(file.name)
        except PyMarkdownApiException as error:
            return [str(error)]
    return [f"line {one.line_number}: {one.rule_id} {one.rule_description}" for one in found.scan_failures]


def tokens(text: str) -> Iterator[Token]:
    for token in READER.parse(text):
        yield token
        yield from token.children or ()


def slug(words: str) -> str:
    return "".join(char for char in words.lower().replace(" ", "-") if char.isalnum() or char == "-")


def _followed(text: str, files: Files) -> Iterator[str]:
    blocks = READER.parse(text)
    heads = {slug(after.content) for block, after in pairwise(blocks) if block.type == "heading_open"}
    for token in tokens(text):
        target = str(token.attrGet("href") or token.attrGet("src") or "")
        if target and not (target[1:] in heads if target.startswith("#") else target in files):
            yield f"{target} leads nowhere"


def _html(content: bytes, files: Files) -> Iterator[str]:
    try:
        root = ElementTree.fromstring(content.replace(b"<!DOCTYPE html>", b""))
    except ElementTree.ParseError as error:
        yield str(error)
        return
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    if len(ids) != len(set(ids)):
        yield "an id is there twice"
    for element in root.iter():
        target = element.get("href") or element.get("src") or ""
        if target and not (target[1:] in ids if target.startswith("#") else target in files):
            yield f"{target} leads nowhere"


DAMAGES = {
    "a heading that leaves out a level": replaced(".md", b"## Nodes", b"#### Nodes"),
    "a heading that is there twice": replaced(".md", b"## Cost", b"## Nodes"),
    "a list that leads nowhere": replaced(".md", b"](#nodes)", b"](#noodles)"),
    "a picture that is not there": replaced(".md", b"](diagram.svg)", b"](diagramm.svg)"),
    "a tag that does not end": replaced(".html", b"</table>", b""),
    "a link to no element": replaced(".html", b'href="#element-', b'href="#elephant-'),
    "a stylesheet that is not there": replaced(".html", b'href="architecture.css"', b'href="x.css"'),
}
