"""The evidence of a finding as a person reads it: hops, sentences, a table, or elements to look at."""

from collections.abc import Iterator
from functools import singledispatch
from typing import Any

from topologies.graph import Graph
from topologies.pages.words import icon_of, name_of
from topologies.reachability import INTERNET, Answer, Hop
from topologies.validation import Blocked, Conflict, Evidence, Lost, Path, Table

Readable = dict[str, Any]


def readable(evidence: Evidence, graph: Graph) -> Readable:
    """`hops` (a list of {text, because, blocked}), `lines` (label and text), `table` (columns, rows): what there is."""
    return _readable(evidence, graph)


@singledispatch
def _readable(evidence: object, graph: Graph) -> Readable:
    raise TypeError(f"{type(evidence).__name__} is no evidence")


@_readable.register
def _(evidence: Path, graph: Graph) -> Readable:
    return {"hops": [step for answer in evidence.answers for step in _answer(answer, graph)]}


@_readable.register
def _(evidence: Blocked, graph: Graph) -> Readable:
    blocks = [{"text": reason, "because": "", "blocked": True} for reason in evidence.reasons]
    needs = [{"label": "It would take", "text": need} for need in evidence.needs]
    return {"hops": blocks, "lines": needs}


@_readable.register
def _(evidence: Lost, graph: Graph) -> Readable:
    removed = ", ".join(name_of(graph, key) for key in evidence.removed)
    lost = ", ".join(name_of(graph, key) for key in evidence.lost)
    return {"lines": [{"label": "When this fails", "text": removed}, {"label": "this is lost", "text": lost}]}


@_readable.register
def _(evidence: Table, graph: Graph) -> Readable:
    return {"table": {"columns": evidence.columns, "rows": evidence.rows}}


@_readable.register
def _(evidence: Conflict, graph: Graph) -> Readable:
    return {"lines": [{"label": "Because", "text": evidence.text}]}


def _answer(answer: Answer, graph: Graph) -> Iterator[Readable]:
    for hop in answer.hops:
        yield {
            "text": _leg(hop, graph),
            "because": _because(hop),
            "blocked": False,
            "icon": _icon(hop, graph),
        }
    if answer.blocked_by:
        block = answer.blocked_by
        yield {"text": block.text, "because": ", ".join(block.elements), "blocked": True}
    for fact in answer.missing:
        yield {"text": f"Nobody states {fact}.", "because": "", "blocked": True}


def _leg(hop: Hop, graph: Graph) -> str:
    return f"{_end(hop.source, graph)} → {_end(hop.target, graph)}: {hop.route}"


def _icon(hop: Hop, graph: Graph) -> str:
    """Of where the leg ends."""
    element = graph.by_key.get(hop.target)
    return icon_of(graph, element) if element else "users"


def _end(key: str, graph: Graph) -> str:
    return "The internet" if key == INTERNET else name_of(graph, key)


def _because(hop: Hop) -> str:
    """The keys that let the leg pass."""
    return ", ".join((*hop.via, *hop.rules, *([hop.port] if hop.port else [])))
