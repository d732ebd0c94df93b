"""The text of every generated file before and after, one target at a time: each is made while somebody waits for it."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404

from exporters.comparing import MOST_ELEMENTS, Difference, Files, TooLargeError, differences, previewed
from exporters.registry import Target, UnsupportedError, targets
from topologies.computed import holds, kept
from topologies.graph import Graph
from topologies.pages.comparison.pairs import Pair

MOST_LINES = 500  # of one file; the files themselves are in the exports
Row = dict[str, Any]
Answer = tuple[
    str, tuple[Difference, ...], int
]  # why there is nothing, what differs, how many files are the same


def targets_of(pair: Pair) -> list[Target]:
    """The targets that make sense for either state, those that take long last."""
    fit = (one for one in targets().values() if None in (one.supports(pair.after), one.supports(pair.before)))
    return sorted(fit, key=lambda one: one.slow)


def beginning(pair: Pair, here: str) -> Row:
    """How many targets there are and which comes first; nothing is made yet."""
    fit = targets_of(pair)
    return {"total": len(fit), "place": 0, "next_href": _href(here, fit[0]) if fit else "", "first": True}


def context(pair: Pair, slug: str, here: str, *, patient: bool = True) -> Row:
    """What templates/topologies/comparison/files.html shows of this target, or of the first, and which is next. Who is
    not patient hears first of all that it takes a while, where it does.

    Raises:
        Http404: there is no such target.
    """
    fit = targets_of(pair)
    if slug and slug not in targets():
        raise Http404(f"there is no target {slug!r}")
    target = targets()[slug] if slug else next(iter(fit), None)
    if target is None:
        return {"targets": [], "target": None, "names": pair.names}
    place = fit.index(target) + 1 if target in fit else len(fit)
    if target.slow and not patient and not holds(_key(pair, target)):
        waiting = {"target": target, "place": place - 1, "total": len(fit), "waiting": True}
        return {**waiting, "next_href": f"{_href(here, target)}&patient"}
    refusal, found, same = answer(pair, target)
    return {
        "targets": [{"label": one.label, "slug": one.slug, "href": _href(here, one)} for one in fit],
        "target": target,
        "refusal": refusal,
        "differences": [_shown(one) for one in found],
        "same": same,
        "place": place,
        "total": len(fit),
        "next_href": _href(here, fit[place]) if place < len(fit) else "",
        "names": pair.names,
    }


def _href(here: str, target: Target) -> str:
    return f"{here}?{urlencode({'target': target.slug})}"


def answer(pair: Pair, target: Target, most: int = MOST_ELEMENTS) -> Answer:
    """What differs, worked out once for each content; of more than `most` elements only where it is known already."""
    try:
        return kept(_key(pair, target), lambda: _compared(target, pair.before, pair.after, most))
    except TooLargeError as large:
        return str(large), (), 0


def _key(pair: Pair, target: Target) -> str:
    return pair.judged_key(f"files:{target.slug}:{target.version}")


def _compared(target: Target, before: Graph, after: Graph, most: int) -> Answer:
    try:
        old, new = (_files(target, graph, most) for graph in (before, after))
    except TooLargeError:
        raise
    except UnsupportedError as refused:
        return str(refused), (), 0
    found = differences(old, new)
    return "", found, len(new) - sum(one.state != "removed" for one in found)


def _files(target: Target, graph: Graph, most: int) -> Files:
    return previewed(target, graph, most) if target.supports(graph) is None else {}


def _shown(one: Difference) -> Row:
    signs = {"+": "added", "-": "removed", "@": "place"}
    lines = [{"text": line, "tone": signs.get(line[:1], "")} for line in one.lines[:MOST_LINES]]
    left = max(len(one.lines) - MOST_LINES, 0)
    counts = {"added": one.added, "removed": one.removed, "left": left}
    return {"path": one.path, "state": one.state, "lines": lines, **counts}
