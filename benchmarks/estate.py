"""A made-up estate of any size: regions of networks of tiers, with balancers, services, databases and caches.

Each network holds about 40 nodes: two balancers in the public tier, services behind them, and one database with a
replica and a cache for every nine services, all guarded by security groups. The traffic runs balancer -> service ->
database, services call their neighbours and some an outside system, so the rules have as much to look at as they would
have there: 10,000 nodes come with 36,000 links and replications.
"""

from collections.abc import Iterator
from typing import Any

from topologies.documents import FORMAT, Document

SERVICES = 27  # of about 40 nodes in a network
ZONES = ("a", "b", "c")
Fields = dict[str, Any]


def estate(nodes: int) -> Document:
    """The document of an estate with at least this many nodes."""
    document: Document = {"format": FORMAT, "topology": {"system": "bench", "slug": f"estate-{nodes}"}}
    document["zones"] = {"cloud": {"kind": "provider", "properties": {"provider": "aws"}}}
    document["nodes"] = {"users": {"kind": "users"}, "payments": {"kind": "external-service"}}
    number = 0
    while len(document["nodes"]) < nodes:
        for section, key, fields in _network(number):
            document.setdefault(section, {})[key] = fields
        number += 1
    return document


def _network(number: int) -> Iterator[tuple[str, str, Fields]]:
    name, region = f"net{number}", f"region{number // 8}"
    block = f"10.{number % 256}"
    yield "zones", region, {"kind": "region", "parent": "cloud", "properties": {"code": region}}
    yield "zones", name, {"kind": "network", "parent": region, "properties": {"cidrs": [f"{block}.0.0/16"]}}
    for offset, (tier, access) in enumerate((("public", "public"), ("app", "private"), ("data", "private"))):
        cidrs = {zone: f"{block}.{offset * 10 + place}.0/24" for place, zone in enumerate(ZONES)}
        tiered = {"access": access, "cidrs": cidrs}
        yield "zones", f"{name}-{tier}-tier", {"kind": "subnet-tier", "parent": name, "properties": tiered}
    yield from _groups(name)
    yield "nodes", f"{name}-igw", {"kind": "internet-gateway", "zone": name}
    yield "nodes", f"{name}-nat", {"kind": "nat-gateway", "zone": f"{name}-public-tier"}
    for position in range(2):
        yield from _node(f"{name}-lb{position}", "alb", f"{name}-public-tier", f"{name}-lb", 443)
        yield "links", f"{name}-in{position}", {"source": "users", "target": f"{name}-lb{position}"}
    for position in range(SERVICES):
        yield from _service(name, position)
    for position in range(3):
        yield from _data(name, position)


def _groups(name: str) -> Iterator[tuple[str, str, Fields]]:
    for group in ("lb", "app", "data"):
        yield "security_groups", f"{name}-{group}", {"zone": name}
    rules = (
        ("lb", "in", "ingress", 443, {"cidr": "0.0.0.0/0"}),
        ("lb", "out", "egress", 8080, {"peer_group": f"{name}-app"}),
        ("app", "in", "ingress", 8080, {"peer_group": f"{name}-lb"}),
        ("app", "peers", "ingress", 8080, {"peer_group": f"{name}-app"}),
        ("app", "next", "egress", 8080, {"peer_group": f"{name}-app"}),
        ("app", "out", "egress", 443, {"cidr": "0.0.0.0/0"}),
        ("app", "db", "egress", 5432, {"peer_group": f"{name}-data"}),
        ("app", "cache", "egress", 6379, {"peer_group": f"{name}-data"}),
        ("data", "db", "ingress", 5432, {"peer_group": f"{name}-app"}),
        ("data", "cache", "ingress", 6379, {"peer_group": f"{name}-app"}),
    )
    for group, rule, direction, port, peer in rules:
        fields = {"group": f"{name}-{group}", "direction": direction, "from_port": port, **peer}
        yield "rules", f"{name}-{group}-{rule}", fields


def _node(key: str, kind: str, zone: str, group: str, port: int) -> Iterator[tuple[str, str, Fields]]:
    yield "nodes", key, {"kind": kind, "zone": zone, "min_instances": 2, "max_instances": 6}
    yield "ports", f"{key}-port", {"node": key, "number": port}
    yield "attachments", f"{key}-guard", {"group": group, "target": key}


def _service(name: str, position: int) -> Iterator[tuple[str, str, Fields]]:
    key, data = f"{name}-svc{position}", f"{name}-db{position // 9}"
    yield from _node(key, "ecs-service", f"{name}-app-tier", f"{name}-app", 8080)
    for balancer in (f"{name}-lb0", f"{name}-lb1"):
        yield "links", f"{balancer}-to-{key}", {"source": balancer, "target": key, "port": f"{key}-port"}
    yield "links", f"{key}-to-db", {"source": key, "target": data, "port": f"{data}-port"}
    cache = data.replace("-db", "-cache")
    yield "links", f"{key}-to-cache", {"source": key, "target": cache, "port": f"{cache}-port"}
    neighbour = f"{name}-svc{(position + 1) % SERVICES}"
    yield "links", f"{key}-to-next", {"source": key, "target": neighbour, "port": f"{neighbour}-port"}
    if position % 6 == 0:
        yield "links", f"{key}-to-payments", {"source": key, "target": "payments"}


def _data(name: str, position: int) -> Iterator[tuple[str, str, Fields]]:
    database, replica, cache = (f"{name}-{what}{position}" for what in ("db", "copy", "cache"))
    for key, kind, port in ((database, "rds-postgresql", 5432), (replica, "rds-postgresql", 5432)):
        yield from _node(key, kind, f"{name}-data-tier", f"{name}-data", port)
    yield from _node(cache, "elasticache-redis", f"{name}-data-tier", f"{name}-data", 6379)
    copy = {"source": database, "target": replica, "mode": "async", "lag_seconds": 1}
    yield "replications", f"{database}-copy", copy
