"""Operations on a small shop:

net (network)                 internet side is left out: operations do not care
  tier (private)
    db  :5432  <- group "db-sg"
  app-host (vm)
    standby :5432    db --async--> standby
"""

import pytest

from topologies import documents
from topologies.graph import Faults, Graph
from topologies.operations import apply, cascade, diff, inverse_of, parse_operations

SHOP = {
    "format": 1,
    "topology": {"system": "shop", "slug": "main"},
    "zones": {
        "net": {"kind": "network"},
        "tier": {"kind": "subnet-tier", "parent": "net", "properties": {"access": "private"}},
        "app-host": {"kind": "vm", "parent": "net", "properties": {"vcpus": 2}},
    },
    "nodes": {
        "db": {
            "kind": "postgresql",
            "zone": "tier",
            "properties": {"max_connections": 50, "data_gb": 2},
        },
        "standby": {"kind": "postgresql", "zone": "app-host", "properties": {"role": "standby"}},
    },
    "ports": {
        "db-pg": {"node": "db", "number": 5432},
        "standby-pg": {"node": "standby", "number": 5432},
    },
    "security_groups": {"db-sg": {}},
    "rules": {
        "db-sg-in": {
            "group": "db-sg",
            "direction": "ingress",
            "from_port": 5432,
            "cidr": "10.0.0.0/8",
        }
    },
    "attachments": {"db-sg-on-db": {"group": "db-sg", "target": "db"}},
    "replications": {"copy": {"source": "db", "target": "standby", "mode": "async", "port": "standby-pg"}},
    "network_acls": {"acl": {"zone": "tier"}},
    "acl_entries": {
        "first": {
            "acl": "acl",
            "number": 100,
            "direction": "ingress",
            "action": "allow",
            "cidr": "10.0.0.0/8",
        },
        "second": {
            "acl": "acl",
            "number": 200,
            "direction": "ingress",
            "action": "deny",
            "cidr": "0.0.0.0/0",
        },
    },
    "views": {"main": {"placements": {"db": {"x": 1, "y": 2}, "standby": {"x": 3, "y": 4}}}},
}


@pytest.fixture
def shop() -> Graph:
    return documents.parse(SHOP)


def run(graph: Graph, *operations: dict[str, object]) -> Graph:
    """Apply, check that the inverse leads back and that the wire form survives, return the new graph."""
    applied = apply(graph, parse_operations(list(operations)))
    back = parse_operations([operation.wire() for operation in applied.inverse])
    assert apply(applied.graph, back).graph == graph
    assert sorted(applied.changes, key=str) == sorted(diff(graph, applied.graph), key=str)
    assert documents.parse(documents.dump(applied.graph)) == applied.graph
    return applied.graph


def faults(graph: Graph, *operations: dict[str, object]) -> list[str]:
    with pytest.raises(Faults) as refused:
        apply(graph, parse_operations(list(operations)))
    return [str(fault) for fault in refused.value.faults]


def test_it_adds_elements_in_any_order_within_one_list(shop: Graph) -> None:
    after = run(
        shop,
        {"op": "add", "section": "ports", "key": "new-pg", "fields": {"node": "new", "number": 5432}},
        {"op": "add", "section": "nodes", "key": "new", "fields": {"kind": "postgresql", "zone": "inner"}},
        {"op": "add", "section": "zones", "key": "inner", "fields": {"kind": "group", "parent": "outer"}},
        {"op": "add", "section": "zones", "key": "outer", "fields": {"kind": "group"}},
    )
    assert [zone.key for zone in after.path(after.nodes["new"])] == ["inner", "outer"]


def test_it_updates_some_fields_and_some_properties(shop: Graph) -> None:
    after = run(
        shop,
        {
            "op": "update",
            "key": "db",
            "fields": {"label": "Main", "properties": {"max_connections": 90, "data_gb": None}},
        },
    )
    assert after.nodes["db"].label == "Main"
    properties = after.nodes["db"].properties.model_dump(exclude_defaults=True)
    assert properties == {"max_connections": 90}


def test_it_moves_a_node_and_a_zone(shop: Graph) -> None:
    after = run(
        shop, {"op": "move", "key": "db", "to": "app-host"}, {"op": "move", "key": "app-host", "to": None}
    )
    assert [zone.key for zone in after.path(after.nodes["db"])] == ["app-host"]


def test_it_connects_and_disconnects(shop: Graph) -> None:
    link = {
        "op": "connect",
        "key": "l",
        "source": "standby",
        "target": "db",
        "port": "db-pg",
        "encrypted": True,
    }
    after = run(shop, link)
    assert after.links["l"].encrypted is True
    assert run(after, {"op": "disconnect", "key": "l"}) == shop


def test_it_attaches_and_detaches(shop: Graph) -> None:
    after = run(shop, {"op": "attach", "key": "a", "group": "db-sg", "target": "app-host"})
    assert [group.key for group in after.groups_guarding(after.nodes["standby"])] == ["db-sg"]
    assert run(after, {"op": "detach", "key": "a"}) == shop


def test_removing_a_zone_takes_along_what_cannot_stand_without_it(shop: Graph) -> None:
    assert cascade(shop, "tier") == (
        "acl",
        "copy",
        "db",
        "db-pg",
        "db-sg-on-db",
        "first",
        "second",
    )
    after = run(shop, {"op": "remove", "key": "tier"})
    assert sorted(after.nodes) == ["standby"]
    assert sorted(after.views["main"].placements) == ["standby"]
    assert "db-sg" in after.security_groups


def test_removing_a_port_leaves_the_replication_without_one(shop: Graph) -> None:
    assert run(shop, {"op": "remove", "key": "standby-pg"}).replications["copy"].port is None


def test_removing_without_cascade_is_refused_when_something_depends(shop: Graph) -> None:
    refused = faults(shop, {"op": "remove", "key": "net", "cascade": False})
    assert len(refused) == 1
    assert refused[0].startswith("net.cascade: cannot go alone: acl, app-host, copy")


def test_reordering_keeps_the_numbers(shop: Graph) -> None:
    after = run(shop, {"op": "reorder", "key": "acl", "direction": "ingress", "order": ["second", "first"]})
    assert [(entry.key, entry.number) for entry in after.entries_of["acl"]] == [
        ("second", 100),
        ("first", 200),
    ]
    assert faults(shop, {"op": "reorder", "key": "acl", "direction": "ingress", "order": ["first"]}) == [
        "acl.order: must name each of first, second once"
    ]


def test_placing_moves_only_what_is_named(shop: Graph) -> None:
    place = {"op": "place", "view": "main", "placements": {"db": {"x": 9, "y": 9}, "standby": None}}
    after = run(shop, place)
    assert after.views["main"].placements.keys() == {"db"}
    undo = apply(shop, parse_operations([place])).inverse
    assert [operation.op for operation in undo] == ["place"]


def test_configuring_changes_the_topology_itself(shop: Graph) -> None:
    after = run(shop, {"op": "configure", "fields": {"label": "Shop", "objectives": {"rto_seconds": 60}}})
    assert after.header.objectives.rto_seconds == 60
    assert faults(shop, {"op": "configure", "fields": {"slug": "x"}}) == ["topology.slug: never changes"]


@pytest.mark.parametrize(
    ("operation", "fault"),
    [
        ({"op": "add", "section": "nodes", "key": "db", "fields": {"kind": "postgresql"}}, "db.key: is already taken in this topology"),
        ({"op": "update", "key": "db", "fields": {"colour": "red"}}, "db.colour: is not a field of this kind of element"),
        ({"op": "update", "key": "db", "fields": {"properties": {"colour": 1}}}, "db.properties.colour: is not a field of this kind of element"),
        ({"op": "update", "key": "db", "fields": {"key": "x"}}, "db.key: never changes; change the label instead"),
        ({"op": "update", "key": "nobody", "fields": {}}, "nobody.key: is not an element of this topology"),
        ({"op": "move", "key": "db-pg", "to": "tier"}, "db-pg.to: only zones and nodes stand in a zone"),
        ({"op": "move", "key": "net", "to": "tier"}, "net.parent: contains itself: net in tier in net"),
        ({"op": "disconnect", "key": "db"}, "db.key: is one of the nodes, not of the links"),
        ({"op": "connect", "key": "l", "source": "db", "target": "standby", "port": "db-pg"}, "l.port: 'db-pg' is a port of 'db', not of 'standby'"),
        ({"op": "connect", "key": "l", "source": "ghost", "target": "standby"}, "l.source: refers to 'ghost', which is not among the nodes"),
        ({"op": "place", "view": "main", "placements": {"ghost": {"x": 1, "y": 1}}}, "ghost.key: is not an element of this topology"),
    ],
)  # fmt: skip
def test_it_names_the_element_and_the_field_it_refuses(
    shop: Graph, operation: dict[str, object], fault: str
) -> None:
    before = documents.encode(documents.dump(shop))
    assert faults(shop, {"op": "update", "key": "db", "fields": {"label": "lost"}}, operation) == [fault]
    assert documents.encode(documents.dump(shop)) == before


@pytest.mark.parametrize(
    "data", [None, "add", {"op": "add"}, [1], [{"op": "explode"}], [{"op": "move", "key": "NO"}]]
)
def test_malformed_operations_are_faults(data: object) -> None:
    with pytest.raises(Faults):
        parse_operations(data)


def test_the_inverse_of_nothing_is_nothing(shop: Graph) -> None:
    assert inverse_of(diff(shop, shop)) == ()
