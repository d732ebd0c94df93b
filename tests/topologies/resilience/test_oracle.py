"""The engine against the brute-force simulator, and what must stay true when a topology changes."""

from collections import Counter
from collections.abc import Callable

import pytest

from tests.builders import topology
from tests.hunting import Counts, Dice, Shape, hunt, rare, report
from tests.topologies.reachability.drawings import drawing, without_questions
from tests.topologies.resilience.oracle import Oracle, every
from tests.topologies.resilience.worlds import drawn, world
from topologies.graph import Graph, build
from topologies.operations import cascade
from topologies.resilience import Outcome, Resilience, Scenario, failures, resilience, worlds

WORDS = {"yes": "yes", "later": "after recovery", "no": "no"}
KINDS = ("node", "host", "zone", "zones", "region", "provider")
# What random topologies must show often enough for the comparison to say anything.
SEEN = (
    *(f"{kind}: yes" for kind in KINDS),
    *(f"{kind}: no" for kind in KINDS if kind != "node"),  # a new instance starts where the old one was
    *(f"{kind}: after recovery" for kind in KINDS if kind != "provider"),
    *(f"{kind}: unknown" for kind in ("node", "zone", "zones")),
    *(f"recovery: {how}" for how in ("failover", "active", "promotion", "restore", "replacement", "none")),
    "recovery: reroute",
    *(f"loss: {what}" for what in ("nothing", "some", "unknown", "everything")),
)


def judge(shape: Shape) -> Counts:
    """Every failure, by both; counts what became of the services."""
    graph = drawn(shape)
    simulator, oracle = Resilience(graph), Oracle(graph)
    report = simulator.report()
    named = [one for one in report.scenarios if not one.failure.unnamed]
    assert {(one.failure.kind, one.failure.removed) for one in named} == set(every(graph, oracle))
    needs = {
        service.keys: [
            tuple(simulator.map_.units[place].key for place in job.members) for job in service.needs
        ]
        for service in simulator.services
    }
    seen: Counts = Counter()
    for scenario in named:
        _agree_on(scenario, oracle, needs)
        seen.update(found for one in scenario.outcomes for found in _mechanisms(scenario, one))
    return seen


def _mechanisms(scenario: Scenario, outcome: Outcome) -> set[str]:
    """What the outcome rests on, in the words of SEEN."""
    loss = outcome.rpo.seconds
    what = {None: "unknown", 0.0: "nothing", float("inf"): "everything"}.get(loss, "some")
    hows = {f"recovery: {one.how}" for one in outcome.recoveries}
    return {f"{scenario.failure.kind}: {outcome.served}", f"loss: {what}"} | hows


def test_the_engine_says_what_trying_everything_says_2000_times() -> None:
    seen = hunt(world, judge, 2_000)
    print(report(seen))  # noqa: T201

    assert not rare(seen, SEEN, 10), report(seen)


@pytest.mark.slow
def test_the_engine_says_what_trying_everything_says_20000_times() -> None:
    hunt(world, judge, 20_000, first=2_000)


Needs = dict[tuple[str, ...], list[tuple[str, ...]]]


def _agree_on(scenario: Scenario, oracle: Oracle, needs: Needs) -> None:
    kind, removed = where = scenario.failure.kind, scenario.failure.removed
    left = {node.key: oracle.left(node, kind, removed) for node in oracle.graph.nodes.values()}
    worst = {key for key, (least, _) in left.items() if least}
    best = {key for key, (_, most) in left.items() if most}
    assert set(scenario.lost) == set(left) - best, where
    assert set(scenario.perhaps) == best - worst, where
    for outcome in scenario.outcomes:
        states = [
            {oracle.state(need, kind, removed, alive) for need in needs[outcome.service]}
            for alive in (worst, best)
        ]
        said = {"no" if "no" in found else "later" if "later" in found else "yes" for found in states}
        assert outcome.served == (WORDS[said.pop()] if len(said) == 1 else "unknown"), (where, outcome)
        _agree_on_loss(outcome, oracle, kind, worst, needs[outcome.service])


def _agree_on_loss(
    outcome: Outcome, oracle: Oracle, kind: str, alive: set[str], needs: list[tuple[str, ...]]
) -> None:
    """All writers that are gone, with what each one loses."""
    before = oracle.reached(set(oracle.graph.nodes))
    lost = {
        key: oracle.loss(key, kind, alive)
        for need in needs
        for key in need
        if oracle.is_store(key) and oracle.writes(key) and key not in alive and set(need) & before
    }
    if None in lost.values():
        assert outcome.rpo.seconds is None or outcome.rpo.seconds == float("inf"), (outcome, lost)
    else:
        assert outcome.rpo.seconds == max(lost.values(), default=0.0), (outcome, lost)


def _single_points(shape: Shape) -> None:
    graph = drawn(shape)
    simulator, oracle = Resilience(graph), Oracle(graph)
    found = {point.place: set(point.lost) for point in simulator.singles}
    jobs = {job for service in simulator.services for job in service.needs}
    needs = [[simulator.map_.units[place].key for place in job.members] for job in jobs]
    for unit in simulator.map_.units:
        if unit.alone and graph.nodes[unit.key].kind != "external-service":
            reached = oracle.reached(set(graph.nodes) - {unit.key})
            lost = {key for need in needs if not _able(oracle, need) & reached for key in need}
            assert found.get(unit.key, set()) == lost, unit.key


def test_single_points_are_what_a_search_without_them_misses() -> None:
    hunt(world, _single_points, 500)


def _able(oracle: Oracle, need: list[str]) -> set[str]:
    store = any(map(oracle.is_store, need))
    writers = {key for key in need if store and oracle.writes(key)}
    heirs = {copy for key in writers for copy, _, _ in oracle.copies(key)}
    return writers | heirs if writers else set(need)


# --- what must stay true ----------------------------------------------------------------------------------------------


def _same_under_other_labels(shape: Shape) -> None:
    graph = drawn(shape)
    renamed = (one.model_copy(update={"label": f"<b>{one.key}</b>"}) for one in graph.elements())

    assert resilience(build(graph.header, renamed)) == resilience(graph)


def test_new_labels_change_nothing() -> None:
    hunt(world, _same_under_other_labels, 200)


def _without(*sections: str) -> Callable[[Dice], Shape]:
    """A topology, and one element of these sections that is to go."""

    def draw(dice: Dice) -> Shape:
        shape = world(dice)
        graph = drawn(shape)
        keys = sorted(key for section in sections for key in graph.section(section) if key != "internet")
        return {**shape, "gone": dice.some(keys, 1, 1)}

    return draw


def _survives_no_better(shape: Shape) -> None:
    """What users reach after each failure, as far as anybody surely says, is never more with less."""
    graph = drawn(shape)
    gone = {key for one in shape["gone"] for key in (one, *cascade(graph, one))}
    less = build(graph.header, (one for one in graph.elements() if one.key not in gone))
    before = _reached(graph)
    for failure, after in _reached(less).items():
        assert after <= before.get(failure, after), (failure, after - before[failure])


def test_without_a_node_no_failure_is_survived_that_was_not() -> None:
    hunt(_without("nodes"), _survives_no_better, 300)


def test_without_a_link_or_a_copy_no_failure_is_survived_that_was_not() -> None:
    hunt(_without("links", "replications"), _survives_no_better, 300)


def _reached(graph: Graph) -> dict[tuple[str, tuple[str, ...]], set[str]]:
    map_ = Resilience(graph).map_
    found = {}
    for failure in failures(graph, map_.units):
        worst, _ = worlds(map_, failure)
        reached = {unit.key for place, unit in enumerate(map_.units) if worst.reaches(place)}
        found[failure.kind, failure.removed] = reached
    return found


def _open(dice: Dice) -> Shape:
    """A network with filters, and one rule that is to go."""
    shape = without_questions(drawing(dice))
    return {**shape, "gone": dice.some(sorted(topology(**shape).rules), 1, 1)}


def _no_outcome_is_better(shape: Shape) -> None:
    graph = topology(**{key: row for key, row in shape.items() if key != "gone"})
    less = build(graph.header, (one for one in graph.elements() if one.key not in shape["gone"]))
    order = ("no", "unknown", "after recovery", "yes")
    for before, after in zip(resilience(graph).scenarios, resilience(less).scenarios, strict=True):
        for one, other in zip(before.outcomes, after.outcomes, strict=True):
            assert order.index(other.served) <= order.index(one.served), before.failure


def test_without_a_rule_that_allows_no_failure_is_survived_that_was_not() -> None:
    hunt(_open, _no_outcome_is_better, 100)
