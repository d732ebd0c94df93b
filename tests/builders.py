"""A short notation for topologies in tests, expanded to a canonical document.

    draw: internet -> lb:443 -> app:8080 -> db:5432     # links, one chain a line; creates nodes and their ports
    zones:
      vpc:     {network: [10.0.0.0/16]}
      public:  {public: {a: 10.0.1.0/24}, in: vpc, holds: [lb, nat]}
      private: {private: {a: 10.0.11.0/24}, in: vpc, holds: [app, db]}   # or isolated
      box:     {host: droplet, in: vpc, public_ip: false, holds: [web]}
      ireland: {region: eu-west-1, availability_zones: [a, b]}
      cloud:   {provider: aws}
    nodes:                                              # only what differs from the notation's defaults
      db: {max: 2, min: 2, azs: [a], multi_az: true}    # min, max, azs, slot, optional, kind; the rest are properties
    ports:  {db: [5432 localhost, 53 udp, 22 for-admin]} # number or range, then protocol, bind and declared access
    roles:  {app-to-db: telemetry}                      # of links that are not traffic
    groups:
      web-sg: {on: [lb], in: [tcp 443 from 0.0.0.0/0], out: [tcp 8080 to app-sg, all to vpc]}
      ufw:    {on: [box], firewall: true, in: [tcp 443 from 0.0.0.0/0], default_egress: allow}
    routes: {private: [0.0.0.0/0 via nat, 10.1.0.0/16 via vpc-other @a]}
    acls:   {private: [100 allow in tcp 443 from 0.0.0.0/0, 100 allow out tcp 1024-65535 to 0.0.0.0/0]}
    peerings: [vpc other]                               # the peering vpc-other
    replications: [db -> copy]
    more: {links: {app-to-db: {encrypted: false}}}      # fields of any element beyond this notation, by section and key
    topology: {environment: production}

A node's kind follows from the first word of its key; `nodes` may say another. Rules, routes and entries are called
after their owner, direction and place: web-sg-in-1, private-route-1, private-acl-out-1. A peer with a slash is a CIDR,
else the key of a group or a zone.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from topologies.documents import Document, parse
from topologies.graph import Graph

KINDS = {
    "internet": "users",
    "users": "users",
    "lb": "alb",
    "app": "app-server",
    "job": "scheduled-job",
    "web": "caddy",
    "db": "postgresql",
    "rds": "rds-postgresql",
    "cache": "redis",
    "bucket": "s3-bucket",
    "atlas": "mongodb-atlas",
    "cdn": "cloudfront",
    "nat": "nat-gateway",
    "gateway": "internet-gateway",
    "endpoint": "vpc-endpoint",
    "stripe": "external-service",
    "bastion": "bastion",
    "pooler": "pgbouncer",
    "monitor": "monitoring",
}
FIELDS = {"min": "min_instances", "max": "max_instances", "azs": "availability_zones"}
PLAIN = ("slot", "optional", "label", "kind", "zone")

Shape = Mapping[str, Any]


def topology(**shape: Any) -> Graph:
    """The graph of a topology in the notation above."""
    return parse(expand(shape))


def expand(shape: Shape) -> Document:
    """The canonical document of a topology in the notation above."""
    document: Document = {
        "format": 1,
        "topology": {"system": "system", "slug": "drawn", **shape.get("topology", {})},
    }
    for section, rows in _sections(shape):
        if rows:
            document[section] = rows
    for section, elements in shape.get("more", {}).items():
        for key, fields in elements.items():
            document.setdefault(section, {}).setdefault(key, {}).update(fields)
    return document


def _sections(shape: Shape) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "zones", {key: _zone(row) for key, row in shape.get("zones", {}).items()}
    yield "nodes", _nodes(shape)
    yield "ports", dict(_ports(shape))
    groups = shape.get("groups", {})
    yield "security_groups", {key: _group(row) for key, row in groups.items()}
    yield "rules", dict(_rules(groups))
    yield (
        "attachments",
        {f"{key}-on-{on}": {"group": key, "target": on} for key, row in groups.items() for on in row["on"]},
    )
    yield "peerings", dict(map(_peering, shape.get("peerings", [])))
    yield "routes", dict(_routes(shape.get("routes", {})))
    acls = shape.get("acls", {})
    yield "network_acls", {f"{tier}-acl": {"zone": tier} for tier in acls}
    yield "acl_entries", dict(_entries(acls))
    yield "links", dict(_links(shape))
    yield "replications", dict(map(_replication, shape.get("replications", [])))


# --- zones and nodes ---------------------------------------------------------------------------------------------


def _zone(row: Shape) -> dict[str, Any]:
    fields = {key: value for key, value in row.items() if key not in ("in", "holds")}
    place = {"parent": row["in"]} if "in" in row else {}
    return {"kind": _zone_kind(fields), "properties": fields, **place}


def _zone_kind(fields: dict[str, Any]) -> str:
    """The kind, from the word that says it; its value becomes a property."""
    for access in ("public", "private", "isolated"):
        if access in fields:
            fields["cidrs"] = fields.pop(access)
            fields["access"] = access
            return "subnet-tier"
    if "network" in fields:
        fields["cidrs"] = fields.pop("network")
        return "network"
    if "region" in fields:
        fields["code"] = fields.pop("region")
        return "region"
    return "provider" if "provider" in fields else str(fields.pop("host", fields.pop("kind", "group")))


def _chains(shape: Shape) -> Iterator[list[tuple[str, str]]]:
    for line in shape.get("draw", "").strip().splitlines():
        steps = [step.strip().partition(":") for step in line.split("->")]
        yield [(key, port) for key, _, port in steps]


def _nodes(shape: Shape) -> dict[str, Any]:
    drawn = {key for chain in _chains(shape) for key, _ in chain}
    held = {key: zone for zone, row in shape.get("zones", {}).items() for key in row.get("holds", [])}
    stated = shape.get("nodes", {})
    return {
        key: _node(key, held.get(key), stated.get(key, {})) for key in sorted(drawn | set(held) | set(stated))
    }


def _node(key: str, zone: str | None, row: Shape) -> dict[str, Any]:
    fields: dict[str, Any] = {"kind": KINDS.get(key.split("-", maxsplit=1)[0], ""), "properties": {}}
    fields |= {"zone": zone} if zone else {}
    for name, value in row.items():
        if name in FIELDS or name in PLAIN:
            fields[FIELDS.get(name, name)] = value
        else:
            fields["properties"][name] = value
    fields["max_instances"] = max(fields.get("max_instances", 1), fields.get("min_instances", 1))
    return fields


def _ports(shape: Shape) -> Iterator[tuple[str, Any]]:
    stated = {key: [str(row) for row in rows] for key, rows in shape.get("ports", {}).items()}
    for chain in _chains(shape):
        for key, port in chain:
            if port and key not in shape.get("ports", {}) and port not in stated.setdefault(key, []):
                stated[key].append(port)
    for key, rows in stated.items():
        for row in rows:
            number, *words = row.split()
            first, _, last = number.partition("-")
            fields: dict[str, Any] = {
                "node": key,
                "number": int(first),
                **({"end": int(last)} if last else {}),
            }
            fields |= dict(map(_port_word, words))
            yield _port_key(key, number, *words), fields


def _port_word(word: str) -> tuple[str, str]:
    if word.startswith("for-"):
        return "access", word.removeprefix("for-")
    return ("protocol" if word in ("tcp", "udp") else "bind"), word


def _port_key(node: str, number: str, *words: str) -> str:
    return "-".join((node, number, *(word for word in words if word == "udp")))


def _links(shape: Shape) -> Iterator[tuple[str, Any]]:
    ports = dict(_ports(shape))
    for chain in _chains(shape):
        for (source, _), (target, port) in pairwise(chain):
            key = _port_key(target, port)
            yield (
                f"{source}-to-{target}",
                {
                    "source": source,
                    "target": target,
                    **({"port": key} if key in ports else {}),
                    **_role(shape, f"{source}-to-{target}"),
                },
            )


def _role(shape: Shape, link: str) -> dict[str, str]:
    roles = shape.get("roles", {})
    return {"role": roles[link]} if link in roles else {}


# --- filters, routes and the rest --------------------------------------------------------------------------------


def _group(row: Shape) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in ("on", "in", "out")}


def _rules(groups: Shape) -> Iterator[tuple[str, Any]]:
    for key, row in groups.items():
        for word, direction in (("in", "ingress"), ("out", "egress")):
            for place, text in enumerate(row.get(word, []), 1):
                yield (
                    f"{key}-{word}-{place}",
                    {"group": key, "direction": direction, **_traffic(text, groups)},
                )


def _traffic(text: str, groups: Shape) -> dict[str, Any]:
    """`tcp 443 from 0.0.0.0/0`, `tcp 8000-8010 to app-sg`, `all to vpc`, `udp from 10.0.0.0/8`."""
    protocol, *rest = text.split()
    fields: dict[str, Any] = {"protocol": protocol, _peer_field(rest[-1], groups): rest[-1]}
    if len(rest) == 3:
        first, _, last = rest[0].partition("-")
        fields |= {"from_port": int(first), "to_port": int(last or first)}
    return fields


def _peer_field(peer: str, groups: Shape) -> str:
    return "cidr" if "/" in peer else "peer_group" if peer in groups else "peer_zone"


def _peering(text: str) -> tuple[str, Any]:
    network, peer = text.split()
    return f"{network}-{peer}", {"network": network, "peer": peer}


def _replication(text: str) -> tuple[str, Any]:
    source, target = (word.strip() for word in text.split("->"))
    return f"{source}-copies-to-{target}", {"source": source, "target": target, "mode": "async"}


def _routes(tiers: Shape) -> Iterator[tuple[str, Any]]:
    for tier, rows in tiers.items():
        for place, text in enumerate(rows, 1):
            destination, _, via, *zone = text.split()
            fields = {"zone": tier, "destination": destination, "via": via}
            yield f"{tier}-route-{place}", fields | ({"availability_zone": zone[0][1:]} if zone else {})


def _entries(acls: Shape) -> Iterator[tuple[str, Any]]:
    """`100 allow in tcp 443 from 0.0.0.0/0`"""
    for tier, rows in acls.items():
        for place, text in enumerate(rows, 1):
            number, action, way, traffic = text.split(maxsplit=3)
            fields = {"acl": f"{tier}-acl", "number": int(number), "action": action, **_traffic(traffic, {})}
            direction = "ingress" if way == "in" else "egress"
            yield f"{tier}-acl-{way}-{place}", {**fields, "direction": direction}
