"""The engine against the brute-force simulator, and what must stay true when a topology changes."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from tests.topologies.resilience.oracle import Oracle, every
from tests.topologies.resilience.worlds import topologies
from topologies.graph import Graph, build
from topologies.resilience import Outcome, Resilience, resilience

QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck)}
FEW = settings(max_examples=300, **QUIET)
MANY = settings(max_examples=5000, phases=(Phase.generate, Phase.shrink), **QUIET)
WORDS = {"yes": "yes", "later": "after recovery", "no": "no"}


@given(topologies())
@FEW
def test_the_engine_says_what_trying_everything_says(graph: Graph) -> None:
    agree(graph)


@pytest.mark.slow
@given(topologies())
@MANY
def test_the_engine_says_what_trying_everything_says_5000_times(graph: Graph) -> None:
    agree(graph)


def agree(graph: Graph) -> None:
    simulator, oracle = Resilience(graph), Oracle(graph)
    report = simulator.report()
    assert {
        (one.failure.kind, one.failure.removed) for one in report.scenarios if not one.failure.unnamed
    } == set(every(graph, oracle))
    needs = {
        service.keys: [
            tuple(simulator.map_.units[place].key for place in job.members) for job in service.needs
        ]
        for service in simulator.services
    }
    for scenario in report.scenarios:
        if not scenario.failure.unnamed:
            _agree_on(scenario.failure.kind, scenario.failure.removed, scenario, oracle, needs)


def _agree_on(kind, removed, scenario, oracle, needs) -> None:  # type: ignore[no-untyped-def]
    nodes = oracle.graph.nodes.values()
    left = {node.key: oracle.left(node, kind, removed) for node in nodes}
    worst = {key for key, (least, _) in left.items() if least}
    best = {key for key, (_, most) in left.items() if most}
    where = (kind, removed)
    assert set(scenario.lost) == set(left) - best, where
    assert set(scenario.perhaps) == best - worst, where
    for outcome in scenario.outcomes:
        states = [
            {_state(oracle, need, kind, removed, alive) for need in needs[outcome.service]}
            for alive in (worst, best)
        ]
        said = {"no" if "no" in found else "later" if "later" in found else "yes" for found in states}
        assert outcome.served == (WORDS[said.pop()] if len(said) == 1 else "unknown"), where
        _agree_on_loss(outcome, oracle, kind, worst, needs[outcome.service], where)


def _state(
    oracle: Oracle, need: tuple[str, ...], kind: str, removed: tuple[str, ...], alive: set[str]
) -> str:
    return oracle.state(need, kind, removed, alive)


def _agree_on_loss(outcome: Outcome, oracle: Oracle, kind, alive, needs, where) -> None:  # type: ignore[no-untyped-def]
    """All writers that are gone, with what each one loses."""
    before = oracle.reached(set(oracle.graph.nodes))
    lost = {
        key: oracle.loss(key, kind, alive)
        for need in needs
        for key in need
        if oracle.is_store(key) and oracle.writes(key) and key not in alive and set(need) & before
    }
    if None in lost.values():
        assert outcome.rpo.seconds is None or outcome.rpo.seconds == float("inf"), (where, lost)
    else:
        assert outcome.rpo.seconds == max(lost.values(), default=0.0), (where, lost)


@given(topologies())
@FEW
def test_single_points_are_what_a_search_without_them_misses(graph: Graph) -> None:
    simulator, oracle = Resilience(graph), Oracle(graph)
    found = {point.place: set(point.lost) for point in simulator.singles}
    jobs = {job for service in simulator.services for job in service.needs}
    for unit in simulator.map_.units:
        if unit.alone:
            reached = oracle.reached(set(graph.nodes) - {unit.key})
            needs = [[simulator.map_.units[place].key for place in job.members] for job in jobs]
            lost = {key for need in needs if not _able(oracle, need) & reached for key in need}
            assert found.get(unit.key, set()) == lost


def _able(oracle: Oracle, need: list[str]) -> set[str]:
    store = any(map(oracle.is_store, need))
    writers = {key for key in need if store and oracle.writes(key)}
    heirs = {copy for key in writers for copy, _, _ in oracle.copies(key)}
    return writers | heirs if writers else set(need)


# --- what must stay true ----------------------------------------------------------------------------------------------


@given(topologies())
@FEW
def test_new_labels_change_nothing(graph: Graph) -> None:
    renamed = (one.model_copy(update={"label": f"<b>{one.key}</b>"}) for one in graph.elements())

    assert resilience(build(graph.header, renamed)) == resilience(graph)


@given(topologies(), st.data())
@FEW
def test_without_a_link_no_part_is_reached_that_was_not(graph: Graph, data: st.DataObject) -> None:
    assume(graph.links)
    gone = data.draw(st.sampled_from(sorted(graph.links)))
    less = build(graph.header, (one for one in graph.elements() if one.key != gone))

    for before, after in zip(_reached(graph), _reached(less), strict=True):
        assert after <= before


def _reached(graph: Graph) -> Iterator[set[str]]:
    """What users still reach after each failure, as far as anybody surely says."""
    from topologies.resilience import failures, worlds

    map_ = Resilience(graph).map_
    for failure in failures(graph, map_.units):
        worst, _ = worlds(map_, failure)
        yield {unit.key for place, unit in enumerate(map_.units) if worst.reaches(place)}
