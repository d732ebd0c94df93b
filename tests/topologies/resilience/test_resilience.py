"""What survives a failure, drawn."""

import pytest

from tests.builders import expand, topology
from topologies.documents import parse
from topologies.examples import examples
from topologies.graph import Graph
from topologies.kinds import Trait, node_kind
from topologies.operations import apply, parse_operations
from topologies.resilience import Outcome, Resilience, resilience, said

VPC = {
    "ireland": {"region": "eu-west-1"},
    "vpc": {"network": ["10.0.0.0/16"], "in": "ireland"},
    "tier": {"public": {"a": "10.0.1.0/24", "b": "10.0.2.0/24"}, "in": "vpc"},
}


def after(graph: Graph, kind: str, *removed: str) -> Outcome:
    """What becomes of the only service."""
    [found] = [
        one
        for one in resilience(graph).scenarios
        if (one.failure.kind, one.failure.removed) == (kind, removed)
    ]
    [outcome] = found.outcomes
    return outcome


def drawn(
    draw: str, zones: dict[str, list[str]], replications: dict[str, object] | None = None, **more
) -> Graph:  # type: ignore[no-untyped-def]
    """The network above with a second region, holding these nodes."""
    places = {**VPC, "virginia": {"region": "us-east-1"}}
    document = expand(
        {
            "draw": draw,
            "zones": {key: {**row, "holds": zones.get(key, [])} for key, row in places.items()},
            **more,
        }
    )
    if replications:
        document["replications"] = replications
    return parse(document)


def test_half_of_two_instances_survive_a_zone() -> None:
    """users -> [lb] -> [app x 2 in a, b]"""
    outcome = after(drawn("users -> lb:443 -> app:8080", {"tier": ["lb", "app"]}, nodes={"app": {"min": 2, "max": 4}}),
                    "zone", "ireland/a")  # fmt: skip

    assert outcome.served == "yes"
    [capacity] = outcome.capacities
    assert (capacity.before, capacity.left, capacity.limit) == (2, 1, 4)


def test_two_instances_in_three_zones_may_both_be_lost_with_two() -> None:
    zones = {**VPC, "tier": {"public": {name: f"10.0.{number}.0/24" for number, name in enumerate("abc")}, "in": "vpc",
                             "holds": ["lb", "app"]}}  # fmt: skip
    graph = topology(draw="users -> lb:443 -> app:8080", zones=zones, nodes={"app": {"min": 2}})

    assert after(graph, "zones", "ireland/a", "ireland/b").served == "unknown"
    assert after(graph, "zone", "ireland/a").served == "yes"


@pytest.mark.parametrize(("failover", "by_itself"), [("automatic", True), ("manual", False)])
def test_a_replica_in_another_region_is_promoted_with_its_lag(failover: str, by_itself: bool) -> None:
    """users -> app -> (ireland: db) ~60 s~> (virginia: db-copy)"""
    copy = {"source": "db", "target": "db-copy", "mode": "async", "lag_seconds": 60, "failover": failover,
            "failover_seconds": 300}  # fmt: skip
    graph = drawn("users -> app:8080 -> db:5432", {"tier": ["db"], "virginia": ["app", "db-copy"]}, {"copy": copy},
                  nodes={"app": {"min": 2}, "db-copy": {"role": "replica"}})  # fmt: skip
    outcome = after(graph, "region", "ireland")

    [recovery] = outcome.recoveries
    assert (recovery.how, recovery.by, recovery.automatic) == ("promotion", "db-copy", by_itself)
    assert (outcome.served, outcome.rto.seconds, outcome.rpo.seconds) == ("after recovery", 300, 60)


def test_lag_adds_up_along_a_chain() -> None:
    """db ~10 s~> db-near ~50 s~> db-far"""
    rows = {
        "near": {"source": "db", "target": "db-near", "mode": "async", "lag_seconds": 10},
        "far": {"source": "db-near", "target": "db-far", "mode": "async", "lag_seconds": 50},
    }
    graph = drawn("users -> app:8080 -> db:5432", {"tier": ["db", "db-near"], "virginia": ["app", "db-far"]}, rows,
                  nodes={"db-near": {"role": "replica"}, "db-far": {"role": "replica"}})  # fmt: skip

    assert after(graph, "region", "ireland").rpo.seconds == 60
    assert after(graph, "node", "db").rpo.seconds == 10


def test_the_steps_of_a_recovery_add_up_and_an_unstated_one_is_named() -> None:
    """detect 10 s x 3, then promote 60 s"""
    nodes = {"db": {"health_check": {"interval_seconds": 10, "retries": 3}}, "db-copy": {"role": "replica"}}
    copy = {
        "source": "db",
        "target": "db-copy",
        "mode": "sync",
        "failover": "automatic",
        "failover_seconds": 60,
    }
    known = drawn("users -> app:8080 -> db:5432", {"tier": ["db", "db-copy"]}, {"copy": copy}, nodes=nodes)
    nodes["db"]["health_check"].pop("retries")
    unknown = drawn("users -> app:8080 -> db:5432", {"tier": ["db", "db-copy"]}, {"copy": copy}, nodes=nodes)

    assert after(known, "node", "db").rto.seconds == 90
    rto = after(unknown, "node", "db").rto
    assert (rto.seconds, rto.least, rto.missing) == (None, 70, ("db.health_check.retries",))


def test_a_survivor_outside_the_residency_regions_misses() -> None:
    copy = {
        "source": "db",
        "target": "db-copy",
        "mode": "sync",
        "failover": "automatic",
        "failover_seconds": 60,
    }
    graph = drawn("users -> app:8080 -> db:5432", {"tier": ["db"], "virginia": ["app", "db-copy"]}, {"copy": copy},
                  nodes={"db-copy": {"role": "replica"}},
                  topology={"objectives": {"residency_regions": ["eu-west-1"], "rto_seconds": 900}})  # fmt: skip
    outcome = after(graph, "region", "ireland")

    assert outcome.verdict == "misses"
    assert "db-copy takes over outside the residency regions" in outcome.reasons


def test_what_stands_on_one_host_is_lost_with_it() -> None:
    """[box: web, app, db]"""
    graph = topology(draw="users -> web:443 -> app:8080 -> db:5432",
                     zones={"box": {"host": "droplet", "holds": ["web", "app", "db"]}},
                     topology={"objectives": {"rto_seconds": 60}})  # fmt: skip
    [scenario] = resilience(graph, ["host"]).scenarios

    assert scenario.lost == ("app", "db", "web")
    assert (scenario.verdict, scenario.outcomes[0].served) == ("misses", "no")


def test_each_region_with_its_own_cache_stands_in_for_the_other() -> None:
    """cdn -> lb-one -> app-one -> cache-one, and the same with two"""
    graph = drawn("users -> cdn:443 -> lb-one:443 -> app-one:8080 -> cache-one:6379\n"
                  "cdn -> lb-two:443 -> app-two:8080 -> cache-two:6379",
                  {"tier": ["lb-one", "app-one", "cache-one"], "virginia": ["lb-two", "app-two", "cache-two"]})  # fmt: skip

    assert after(graph, "region", "ireland").served == "yes"
    assert after(graph, "region", "virginia").served == "yes"


def test_what_users_reach_only_over_another_entry_is_lost_with_that_entry() -> None:
    """users -> app-one; users -> web -> app-one, app-two -> app-behind"""
    graph = topology(draw="users -> app-one\nusers -> web -> app-one\nweb -> app-two -> app-behind")
    [scenario] = [one for one in resilience(graph).scenarios if one.failure.removed == ("web",)]

    assert {one.service: one.lost for one in scenario.outcomes}["app-one", "app-two"] == ("app-behind",)


def test_two_databases_of_one_application_are_both_needed() -> None:
    graph = drawn("users -> app:8080 -> db-orders:5432\napp -> db-people:5432",
                  {"tier": ["db-orders"], "virginia": ["app", "db-people"]})  # fmt: skip

    assert after(graph, "region", "ireland").lost == ("db-orders",)


def test_instances_of_one_scaling_group_are_one_unit() -> None:
    """[group, 2..4 instances: app-one, app-two] in two zones"""
    zones = {**VPC, "group": {"kind": "group", "min_instances": 2, "max_instances": 4, "in": "tier",
                              "holds": ["app-one", "app-two"]}}  # fmt: skip
    graph = topology(draw="users -> lb:443 -> app-one:8080\nlb -> app-two:8080", zones=zones)

    assert after(graph, "zone", "ireland/a").served == "yes"


# --- the systems of the documents ---------------------------------------------------------------------------------------


def example(name: str) -> Graph:
    return next(one.graph() for one in examples() if f"{one.system}/{one.slug}" == name)


def test_collab_keeps_its_rpo_and_its_rto_waits_for_a_time_to_live() -> None:
    for region in ("us-east", "eu-west"):
        outcome = after(example("collab/active-active"), "region", region)
        [promoted] = [one for one in outcome.recoveries if one.how == "promotion"]

        assert (promoted.loss.seconds, promoted.duration.least, promoted.automatic) == (60, 300, False)
        assert outcome.verdict == "unknown"
        assert outcome.rto.least == 300
        assert "dns.ttl_seconds" in outcome.rto.missing


def test_a_name_switched_by_hand_waits_for_its_time_to_live_after_the_promotion() -> None:
    minute = parse_operations([{"op": "update", "key": "dns", "fields": {"properties": {"ttl_seconds": 60}}}])
    graph = apply(example("collab/active-active"), minute).graph
    [promoted] = [one for one in after(graph, "region", "us-east").recoveries if one.how == "promotion"]

    assert [part.what for part in promoted.parts] == [
        "decide and promote",
        "wait for the name's time to live",
    ]
    assert promoted.duration.seconds == 300 + 60


def test_railway_restores_at_best_an_hour_ago_outside_its_region() -> None:
    found = [
        one
        for one in resilience(example("railway/production"), ["region"]).scenarios
        if one.failure.unnamed and one.failure.removed == ("railway",)
    ]
    [recovery] = [one for one in found[0].outcomes[0].recoveries if one.lost == "postgresql"]

    assert (recovery.how, said(recovery.loss)) == ("restore", "1 h")


def test_infrar_promotes_a_replica_in_the_wrong_jurisdiction() -> None:
    scenario = next(one for one in resilience(example("infrar/production"), ["region"]).scenarios
                    if one.failure.removed == ("eu-west-1",))  # fmt: skip

    assert scenario.verdict == "misses"
    assert all(
        "postgresql-replica takes over outside the residency regions" in one.reasons
        for one in scenario.outcomes
    )


@pytest.mark.parametrize("one", examples(), ids=lambda one: f"{one.system}/{one.slug}")
def test_every_example_has_a_service_and_a_scenario_for_every_node(one) -> None:  # type: ignore[no-untyped-def]
    graph = one.graph()
    simulator = Resilience(graph)
    removed = {scenario.failure.removed[0] for scenario in simulator.report(["node"]).scenarios}

    assert removed == {
        node.key for node in graph.nodes.values() if not node_kind(node.kind).has(Trait.INTERNET)
    }


@pytest.mark.parametrize(("limit", "verdict", "borne"), [(2, "misses", 100), (6, "meets", 300)])
def test_what_is_left_and_what_it_scales_to_is_compared_with_the_demand(
    limit: int, verdict: str, borne: int
) -> None:
    """users -> lb -> [app x 2 in a, b; 50 users each], and 150 users"""
    graph = drawn("users -> lb:443 -> app:8080", {"tier": ["lb", "app"]},
                  nodes={"app": {"min": 2, "max": limit, "capacity_concurrent_users": 50}},
                  topology={"objectives": {"concurrent_users": 150, "rto_seconds": 900, "rpo_seconds": 60}})  # fmt: skip
    outcome = after(graph, "node", "app")

    [capacity] = outcome.capacities
    [load] = capacity.loads
    assert (load.demand, load.left, load.limit) == (150, 50, borne)
    assert (outcome.verdict == "misses") == (verdict == "misses")
    said_so = any("bears 100 of 150 concurrent users" in reason for reason in outcome.reasons)
    assert said_so == (verdict == "misses")
