"""The page says what the topology holds, and nothing that a text of it made up."""

from functools import cache
from typing import Any
from xml.etree import ElementTree

from hypothesis import given, settings

from exporters.registry import find_target
from tests.exporters.hostile import TEXT, labelled
from tests.exporters.topologies_named import example
from tests.verifiers.document import judge, tokens
from topologies.documents import parse
from topologies.rendering.text import visible
from topologies.validation import check

TARGET = find_target("document")


def shop() -> dict[str, Any]:
    return {
        "format": 1,
        "topology": {"system": "shop", "slug": "live", "notes": [{"text": "A note."}]},
        "zones": {"net": {"kind": "network"}},
        "nodes": {
            "app": {"kind": "app-server", "zone": "net"},
            "db": {"kind": "postgresql", "zone": "net"},
        },
        "ports": {"db-sql": {"node": "db", "number": 5432}},
        "links": {"app-db": {"source": "app", "target": "db", "port": "db-sql"}},
        "views": {"mine": {"shows": "everything"}},
    }


def rows(html: bytes, section: str) -> list[list[str]]:
    root = ElementTree.fromstring(html.replace(b"<!DOCTYPE html>", b""))
    found = root.iterfind(f".//section[@id='{section}']/table/tbody/tr")
    return [["".join(cell.itertext()) for cell in row] for row in found]


def test_every_element_is_a_row_of_its_table() -> None:
    graph = example("infrar", "production")
    html = TARGET.generate(graph).files["architecture.html"]
    assert [row[0] for row in rows(html, "nodes")] == list(graph.nodes)
    assert [row[0] for row in rows(html, "rules")] == list(graph.rules)
    assert [row[0] for row in rows(html, "links")] == list(graph.links)


def test_every_finding_is_told_with_its_fingerprint() -> None:
    graph = example("railway", "production")
    html = TARGET.generate(graph).files["architecture.html"]
    assert [row[5] for row in rows(html, "findings")] == [one.fingerprint for one in check(graph).findings]


def test_cost_and_recovery_are_those_of_the_engines() -> None:
    files = TARGET.generate(example("railway", "production")).files
    text = files["architecture.md"].decode()
    assert "In all \\$42 to \\$122 a month" in text
    assert any(row[1] == "node" for row in rows(files["architecture.html"], "recovery"))


def test_a_view_is_shown() -> None:
    files = TARGET.generate(parse(shop())).files
    assert judge(files) == []
    assert "views/mine.svg" in files
    assert b"](views/mine.svg)" in files["architecture.md"]


def saying(text: str) -> dict[str, Any]:
    """The shop with this wherever a text may stand."""
    found = labelled(shop(), text)
    found["topology"]["notes"] = [{"text": text, "stated_in": text}]
    return found


@settings(max_examples=10, deadline=None)
@given(TEXT.filter(str.strip))
def test_every_text_is_words_and_nothing_else(text: str) -> None:
    files = TARGET.generate(parse(saying(text))).files
    assert judge(files) == []
    assert structure(files["architecture.md"]) == plain_structure()
    row = next(row for row in rows(files["architecture.html"], "nodes") if row[0] == "app")
    assert row[1] == visible(text)
    assert row[6] == visible(text)
    assert "".join(one.content for one in cells(files["architecture.md"], "app")) == visible(text)


def structure(markdown: bytes) -> list[str]:
    """The blocks, links and code of a page; how many pieces a text is read in does not matter."""
    plain = {"text", "text_special", "inline"}
    return [token.type for token in tokens(markdown.decode()) if token.type not in plain]


@cache
def plain_structure() -> list[str]:
    return structure(TARGET.generate(parse(saying("x"))).files["architecture.md"])


def cells(markdown: bytes, key: str) -> list[Any]:
    """The pieces of the second cell of the row of a node."""
    found = list(tokens(markdown.decode()))
    start = next(
        place
        for place, token in enumerate(found)
        if token.type == "code_inline" and token.content == key and found[place - 2].type == "td_open"
    )
    ends = [place for place, token in enumerate(found[start:], start) if token.type == "td_close"]
    return [token for token in found[ends[0] : ends[1]] if token.type in ("text", "text_special")]
