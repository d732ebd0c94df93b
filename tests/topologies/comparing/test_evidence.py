"""What a change does: ways that open and close, recovery times and cost."""

from tests.builders import topology
from tests.topologies.comparing.test_items import edited, update
from topologies.comparing.exposure import exposed
from topologies.comparing.figures import money, promises, recovery
from topologies.graph import Graph


def platform() -> Graph:
    """internet -> lb -> app-1, app-2 -> db; only the network may call the database."""
    return topology(
        draw="internet -> lb:443 -> app-1:8080 -> db:5432\nlb -> app-2:8080 -> db:5432",
        zones={
            "vpc": {"network": ["10.0.0.0/16"]},
            "public": {"public": {"a": "10.0.1.0/24"}, "in": "vpc", "holds": ["lb"]},
            "private": {"private": {"a": "10.0.11.0/24"}, "in": "vpc", "holds": ["app-1", "app-2", "db"]},
        },
        groups={
            "app-sg": {
                "on": ["app-1", "app-2"],
                "in": ["tcp 8080 from 10.0.0.0/16"],
                "out": ["all to 0.0.0.0/0"],
            },
            "db-sg": {"on": ["db"], "in": ["tcp 5432 from 10.0.0.0/16"]},
        },
    )


def test_nodes_of_one_class_are_one_way() -> None:
    before = platform()
    ports = (
        {
            "op": "add",
            "section": "ports",
            "key": f"admin-{number}",
            "fields": {"node": f"app-{number}", "number": 9000},
        }
        for number in (1, 2)
    )
    rule = {
        "op": "add",
        "section": "rules",
        "key": "admin",
        "fields": {"group": "app-sg", "direction": "ingress", "from_port": 9000, "cidr": "10.0.0.0/16"},
    }
    found = exposed(before, edited(before, *ports, rule))
    inside = [way for way in found.opened if way.port == "tcp 9000" and not way.from_internet]
    assert {key for way in inside for key in way.targets} == {"app-1", "app-2"}
    assert len(inside) == 1
    assert not found.closed


def test_what_opens_one_way_round_closes_the_other() -> None:
    before = platform()
    after = edited(before, {"op": "remove", "key": "lb", "cascade": True})
    there, back = exposed(before, after), exposed(after, before)
    assert there.opened == back.closed
    assert there.closed == back.opened
    assert any(way.from_internet and "lb" in way.targets for way in there.closed)


def test_a_drawn_link_whose_traffic_is_blocked_is_named() -> None:
    before = platform()
    after = edited(before, {"op": "remove", "key": next(iter(before.rules_of["db-sg"])).key})
    assert "app-1-to-db" in exposed(before, after).blocked or len(exposed(before, after).blocked) == 2
    assert exposed(before, after).blocked == exposed(after, before).freed


def test_nothing_differs_between_equal_states() -> None:
    found = exposed(platform(), platform())
    assert not (found.opened)
    assert not (found.closed)
    assert not (found.blocked)
    assert not (found.freed)
    assert {row.direction for row in recovery(platform(), platform())} <= {"same"}


def test_cost_and_objectives_before_and_after() -> None:
    before = edited(platform(), update("db", properties={"monthly_cost_usd": 40}))
    after = edited(
        before,
        update("db", properties={"monthly_cost_usd": 90}),
        {
            "op": "configure",
            "fields": {"objectives": {"monthly_budget_usd": 60, "availability_percent": 99.9}},
        },
    )
    row = money(before, after)
    assert (row.before, row.after, row.objective, row.verdict, row.direction) == (
        "$40",
        "$90",
        "$60",
        "misses",
        "worse",
    )
    labels = {row.label: (row.before, row.after) for row in promises(before, after)}
    assert labels["Objective: availability percent"] == ("not stated", "99.9")


def test_a_second_instance_makes_recovery_no_worse() -> None:
    before = edited(platform(), {"op": "configure", "fields": {"objectives": {"rto_seconds": 60}}})
    rows = recovery(before, edited(before, update("lb", min_instances=2, max_instances=2)))
    assert {row.label for row in rows} >= {"RTO when a node fails", "RPO when a node fails"}
    assert "worse" not in {row.direction for row in rows}
