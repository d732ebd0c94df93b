"""Hypothesis strategies of operation lists over a graph: most of them fit, some do not."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from tests.builders import topology
from tests.strategies import HOSTILE, labels, properties
from topologies.graph import Graph
from topologies.kinds import node_kinds, zone_kinds

Operation = dict[str, Any]
Draw = Callable[[st.SearchStrategy[Any]], Any]
# Every operation finds something to change in it; random topologies are slow to draw.
RICH = topology(
    draw="internet -> lb:443 -> app:8080 -> db:5432",
    zones={
        "vpc": {"network": ["10.0.0.0/16"]},
        "other": {"network": ["10.9.0.0/16"]},
        "public": {"public": {"a": "10.0.1.0/24"}, "in": "vpc", "holds": ["lb"]},
        "private": {"private": {"a": "10.0.11.0/24"}, "in": "vpc", "holds": ["app", "db"]},
        "box": {"host": "droplet", "in": "vpc", "public_ip": False, "holds": ["web-1", "web-2"]},
    },
    groups={"app-sg": {"on": ["app"], "in": ["tcp 8080 from 10.0.0.0/16"], "out": ["all to 0.0.0.0/0"]}},
    acls={"private": ["100 allow in tcp 443 from 0.0.0.0/0", "110 allow in tcp 80 from 0.0.0.0/0"]},
    nodes={"app": {"max": 4}},
    peerings=["vpc other"],
    replications=["db -> web-1"],
    more={"views": {"overview": {"placements": {"lb": {"x": 1, "y": 2}, "app": {"x": 3, "y": 4}}}}},
)
SPOTS = st.one_of(
    st.none(),
    st.fixed_dictionaries(
        {"x": st.integers(-500, 500), "y": st.floats(-500, 500)},
        optional={"width": st.integers(1, 300), "collapsed": st.booleans()},
    ),
)


class Over:
    """Draws operations over one graph, remembering the keys it gives."""

    def __init__(self, draw: Draw, graph: Graph) -> None:
        self.draw, self.graph, self.made = draw, graph, 0

    def one_of(self, *sections: str) -> str:
        keys = [key for name in sections for key in self.graph.section(name)]
        return self.draw(st.sampled_from([*keys, *(["nobody"] if not keys else [])]))

    def anything(self) -> str:
        return self.draw(st.sampled_from([*self.graph.by_key, "nobody", "fresh-0"]))

    def fresh(self) -> str:
        self.made += 1
        return f"fresh-{self.made - 1}"

    def zone(self) -> str | None:
        return self.draw(st.sampled_from([None, *self.graph.zones]))

    # --- the operations ---

    def add_node(self) -> Operation:
        slug = self.draw(st.sampled_from(sorted(node_kinds())))
        typed = self.draw(properties(node_kinds()[slug].properties))
        fields = {"kind": slug, "zone": self.zone(), "properties": typed, "label": self.draw(labels())}
        return {"op": "add", "section": "nodes", "key": self.fresh(), "fields": fields}

    def add_zone(self) -> Operation:
        slug = self.draw(st.sampled_from(sorted(zone_kinds())))
        typed = self.draw(properties(zone_kinds()[slug].properties))
        fields = {"kind": slug, "parent": self.zone(), "properties": typed}
        return {"op": "add", "section": "zones", "key": self.fresh(), "fields": fields}

    def add_port(self) -> Operation:
        fields = {"node": self.one_of("nodes"), "number": self.draw(st.integers(0, 70000)), "tls": False}
        return {"op": "add", "section": "ports", "key": self.fresh(), "fields": fields}

    def update(self) -> Operation:
        news = st.fixed_dictionaries(
            {}, optional={"label": st.one_of(st.none(), labels()), "note": st.sampled_from(HOSTILE)}
        )
        return {"op": "update", "key": self.anything(), "fields": self.draw(news)}

    def retype(self) -> Operation:
        key = self.one_of("nodes")
        slug = self.draw(st.sampled_from(sorted(node_kinds())))
        typed = self.draw(properties(node_kinds()[slug].properties))
        return {"op": "update", "key": key, "fields": {"kind": slug, "properties": typed}}

    def resize(self) -> Operation:
        counts = {
            "min_instances": self.draw(st.integers(0, 3)),
            "max_instances": self.draw(st.integers(0, 3)),
        }
        return {"op": "update", "key": self.one_of("nodes"), "fields": counts}

    def renumber(self) -> Operation:
        number = self.draw(st.sampled_from([1, 2, None]))
        return {"op": "update", "key": self.one_of("acl_entries"), "fields": {"number": number}}

    def repoint(self) -> Operation:
        fields = {
            "target": self.one_of("nodes"),
            "port": self.draw(st.sampled_from([None, *self.graph.ports])),
        }
        return {"op": "update", "key": self.one_of("links", "replications"), "fields": fields}

    def move(self) -> Operation:
        return {"op": "move", "key": self.one_of("nodes", "zones"), "to": self.zone()}

    def connect(self) -> Operation:
        ends = {"source": self.one_of("nodes"), "target": self.one_of("nodes")}
        more = st.fixed_dictionaries({}, optional={"encrypted": st.booleans(), "weight": st.integers(0, 100)})
        return {"op": "connect", "key": self.fresh(), **ends, **self.draw(more)}

    def disconnect(self) -> Operation:
        return {"op": "disconnect", "key": self.one_of("links")}

    def attach(self) -> Operation:
        ends = {"group": self.one_of("security_groups"), "target": self.one_of("nodes", "zones")}
        return {"op": "attach", "key": self.fresh(), **ends}

    def detach(self) -> Operation:
        return {"op": "detach", "key": self.one_of("attachments")}

    def remove(self) -> Operation:
        return {
            "op": "remove",
            "key": self.anything(),
            "cascade": self.draw(st.sampled_from([True, True, False])),
        }

    def restore(self) -> Operation:
        node = {"kind": "users", "properties": {}, "label": self.draw(labels())}
        return {"op": "restore", "elements": {"nodes": {self.fresh(): node}}}

    def reorder(self) -> Operation:
        acl, direction = self.one_of("network_acls"), self.draw(st.sampled_from(["ingress", "egress"]))
        mine = [
            entry.key
            for entry in self.graph.acl_entries.values()
            if (entry.acl, entry.direction) == (acl, direction)
        ]
        return {
            "op": "reorder",
            "key": acl,
            "direction": direction,
            "order": self.draw(st.permutations(mine)),
        }

    def place(self) -> Operation:
        spots = st.dictionaries(st.sampled_from([*self.graph.by_key]), SPOTS, max_size=4)
        return {"op": "place", "view": self.one_of("views"), "placements": self.draw(spots)}

    def configure(self) -> Operation:
        news = st.fixed_dictionaries(
            {},
            optional={
                "label": st.one_of(st.none(), labels()),
                "objectives": st.fixed_dictionaries({}, optional={"rto_seconds": st.integers(-1, 60)}),
                "environment": st.sampled_from(["other", "production"]),
                "ratings": st.dictionaries(st.sampled_from(["a", "b"]), st.integers(1, 6), max_size=2),
            },
        )
        return {"op": "configure", "fields": self.draw(news)}


NAMES = (
    "add_node", "add_zone", "add_port", "update", "update", "retype", "resize", "renumber", "repoint", "move",
    "connect", "disconnect", "attach", "detach", "remove", "remove", "restore", "reorder", "place", "configure",
)  # fmt: skip


@st.composite
def operation_lists(draw: Draw, graph: Graph, most: int = 4) -> list[Operation]:
    """Up to so many operations over the graph."""
    over = Over(draw, graph)
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=most))
    return [getattr(over, name)() for name in names]
