"""A page of headings, paragraphs, lists, tables and pictures, written as Markdown or as HTML. Pure.

Texts are data in both: no text becomes a heading, a link, a tag or a new line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from topologies.rendering.markup import Tag, tag, write
from topologies.rendering.text import visible

# What Markdown (CommonMark with GitHub's tables and links) could take for more than text.
_MARKS = re.compile(r"[\\`*_{}\[\]<>#+|~!&@:=$^]")
_START = re.compile(r"^(\d+)([.)])|^(-)|\b(www)(\.)")


@dataclass(frozen=True, slots=True)
class Ref:
    """An element, by its key."""

    key: str


Cell = str | Ref | tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that are each as long as the heads; the first cell of a row may be the element that the row is about."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    defines: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    path: str
    words: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    texts: tuple[str, ...]


Part = str | Table | Picture | Items


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of our own words, and what stands below it."""

    title: str
    parts: tuple[Part, ...]

    @property
    def slug(self) -> str:
        """The name by which GitHub links to the heading."""
        return re.sub(r"[^a-z0-9 -]", "", self.title.lower()).replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Page:
    title: str
    remark: str
    lead: tuple[Part, ...]
    sections: tuple[Section, ...]


def text(words: str) -> str:
    """Words that Markdown reads as themselves, on one line."""
    return _START.sub(_escaped, _MARKS.sub(r"\\\g<0>", visible(words)))


def _escaped(found: "re.Match[str]") -> str:
    number, end, dash, www, dot = found.groups()
    return f"{number}\\{end}" if number else "\\-" if dash else f"{www}\\{dot}"


def markdown(page: Page) -> str:
    """The page for a repository or a wiki."""
    return "\n\n".join(_blocks(page)) + "\n"


def _blocks(page: Page) -> Iterator[str]:
    yield f"# {text(page.title)}"
    yield text(page.remark)
    for part in page.lead:
        yield _block(part)
    yield "\n".join(f"- [{text(one.title)}](#{one.slug})" for one in page.sections)
    for section in page.sections:
        yield f"## {text(section.title)}"
        for part in section.parts:
            yield _block(part)


def _block(part: Part) -> str:
    if isinstance(part, str):
        return text(part) or "\\-"
    if isinstance(part, Items):
        return "\n".join(f"- {text(one) or '(empty)'}" for one in part.texts)
    if isinstance(part, Picture):
        return f"![{text(part.words)}]({part.path})"
    rows = [[text(head) for head in part.heads], ["---"] * len(part.heads)]
    rows += [[_cell(cell) for cell in row] for row in part.rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return text(cell)
    refs = (cell,) if isinstance(cell, Ref) else cell
    return ", ".join(f"`{ref.key}`" for ref in refs)


def html(page: Page, stylesheet: str) -> str:
    """The page for a browser, which fetches nothing but the files beside it. Every key leads to its element."""
    defined = frozenset(_defined(page))
    head = tag(
        "head",
        {},
        tag("meta", {"charset": "utf-8"}),
        tag("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        tag("title", {}, visible(page.title)),
        tag("link", {"rel": "stylesheet", "href": stylesheet}),
    )
    items = (tag("li", {}, tag("a", {"href": f"#{one.slug}"}, one.title)) for one in page.sections)
    body = tag(
        "body",
        {},
        tag("h1", {}, visible(page.title)),
        tag("p", {}, visible(page.remark)),
        *(_tag(part, defined) for part in page.lead),
        tag("nav", {}, tag("ul", {}, *items)),
        *(_section(section, defined) for section in page.sections),
    )
    return "<!DOCTYPE html>\n" + write(tag("html", {"lang": "en"}, head, body))


def _defined(page: Page) -> Iterator[str]:
    for section in page.sections:
        for part in section.parts:
            if isinstance(part, Table) and part.defines:
                yield from (row[0].key for row in part.rows if isinstance(row[0], Ref))


def _section(section: Section, defined: frozenset[str]) -> Tag:
    parts = (_tag(part, defined) for part in section.parts)
    return tag("section", {"id": section.slug}, tag("h2", {}, section.title), *parts)


def _tag(part: Part, defined: frozenset[str]) -> Tag:
    if isinstance(part, str):
        return tag("p", {}, visible(part))
    if isinstance(part, Items):
        return tag("ul", {}, *(tag("li", {}, visible(one)) for one in part.texts))
    if isinstance(part, Picture):
        return tag("p", {}, tag("img", {"src": part.path, "alt": visible(part.words)}))
    heads = (tag("th", {"scope": "col"}, head) for head in part.heads)
    rows = (_row(row, part.defines, defined) for row in part.rows)
    return tag("table", {}, tag("thead", {}, tag("tr", {}, *heads)), tag("tbody", {}, *rows))


def _row(row: tuple[Cell, ...], defines: bool, defined: frozenset[str]) -> Tag:
    first = row[0]
    name = f"element-{first.key}" if defines and isinstance(first, Ref) else None
    cells = (_html_cell(cell, defined) for cell in row)
    return tag("tr", {"id": name}, *cells)


def _html_cell(cell: Cell, defined: frozenset[str]) -> Tag:
    if isinstance(cell, str):
        return tag("td", {}, visible(cell))
    refs = (cell,) if isinstance(cell, Ref) else cell
    found = [piece for ref in refs for piece in (", ", _link(ref, defined))]
    return tag("td", {}, *(found[1:] or [""]))


def _link(ref: Ref, defined: frozenset[str]) -> Tag | str:
    return tag("a", {"href": f"#element-{ref.key}"}, ref.key) if ref.key in defined else ref.key
