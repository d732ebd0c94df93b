"""What must not change an answer, and what may change it in one direction only."""

from tests.builders import topology
from tests.hunting import Dice, Shape, hunt
from tests.topologies.reachability.drawings import (
    PORTS,
    PRIVATE_CIDRS,
    PUBLIC_CIDRS,
    drawing,
    traffic,
    without_questions,
)
from topologies.graph import Graph
from topologies.reachability import INTERNET, Engine, Flow


def plain(dice: Dice) -> Shape:
    return without_questions(drawing(dice))


def _allowed(graph: Graph) -> set[Flow]:
    engine = Engine(graph)
    flows = [
        Flow(source, target, "tcp", port)
        for source in (INTERNET, *graph.nodes)
        for target in graph.nodes
        for port in PORTS
        if source != target
    ]
    return {flow for flow in flows if engine.reach(flow).verdict == "allowed"}


def _opened(dice: Dice) -> Shape:
    """A network, and a rule for one of its groups: group, direction and traffic."""
    shape = plain(dice)
    if shape["groups"]:
        way, word = dice.choice([("in", "from"), ("out", "to")])
        rule = traffic(dice, word, [*PUBLIC_CIDRS, *PRIVATE_CIDRS, *shape["groups"]])
        shape["rule"] = {dice.choice(sorted(shape["groups"])): {way: rule}}
    return shape


def _opens_only(shape: Shape) -> None:
    before = {key: row for key, row in shape.items() if key != "rule"}
    groups = dict(before["groups"])
    for name, added in shape.get("rule", {}).items():
        groups[name] = {
            **groups[name],
            **{way: [*groups[name].get(way, []), row] for way, row in added.items()},
        }
    closed = _allowed(topology(**before)) - _allowed(topology(**{**before, "groups": groups}))

    assert not closed, closed


def test_a_rule_that_allows_more_closes_nothing() -> None:
    hunt(_opened, _opens_only, 120)


def _evident(shape: Shape) -> None:
    engine = Engine(topology(**shape))
    for target in engine.graph.nodes:
        answer = engine.reach(Flow(INTERNET, target, "tcp", 443))
        assert bool(answer.hops) == (answer.verdict == "allowed")
        assert bool(answer.needs) == (answer.verdict == "blocked") == bool(answer.blocked_by)
        assert bool(answer.missing) == (answer.verdict == "unknown")
        assert "{" not in repr((answer.hops, answer.blocked_by, answer.needs, answer.missing))


def test_an_allowed_flow_has_hops_and_a_blocked_one_says_what_opens_it() -> None:
    hunt(plain, _evident, 200)
