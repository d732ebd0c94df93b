"""What reach says, and the evidence it gives.

    users --443--> lb --8080--> app --5432--> db          app --443--> stripe, bucket
vpc 10.0.0.0/16: [public a, b: lb, nat (a)]  [private a, b: app]  [isolated a, b: db]
"""

from typing import Any

import pytest

from tests.builders import topology
from topologies.reachability import INTERNET, Answer, Engine, Flow, egress, exposure, reach

SHOP: dict[str, Any] = {
    "draw": "internet -> lb:443 -> app:8080 -> db:5432\napp -> stripe:443\napp -> bucket:443",
    "zones": {
        "vpc": {"network": ["10.0.0.0/16"]},
        "public": {"public": {"a": "10.0.1.0/24", "b": "10.0.2.0/24"}, "in": "vpc", "holds": ["lb", "nat"]},
        "private": {"private": {"a": "10.0.11.0/24", "b": "10.0.12.0/24"}, "in": "vpc", "holds": ["app"]},
        "isolated": {"isolated": {"a": "10.0.21.0/24", "b": "10.0.22.0/24"}, "in": "vpc", "holds": ["db"]},
    },
    "nodes": {"nat": {"azs": ["a"]}},
    "groups": {
        "lb-sg": {"on": ["lb"], "in": ["tcp 443 from 0.0.0.0/0"], "out": ["tcp 8080 to app-sg"]},
        "app-sg": {
            "on": ["app"],
            "in": ["tcp 8080 from lb-sg"],
            "out": ["tcp 5432 to db-sg", "tcp 443 to 0.0.0.0/0"],
        },
        "db-sg": {"on": ["db"], "in": ["tcp 5432 from app-sg"]},
    },
}


def ask(shape: dict[str, Any], source: str, target: str, port: int) -> Answer:
    return reach(topology(**shape), Flow(source, target, "tcp", port))


def test_an_allowed_flow_names_its_route_its_rules_and_the_port() -> None:
    answer = ask(SHOP, "lb", "app", 8080)

    (hop,) = answer.hops
    assert answer.verdict == "allowed"
    assert (hop.route, hop.via) == ("same network", ("vpc",))
    assert hop.rules == ("lb-sg-out-1", "app-sg-in-1")
    assert hop.port == "app-8080"


def test_a_private_tier_leaves_through_its_nat_in_two_hops() -> None:
    answer = ask(SHOP, "app", "stripe", 443)

    assert [(hop.source, hop.target) for hop in answer.hops] == [("app", "nat"), ("nat", "stripe")]
    assert answer.hops[0].rules == ("app-sg-out-2",)


def test_a_blocked_flow_names_the_first_block_and_everything_that_opens_it() -> None:
    answer = ask(SHOP, INTERNET, "db", 5432)

    assert answer.verdict == "blocked"
    assert answer.blocked_by is not None
    assert answer.blocked_by.text == "db has no public address"
    assert answer.needs == (
        "give db a public address, or put a public load balancer in front of it",
        "move db to a tier that leads to an internet gateway",
        "add to db-sg: ingress tcp 5432 from everybody",
    )


def test_groups_of_both_ends_must_agree() -> None:
    answer = ask(SHOP, "lb", "db", 5432)

    assert answer.needs == ("add to lb-sg: egress tcp 5432 to db", "add to db-sg: ingress tcp 5432 from lb")


def test_a_group_without_egress_rules_lets_nothing_out() -> None:
    answer = ask(SHOP, "db", "app", 8080)

    assert answer.blocked_by is not None
    assert answer.blocked_by.elements == ("db-sg",)


def test_a_port_that_is_not_open_is_not_reached() -> None:
    answer = ask(SHOP, "app", "db", 5433)

    assert "let db listen on tcp 5433" in answer.needs


@pytest.mark.parametrize(
    ("bind", "same_host", "expected"),
    [("localhost", True, "allowed"), ("localhost", False, "blocked"), ("private", False, "allowed")],
)
def test_a_binding_decides_who_is_answered(bind: str, same_host: bool, expected: str) -> None:
    """[net 10.0.0.0/24: [box: app, db?] [other: db?]]"""
    zones = {
        "net": {"network": ["10.0.0.0/24"]},
        "box": {"host": "droplet", "in": "net", "holds": ["app", *["db"] * same_host]},
        "other": {"host": "droplet", "in": "net", "holds": ["db"] if not same_host else []},
    }

    assert ask({"zones": zones, "ports": {"db": [f"5432 {bind}"]}}, "app", "db", 5432).verdict == expected


def test_a_private_binding_is_closed_to_the_internet() -> None:
    zones = {"box": {"host": "droplet", "holds": ["db"]}}

    assert ask({"zones": zones, "ports": {"db": ["5432 private"]}}, INTERNET, "db", 5432).verdict == "blocked"


def test_a_firewall_of_the_host_and_a_cloud_group_must_both_agree() -> None:
    """internet -> [box with ufw and sg: web:443]"""
    shape = {
        "zones": {"box": {"host": "droplet", "holds": ["web"]}},
        "ports": {"web": [443]},
        "groups": {
            "sg": {"on": ["box"], "in": ["tcp 443 from 0.0.0.0/0"]},
            "ufw": {"on": ["box"], "firewall": True, "in": ["tcp 22 from 0.0.0.0/0"]},
        },
    }
    answer = ask(shape, INTERNET, "web", 443)

    assert answer.blocked_by is not None
    assert (answer.blocked_by.layer, answer.blocked_by.elements) == ("firewall", ("ufw",))


CHAIN: dict[str, Any] = {
    "zones": {
        name: {"network": [f"10.{place}.0.0/16"]} for place, name in enumerate(("east", "middle", "west"))
    }
    | {
        f"{name}-tier": {"private": {"a": f"10.{place}.1.0/24"}, "in": name, "holds": [f"app-{name}"]}
        for place, name in enumerate(("east", "middle", "west"))
    },
    "ports": {f"app-{name}": [80] for name in ("east", "middle", "west")},
    "peerings": ["east middle", "middle west"],
}


def test_peering_is_not_transitive() -> None:
    """east == middle == west"""
    assert ask(CHAIN, "app-east", "app-middle", 80).verdict == "allowed"
    assert ask(CHAIN, "app-east", "app-west", 80).verdict == "blocked"


def test_a_drawn_route_must_lead_into_the_peering_on_both_sides() -> None:
    routes = {"east-tier": ["10.1.0.0/16 via east-middle"], "middle-tier": ["10.9.0.0/16 via east-middle"]}

    assert ask({**CHAIN, "routes": routes}, "app-east", "app-middle", 80).verdict == "blocked"


def test_a_more_specific_route_wins() -> None:
    routes = {"east-tier": ["10.1.0.0/16 via east-middle", "10.1.1.0/24 via east"]}

    assert ask({**CHAIN, "routes": routes}, "app-east", "app-middle", 80).verdict == "blocked"


def test_an_acl_must_let_replies_back_too() -> None:
    """app (private) -> db (isolated); the ACL of isolated lets 5432 in and only high ports out."""
    acl = ["1 allow in tcp 5432 from 10.0.0.0/16", "1 allow out tcp 1024-65535 to 10.0.0.0/16"]
    half = ["1 allow in tcp 5432 from 10.0.0.0/16", "1 allow out tcp 32768-65535 to 10.0.0.0/16"]
    none = ["1 allow in tcp 5432 from 10.0.0.0/16", "1 allow out tcp 443 to 10.0.0.0/16"]

    assert ask({**SHOP, "acls": {"isolated": acl}}, "app", "db", 5432).verdict == "allowed"
    assert ask({**SHOP, "acls": {"isolated": half}}, "app", "db", 5432).missing == (
        "app: the port it takes replies on",
    )
    assert ask({**SHOP, "acls": {"isolated": none}}, "app", "db", 5432).verdict == "blocked"


def test_a_few_denied_ports_do_not_endanger_replies() -> None:
    acl = [
        "1 deny out tcp 3389 to 0.0.0.0/0",
        "2 allow out all to 0.0.0.0/0",
        "1 allow in all from 0.0.0.0/0",
    ]

    assert ask({**SHOP, "acls": {"isolated": acl}}, "app", "db", 5432).verdict == "allowed"


def test_the_first_acl_entry_that_matches_decides() -> None:
    acl = [
        "1 deny in tcp 5432 from 10.0.11.0/24",
        "2 allow in all from 0.0.0.0/0",
        "1 allow out all to 0.0.0.0/0",
    ]
    answer = ask({**SHOP, "acls": {"isolated": acl}}, "app", "db", 5432)

    assert answer.verdict == "allowed", "from zone b"
    both = ["1 deny in tcp 5432 from 10.0.0.0/19", *acl[1:]]
    assert ask({**SHOP, "acls": {"isolated": both}}, "app", "db", 5432).verdict == "blocked"


def test_a_cidr_rule_over_a_part_of_a_subnet_is_unknown_and_names_the_fact() -> None:
    groups = {**SHOP["groups"], "db-sg": {"on": ["db"], "in": ["tcp 5432 from 10.0.11.0/25"]}}
    shape = {**SHOP, "groups": groups, "nodes": {"app": {"azs": ["a"]}}}

    assert ask(shape, "app", "db", 5432).missing == ("app: the address within 10.0.11.0/24",)


def test_a_cidr_rule_and_a_tier_without_cidrs_is_unknown_and_names_the_fact() -> None:
    zones = {**SHOP["zones"], "private": {"private": {}, "in": "vpc", "holds": ["app"]}}
    groups = {**SHOP["groups"], "db-sg": {"on": ["db"], "in": ["tcp 5432 from 10.0.11.0/24"]}}

    assert ask({**SHOP, "zones": zones, "groups": groups}, "app", "db", 5432).missing == (
        "app: private.cidrs",
    )


def test_rules_that_cover_a_subnet_together_are_enough() -> None:
    rules = ["tcp 5432 from 10.0.11.0/25", "tcp 5432 from 10.0.11.128/25"]
    groups = {**SHOP["groups"], "db-sg": {"on": ["db"], "in": rules}}

    assert ask({**SHOP, "groups": groups}, "app", "db", 5432).hops[0].rules[1:] == (
        "db-sg-in-1",
        "db-sg-in-2",
    )


def test_ipv4_rules_say_nothing_about_ipv6() -> None:
    """[net: [tier fd00::/64: app, db]]"""
    shape = {
        "zones": {
            "net": {"network": ["fd00::/56"]},
            "tier": {"private": {"a": "fd00::/64"}, "in": "net", "holds": ["app", "db"]},
        },
        "ports": {"db": [5432]},
        "groups": {"sg": {"on": ["db"], "in": ["tcp 5432 from 0.0.0.0/0"]}},
    }

    assert ask(shape, "app", "db", 5432).verdict == "blocked"
    opened = {"sg": {"on": ["db"], "in": ["tcp 5432 from fd00::/56"]}}
    assert ask({**shape, "groups": opened}, "app", "db", 5432).verdict == "allowed"


def test_operators_come_from_their_stated_addresses() -> None:
    """operators 203.0.113.0/24 -> [box with ufw: bastion:22]"""
    shape = {
        "zones": {"box": {"host": "droplet", "holds": ["bastion"]}},
        "nodes": {"ops": {"kind": "operators", "source_cidrs": ["203.0.113.0/24"]}},
        "ports": {"bastion": [22]},
        "groups": {"ufw": {"on": ["box"], "firewall": True, "in": ["tcp 22 from 203.0.113.0/24"]}},
    }

    assert ask(shape, "ops", "bastion", 22).verdict == "allowed"
    assert ask(shape, INTERNET, "bastion", 22).verdict == "blocked"


def test_a_platform_lets_its_services_out_and_its_router_in() -> None:
    """internet -> lb (edge of the platform) -> [net: app] -> stripe"""
    shape = {
        "draw": "internet -> lb:443 -> app:8080\napp -> stripe:443",
        "zones": {
            "rail": {"provider": "railway", "holds": ["lb"]},
            "net": {"network": [], "in": "rail", "holds": ["app"]},
        },
    }

    assert ask(shape, "app", "stripe", 443).verdict == "allowed"
    assert ask(shape, "lb", "app", 8080).verdict == "allowed"
    assert ask(shape, INTERNET, "app", 8080).verdict == "blocked"


def test_a_host_can_be_the_nat_of_a_private_tier() -> None:
    """[vpc: [public: gatekeeper] [private: app -> gatekeeper]] -> stripe"""
    shape = {
        "draw": "app -> stripe:443",
        "zones": {
            "vpc": {"network": ["10.0.0.0/16"]},
            "public": {"public": {"a": "10.0.1.0/24"}, "in": "vpc"},
            "gatekeeper": {"host": "vm", "in": "public"},
            "private": {"private": {"a": "10.0.2.0/24"}, "in": "vpc", "holds": ["app"]},
        },
        "routes": {"private": ["0.0.0.0/0 via gatekeeper"]},
    }
    answer = ask(shape, "app", "stripe", 443)

    assert [hop.target for hop in answer.hops] == ["gatekeeper", "stripe"]


def test_egress_names_the_nat_of_each_zone_and_says_which_share() -> None:
    found = egress(topology(**SHOP), "app")

    assert [(row.zone, row.nat, row.shared) for row in found.zones] == [
        ("a", "nat", False),
        ("b", "nat", True),
    ]


def test_a_nat_in_the_own_zone_comes_first() -> None:
    zones = {**SHOP["zones"], "public": {**SHOP["zones"]["public"], "holds": ["lb", "nat-a", "nat-b"]}}
    shape = {**SHOP, "zones": zones, "nodes": {"nat-a": {"azs": ["a"]}, "nat-b": {"azs": ["b"]}}}
    found = egress(topology(**shape), "app")

    assert [(row.zone, row.nat, row.shared) for row in found.zones] == [
        ("a", "nat-a", False),
        ("b", "nat-b", False),
    ]


def test_exposure_goes_on_behind_proxies_along_declared_links() -> None:
    found = {row.node: row for row in exposure(topology(**SHOP))}

    assert sorted(found) == ["app", "lb"]
    assert found["lb"].direct
    assert [str(answer.flow) for answer in found["app"].path] == [
        "(internet) -> lb:443/tcp",
        "lb -> app:8080/tcp",
    ]


def test_an_end_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError, match="nobody"):
        ask(SHOP, "nobody", "db", 5432)


def test_nodes_of_one_class_are_worked_out_once() -> None:
    """[net: app-0 ... app-N] -> db, all alike"""

    def work(count: int) -> int:
        apps = [f"app-{number}" for number in range(count)]
        zones = {
            "net": {"network": ["10.0.0.0/16"]},
            "tier": {"private": {"a": "10.0.1.0/24"}, "in": "net", "holds": [*apps, "db"]},
        }
        groups = {"sg": {"on": apps, "out": ["tcp 5432 to net"]}}
        engine = Engine(topology(zones=zones, ports={"db": [5432]}, groups=groups))
        assert all(engine.reach(Flow(app, "db", "tcp", 5432)).verdict == "allowed" for app in apps)
        return len(engine._decisions)

    assert work(2) == work(200) == 1


def test_an_acl_stands_between_the_zones_of_one_tier_and_not_inside_a_subnet() -> None:
    """[tier a: app, db-near] [tier b: db-far], and an ACL that lets no 5432 in"""
    shape = {
        "zones": {
            "net": {"network": ["10.0.0.0/16"]},
            "tier": {
                "private": {"a": "10.0.1.0/24", "b": "10.0.2.0/24"},
                "in": "net",
                "holds": ["app", "db-near", "db-far"],
            },
        },
        "nodes": {"app": {"azs": ["a"]}, "db-near": {"azs": ["a"]}, "db-far": {"azs": ["b"]}},
        "ports": {"db-near": [5432], "db-far": [5432]},
        "acls": {
            "tier": [
                "1 deny in tcp 5432 from 0.0.0.0/0",
                "2 allow in all from 0.0.0.0/0",
                "1 allow out all to 0.0.0.0/0",
            ]
        },
    }

    assert ask(shape, "app", "db-near", 5432).verdict == "allowed"
    assert ask(shape, "app", "db-far", 5432).verdict == "blocked"


def test_over_the_internet_nobody_is_seen_under_a_private_address() -> None:
    """[one 10.0.0.0/16, public: app] -- internet -- [two 10.1.0.0/16, public: rds, open to 10.0.0.0/16]"""
    shape = {
        "zones": {
            "one": {"network": ["10.0.0.0/16"]},
            "one-front": {"public": {"a": "10.0.1.0/24"}, "in": "one", "holds": ["app"]},
            "two": {"network": ["10.1.0.0/16"]},
            "two-front": {"public": {"a": "10.1.1.0/24"}, "in": "two", "holds": ["rds"]},
        },
        "nodes": {"app": {"public_ip": True}, "rds": {"publicly_accessible": True}},
        "ports": {"rds": [5432]},
        "groups": {"sg": {"on": ["rds"], "in": ["tcp 5432 from 10.0.0.0/16"]}},
    }

    assert ask(shape, "app", "rds", 5432).verdict == "blocked"
    assert ask({**shape, "peerings": ["one two"]}, "app", "rds", 5432).verdict == "allowed"


def test_a_bastion_without_a_public_address_is_not_called_from_outside() -> None:
    shape = {"zones": {"vpc": {"network": ["10.0.0.0/16"]},
                       "front": {"public": {"a": "10.0.1.0/24"}, "in": "vpc", "holds": ["bastion"]}},
             "ports": {"bastion": [22]}}  # fmt: skip
    named = topology(**shape, nodes={"bastion": {}})
    unnamed = topology(**shape, nodes={"bastion": {"public_ip": False}})

    assert reach(named, Flow(INTERNET, "bastion", "tcp", 22)).verdict == "allowed"
    assert reach(unnamed, Flow(INTERNET, "bastion", "tcp", 22)).verdict == "blocked"


@pytest.mark.parametrize(("cidr", "verdict"), [("10.0.2.0/24", "blocked"), ("fd00:2::/64", "allowed")])
def test_a_nat_serves_the_address_families_that_it_has(cidr: str, verdict: str) -> None:
    graph = topology(
        zones={"vpc": {"network": []},
               "front": {"public": {"a": cidr}, "in": "vpc", "holds": ["nat"]},
               "back": {"private": {"a": "fd00:1::/64"}, "in": "vpc", "holds": ["app"]}},
        nodes={"stripe": {}},
    )  # fmt: skip

    assert reach(graph, Flow("app", "stripe", "tcp", 443)).verdict == verdict
