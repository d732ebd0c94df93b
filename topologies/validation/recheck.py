"""Findings after an edit, at the price of what the edit concerns. Equal to a full check, always."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace

from topologies.graph import SECTIONS, Element, Graph, Node, Zone, intent_changed
from topologies.resilience.standing import zones_named
from topologies.validation.check import found, report_of
from topologies.validation.context import Context, Facts, Kept
from topologies.validation.islands import Islands, is_far, islands
from topologies.validation.model import Finding, Report
from topologies.validation.registry import rules

UNREAD = {"note": "", "stated_in": ""}  # what no rule reads; a label stands in messages


@dataclass(frozen=True)
class Judged:
    """A graph with its report, and what makes the next report cheaper."""

    graph: Graph
    report: Report
    islands: Islands
    zones_named: Mapping[str, tuple[str, ...]]
    facts: Facts


def judge(graph: Graph) -> Judged:
    """The full check."""
    context = Context(graph)
    report = report_of(found(context, rules().values()))
    return Judged(graph, report, islands(graph), zones_named(graph), context.surveyed)


def recheck(before: Judged, graph: Graph) -> Judged:
    """The report of the graph, which differs from the one before by an edit or a few.

    Rules run again on the islands of what changed; in full do those that look at the whole, and those that read what
    changed in the header. Everything runs again where what all islands share has changed.
    """
    changed = tuple(_changed(before.graph, graph))
    intent = intent_changed(before.graph.header, graph.header)
    named = zones_named(graph) if any(map(_names_zones, changed)) else before.zones_named
    if named != before.zones_named or _is_everywhere(before, graph, changed):
        return judge(graph)
    if not changed and not intent:
        return replace(before, graph=graph)
    touched = {one.key for one in changed} | set(_renamed(before, graph, changed))
    settled, concerned = before.islands.moved(graph, touched)
    kept = Kept(before.facts, concerned, Context(settled.part(graph, concerned)))
    context = Context(graph, kept)
    report = report_of(_merged(before.report, context, kept, intent))
    return Judged(graph, report, settled, named, context.surveyed)


def _merged(before: Report, context: Context, kept: Kept, intent: Collection[str]) -> Iterator[Finding]:
    """What still holds, what is found on the islands that the edit concerns, and what is found in the whole."""
    again = {spec.code: spec for spec in rules().values() if spec.whole or not spec.reads.isdisjoint(intent)}
    local = [spec for spec in rules().values() if spec.code not in again]
    yield from (one for one in before.findings if one.code not in again and not kept.concerns(one.subjects))
    if kept.concerned:
        yield from (one for one in found(kept.part, local) if kept.concerns(one.subjects))
    yield from found(context, again.values())


def _renamed(before: Judged, graph: Graph, changed: Iterable[Element]) -> Iterator[str]:
    """What findings are about whose fixes add an element, by a key that somebody else has now, or has no more."""
    keys = {
        one.key for one in changed if (before.graph.find(one.key) is None) != (graph.find(one.key) is None)
    }
    for finding in before.report.findings if keys else ():
        if any(_rests_on(key, keys) for fix in finding.fixes for key in fix.adds):
            yield from (key for key in finding.subjects if key in before.islands.home)


def _rests_on(key: str, keys: Set[str]) -> bool:
    """Whether a key for something new may depend on who has these: see `Fresh`, which adds a number to what is taken."""
    base, _, number = key.rpartition("-")
    return key in keys or (
        number.isdigit() and any(one == base or one.startswith(f"{base}-") for one in keys)
    )


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
    shared = before.islands.shared
    return any(is_far(one, before.graph, shared) or is_far(one, graph, shared) for one in changed)


def _names_zones(element: Element) -> bool:
    """Whether it may name availability zones, or say which region they are of."""
    return isinstance(element, Zone) or (isinstance(element, Node) and bool(element.availability_zones))
