"""One operation for every field of every section of a topology, which changes that field."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.builders import topology
from topologies.graph import SECTIONS, Element, Faults, Graph, Header
from topologies.kinds import node_kinds, zone_kinds
from topologies.operations import apply, parse_operations

Operation = dict[str, Any]

# A topology with something in every section.
FULL = topology(
    draw="internet -> lb:443 -> app:8080 -> db:5432",
    zones={
        "vpc": {"network": ["10.0.0.0/16"]},
        "other": {"network": ["10.9.0.0/16"]},
        "third": {"network": ["10.11.0.0/16"]},
        "public": {"public": {"a": "10.0.1.0/24"}, "in": "vpc", "holds": ["lb", "nat"]},
        "private": {"private": {"a": "10.0.11.0/24"}, "in": "vpc", "holds": ["app", "db"]},
        "box": {"host": "droplet", "in": "vpc", "public_ip": False, "holds": ["web-1"]},
    },
    groups={
        "app-sg": {"on": ["app"], "in": ["tcp 8080 from 10.0.0.0/16"], "out": ["all to 0.0.0.0/0"]},
        "spare": {"on": ["db"]},
    },
    ports={"web-1": ["22 for-admin"]},
    acls={
        "public": ["100 allow in tcp 443 from 0.0.0.0/0"],
        "private": ["100 allow in tcp 443 from 0.0.0.0/0", "110 allow in tcp 80-90 from 0.0.0.0/0"],
    },
    routes={"private": ["0.0.0.0/0 via nat"]},
    nodes={"app": {"max": 4, "min": 2}},
    peerings=["vpc other"],
    replications=["db -> web-1"],
    more={"views": {"overview": {"placements": {"lb": {"x": 1, "y": 2}}}}},
)
WORDS = (
    "Another", 7, 81, 9000, True, False, None, "udp", "icmp", "localhost", "private", "declared", "admin", "blue",
    "telemetry", "logical", "sync", "manual", "egress", "ingress", "deny", "allow", "10.77.0.0/24", ["b"], "network",
    "dataflow", {"command": "/bin/other"},
)  # fmt: skip
# Fields that change only together with another one, and how.
TOGETHER: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("rules", "peer_group"): {"peer_group": "spare", "cidr": None},
    ("rules", "peer_zone"): {"peer_zone": "vpc", "cidr": None},
    ("links", "target"): {"target": "web-1", "port": None},
    ("views", "zone"): {"shows": "zone", "zone": "vpc"},
}
MOVED = {("zones", "parent"), ("nodes", "zone")}


def mutations(graph: Graph) -> Iterator[tuple[str, Operation]]:
    """Name of the field -> an operation that changes it in some element.

    Raises:
        LookupError: no value was found that changes it.
    """
    for field in Header.model_fields:
        if field not in ("system", "slug"):  # where the topology is; a revision must be of its own
            yield f"topology.{field}", _first(graph, _configurations(field), f"topology.{field}")
    for section in SECTIONS:
        fields = SECTIONS[section].model_fields
        for field in fields:
            if field != "key":
                name = f"{section}.{field}"
                yield name, _first(graph, _updates(graph, section, field), name)
        yield f"{section} removed", {"op": "remove", "key": next(iter(graph.section(section)))}


def _first(graph: Graph, tries: Iterator[Operation], name: str) -> Operation:
    for operation in tries:
        try:
            done = apply(graph, parse_operations([operation]))
        except Faults:
            continue
        if done.changes:
            return operation
    raise LookupError(name)


def _updates(graph: Graph, section: str, field: str) -> Iterator[Operation]:
    for key, element in graph.section(section).items():
        if (section, field) in MOVED:
            yield from ({"op": "move", "key": key, "to": zone} for zone in (None, *graph.zones))
        elif field == "placements":
            yield {"op": "place", "view": key, "placements": {"lb": {"x": 5, "y": 6}}}
        else:
            yield from _values(graph, section, field, element)


def _values(graph: Graph, section: str, field: str, element: Element) -> Iterator[Operation]:
    if together := TOGETHER.get((section, field)):
        yield {"op": "update", "key": element.key, "fields": dict(together)}
    for value in (*WORDS, *graph.by_key, *node_kinds(), *zone_kinds()):
        yield {"op": "update", "key": element.key, "fields": {field: value}}


def _configurations(field: str) -> Iterator[Operation]:
    shapes = ({"rto_seconds": 60}, {"monthly_cost_usd": 5}, {"a": 3}, [{"text": "A note."}])
    for value in (*WORDS, *shapes, "production"):
        yield {"op": "configure", "fields": {field: value}}
