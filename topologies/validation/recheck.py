"""Findings after an edit, at the price of what the edit concerns. Equal to a full check, always."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from topologies.graph import SECTIONS, Element, Graph, Header, Node, Zone
from topologies.resilience.standing import zones_named
from topologies.validation.check import check, found, report_of
from topologies.validation.islands import Islands, is_far, islands
from topologies.validation.model import Report
from topologies.validation.registry import rules

UNREAD = {"note": "", "stated_in": ""}  # what no rule reads; a label stands in messages


@dataclass(frozen=True)
class Judged:
    """A graph with its report, and what makes the next report cheaper."""

    graph: Graph
    report: Report
    islands: Islands
    zones_named: Mapping[str, tuple[str, ...]]


def judge(graph: Graph) -> Judged:
    """The full check."""
    return Judged(graph, check(graph), islands(graph), zones_named(graph))


def recheck(before: Judged, graph: Graph) -> Judged:
    """The report of the graph, which differs from the one before by an edit or a few.

    Rules run again on the islands of what changed, and those that look at the whole run in full. Everything runs again
    where what all islands share has changed.
    """
    changed = tuple(_changed(before.graph, graph))
    named = zones_named(graph) if any(map(_names_zones, changed)) else before.zones_named
    if named != before.zones_named or _is_everywhere(before, graph, changed):
        return judge(graph)
    if not changed:
        return Judged(graph, before.report, before.islands, named)
    settled, concerned = before.islands.moved(graph, {one.key for one in changed})
    return Judged(graph, _merged(before, graph, settled.part(graph, concerned), concerned), settled, named)


def _merged(before: Judged, graph: Graph, part: Graph, concerned: frozenset[str]) -> Report:
    local = [spec for spec in rules().values() if not spec.whole]
    codes = {spec.code for spec in local}
    old = (one for one in before.report.findings if one.code in codes and not concerned & {*one.subjects})
    new = (one for one in found(part, local) if concerned & {*one.subjects})
    return report_of((*old, *new, *found(graph, [spec for spec in rules().values() if spec.whole])))


def _changed(before: Graph, after: Graph) -> Iterator[Element]:
    """Every element that differs in anything that rules read, as it was and as it is."""
    for name in SECTIONS:
        old, new = before.section(name), after.section(name)
        if name == "views" or old is new:
            continue
        for key in [key for key, one in old.items() if new.get(key) is not one] + [
            *(new.keys() - old.keys())
        ]:
            yield from _two(old.get(key), new.get(key))


def _two(old: Element | None, new: Element | None) -> Iterator[Element]:
    if not (old and new and old.model_copy(update=UNREAD) == new.model_copy(update=UNREAD)):
        yield from (one for one in (old, new) if one is not None)


def _is_everywhere(before: Judged, graph: Graph, changed: tuple[Element, ...]) -> bool:
    if _intent(before.graph.header) != _intent(graph.header):
        return True
    shared = before.islands.shared
    return any(is_far(one, before.graph, shared) or is_far(one, graph, shared) for one in changed)


def _names_zones(element: Element) -> bool:
    """Whether it may name availability zones, or say which region they are of."""
    return isinstance(element, Zone) or (isinstance(element, Node) and bool(element.availability_zones))


def _intent(header: Header) -> tuple[object, ...]:
    return header.environment, header.objectives, header.stated
