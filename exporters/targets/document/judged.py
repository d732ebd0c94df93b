"""The sections about what follows from the topology: findings, cost, and what survives a failure."""

from collections.abc import Iterator

from exporters.formats.page import Cell, Part, Ref, Section, Table
from topologies.graph import Graph
from topologies.resilience import FailureKind, Figure, Outcome, Scenario, resilience, said
from topologies.validation import Finding, check
from topologies.validation.costs import costs, dollars

SINGLE: tuple[FailureKind, ...] = ("node", "host", "zone", "region", "provider")
_SERVED = {"yes": "served", "after recovery": "after recovery", "no": "not served", "unknown": "not known"}
_WORST = ("no", "unknown", "after recovery", "yes")


def sections(graph: Graph) -> Iterator[Section]:
    yield Section("Findings", tuple(_findings(graph)))
    yield Section("Waivers", (_WAIVERS,))
    yield Section("Cost", tuple(_costs(graph)))
    yield Section("Recovery", tuple(_recovery(graph)))


_WAIVERS = (
    "Accepted findings are kept in the portal, each with an owner, a reason and the day on which it ends. They are found by "
    "the fingerprint of the finding."
)


def _findings(graph: Graph) -> Iterator[Part]:
    found = check(graph).findings
    if not found:
        yield "No rule finds anything."
        return
    rows = tuple(_finding(graph, one) for one in found)
    yield Table(("Rule", "Severity", "Verdict", "About", "What is found", "Fingerprint"), rows)


def _finding(graph: Graph, one: Finding) -> tuple[Cell, ...]:
    known = tuple(Ref(key) for key in one.subjects if key in graph.by_key)
    return one.code, one.severity, one.verdict, known, one.message, one.fingerprint


def _costs(graph: Graph) -> Iterator[Part]:
    found = costs(graph)
    priced = sorted((one for one in found.prices if one.high), key=lambda one: (-one.high, one.element.key))
    if not priced:
        yield "No price is stated."
        return
    rows = tuple((Ref(one.element.key), one.element.name, dollars(one.low, one.high)) for one in priced)
    yield Table(("Element", "Name", "A month"), rows)
    yield f"In all {found} a month, as far as prices are stated."


def _recovery(graph: Graph) -> Iterator[Part]:
    scenarios = resilience(graph, SINGLE).scenarios
    if not scenarios:
        yield "Nobody uses anything of it, so no failure can be judged."
        return
    yield Table(
        ("Without", "What fails", "Users are", "Recovery time", "Loss of data", "Objectives"),
        tuple(_scenario(graph, one) for one in scenarios),
    )
    yield "Times are the worst of all services that users call. An objective that nobody states is met."


def _scenario(graph: Graph, one: Scenario) -> tuple[Cell, ...]:
    removed = tuple(Ref(key) for key in one.failure.removed if key in graph.by_key)
    named: Cell = removed or ", ".join(one.failure.removed)
    served = min((_WORST.index(row.served) for row in one.outcomes), default=len(_WORST) - 1)
    return (
        named,
        one.failure.kind,
        _SERVED[_WORST[served]],
        _longest(one.outcomes, "rto"),
        _longest(one.outcomes, "rpo"),
        one.verdict,
    )


def _longest(outcomes: tuple[Outcome, ...], name: str) -> str:
    figures: list[Figure] = [getattr(one, name) for one in outcomes]
    return said(max(figures, key=lambda figure: figure.least)) if figures else "0 s"
