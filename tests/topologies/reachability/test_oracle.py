"""The engine agrees with brute force on random networks."""

from collections import Counter

import pytest

from tests.builders import topology
from tests.hunting import Counts, Shape, hunt, rare, report
from tests.topologies.reachability.drawings import drawing, without_questions
from tests.topologies.reachability.oracle import Oracle
from topologies.graph import Graph
from topologies.kinds import Trait
from topologies.reachability import Answer, Engine, Flow, exposure

# What random networks must show often enough for the comparison to say anything.
SEEN = (
    *(
        f"allowed: {way}"
        for way in ("same network", "peering", "private endpoint", "NAT", "internet gateway")
    ),
    *(
        f"allowed: {way}"
        for way in ("localhost", "internet", "public address", "IPv6", "udp", "named people")
    ),
    *(
        f"blocked: {layer}"
        for layer in ("route", "group", "firewall", "acl", "port", "share no address family")
    ),
    *(
        f"unknown: {fact}"
        for fact in ("the address within", "the port it takes replies on", "the subnet tier")
    ),
    *(f"unknown: {fact}" for fact in ("cidrs", "its public address", "zone", "the ports it listens on")),
    *(f"exposed: {how}" for how in ("directly", "through a proxy", "perhaps")),
)


def judge(shape: Shape) -> Counts:
    """Every question and the exposure, by both; counts what the answers rest on."""
    graph = topology(**without_questions(shape))
    engine, oracle = Engine(graph), Oracle(graph)
    seen: Counts = Counter()
    for text in shape.get("asked", []):
        source, target, protocol, port = text.split()
        answer = engine.reach(Flow(source, target, protocol, int(port)))  # type: ignore[arg-type]
        assert answer.verdict == oracle.verdict(source, target, protocol, int(port)), answer
        seen.update(_mechanisms(graph, answer))
    return seen + _exposed(engine, oracle)


def _exposed(engine: Engine, oracle: Oracle) -> Counts:
    rows = exposure(engine.graph, engine)
    assert {row.port.key: row.certain for row in rows} == oracle.exposed()
    ways = ("perhaps" if not row.certain else "directly" if row.direct else "through a proxy" for row in rows)
    return Counter(f"exposed: {way}" for way in ways)


def _mechanisms(graph: Graph, answer: Answer) -> set[str]:
    """What the answer rests on, in the words of SEEN."""
    texts = [hop.route for hop in answer.hops] + list(answer.missing)
    if answer.verdict == "blocked":
        assert answer.blocked_by
        texts += [answer.blocked_by.layer, answer.blocked_by.text]
    source = graph.nodes.get(answer.flow.source)
    texts += ["udp"] if answer.flow.protocol == "udp" else []
    texts += ["named people"] if getattr(source and source.properties, "source_cidrs", ()) else []
    texts += ["IPv6"] if _speaks_six(graph, answer.flow.target) else []
    words = (name.split(": ")[1] for name in SEEN if name.startswith(answer.verdict))
    return {f"{answer.verdict}: {word}" for word in words if any(word in text for text in texts)}


def _speaks_six(graph: Graph, key: str) -> bool:
    """Whether the node stands in subnets of IPv6 and of nothing else."""
    tier = graph.enclosing(graph.nodes[key], Trait.TIER)
    cidrs = getattr(tier and tier.properties, "cidrs", {})
    return bool(cidrs) and all(":" in cidr for cidr in cidrs.values())


def test_the_engine_agrees_with_a_packet_simulator_on_2000_networks() -> None:
    seen = hunt(drawing, judge, 2_000)
    print(report(seen))  # noqa: T201

    assert not rare(seen, SEEN, 10), report(seen)


@pytest.mark.slow
def test_the_engine_agrees_with_a_packet_simulator_on_20000_networks() -> None:
    hunt(drawing, judge, 20_000, first=2_000)
