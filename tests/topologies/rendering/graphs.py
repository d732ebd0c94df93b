"""Graphs to draw: a small platform with everything in it, and large ones of any size."""

from typing import Any

from topologies.documents import parse
from topologies.graph import Graph

PLATFORM: dict[str, Any] = {
    "format": 1,
    "topology": {"system": "shop", "slug": "production", "environment": "production"},
    "zones": {
        "aws": {"kind": "provider", "label": "Amazon Web Services", "properties": {"provider": "aws"}},
        "ireland": {"kind": "region", "parent": "aws", "properties": {"code": "eu-west-1"}},
        "vpc": {"kind": "network", "parent": "ireland", "properties": {"cidrs": ["10.0.0.0/16"]}},
        "peer-vpc": {"kind": "network", "parent": "ireland", "properties": {"cidrs": ["10.1.0.0/16"]}},
        "public": {
            "kind": "subnet-tier",
            "parent": "vpc",
            "properties": {"access": "public", "cidrs": {"a": "10.0.1.0/24", "b": "10.0.2.0/24"}},
        },
        "private": {
            "kind": "subnet-tier",
            "parent": "vpc",
            "properties": {"access": "private", "cidrs": {"a": "10.0.11.0/24"}},
        },
    },
    "nodes": {
        "internet": {"kind": "users"},
        "alb": {"kind": "alb", "zone": "public", "label": "Application LB"},
        "nat": {"kind": "nat-gateway", "zone": "public"},
        "api-blue": {
            "kind": "ecs-service",
            "zone": "private",
            "slot": "blue",
            "min_instances": 2,
            "max_instances": 10,
            "availability_zones": ["a", "b"],
        },
        "api-green": {"kind": "ecs-service", "zone": "private", "slot": "green", "optional": True},
        "database": {"kind": "postgresql", "zone": "private", "properties": {"monthly_cost_usd": 120}},
        "replica": {"kind": "postgresql", "zone": "private"},
        "uploads": {"kind": "s3-bucket", "zone": "ireland"},
    },
    "ports": {
        "alb-https": {
            "node": "alb",
            "number": 443,
            "application": "https",
            "tls": True,
            "access": "public",
        },
        "database-sql": {
            "node": "database",
            "number": 5432,
            "application": "postgresql",
            "bind": "localhost",
        },
    },
    "security_groups": {"alb-sg": {"label": "alb"}, "db-sg": {"label": "database"}},
    "attachments": {
        "alb-sg-on-alb": {"group": "alb-sg", "target": "alb"},
        "db-sg-on-database": {"group": "db-sg", "target": "database"},
    },
    "links": {
        "in": {"source": "internet", "target": "alb", "port": "alb-https", "encrypted": True},
        "to-blue": {"source": "alb", "target": "api-blue", "weight": 100},
        "to-green": {"source": "alb", "target": "api-green", "weight": 0},
        "blue-sql": {"source": "api-blue", "target": "database", "port": "database-sql"},
        "out": {"source": "api-blue", "target": "nat", "role": "control"},
    },
    "replications": {
        "copy": {"source": "database", "target": "replica", "mode": "async", "lag_seconds": 60},
    },
    "peerings": {"joined": {"network": "vpc", "peer": "peer-vpc"}},
    "routes": {"default": {"zone": "private", "destination": "0.0.0.0/0", "via": "nat"}},
    "views": {
        "flow": {"shows": "dataflow"},
        "net": {"shows": "network"},
        "guard": {"shows": "security"},
        "tier": {"shows": "zone", "zone": "private"},
        "arranged": {
            "placements": {
                "alb": {"x": 500, "y": 40},
                "database": {"x": 900, "y": 400, "width": 300},
                "private": {"x": 0, "y": 0, "collapsed": False},
            },
        },
        "folded": {"placements": {"private": {"x": 40, "y": 300, "collapsed": True}}},
    },
}


def platform(**changes: Any) -> Graph:
    """The platform, with whole sections replaced."""
    return parse({**PLATFORM, **changes})


def labelled(words: str) -> Graph:
    """A zone, two nodes, a port, a group and a link that all bear these words."""
    return parse(
        {
            "format": 1,
            "topology": {"system": "hostile", "slug": "labels", "label": words},
            "zones": {"zone": {"kind": "group", "label": words}},
            "nodes": {
                "one": {"kind": "users", "label": words},
                "two": {"kind": "postgresql", "zone": "zone", "label": words},
            },
            "ports": {"port": {"node": "two", "number": 5432, "label": words, "application": words}},
            "security_groups": {"guard": {"label": words}},
            "attachments": {"guarded": {"group": "guard", "target": "two"}},
            "links": {
                "line": {"source": "one", "target": "two", "label": words, "protocol": words},
                "other": {"source": "two", "target": "one", "protocol": words},
            },
        }
    )


def large(nodes: int) -> Graph:
    """A chain of tiers: zones of ten nodes, each node linked to one of the zone before."""
    zones = {f"zone-{number}": {"kind": "group"} for number in range(-(-nodes // 10))}
    rows = {
        f"node-{number}": {"kind": "postgresql", "zone": f"zone-{number // 10}"} for number in range(nodes)
    }
    links = {
        f"link-{number}": {"source": f"node-{number}", "target": f"node-{number - 10}"}
        for number in range(10, nodes)
    }
    header = {"system": "large", "slug": "chain"}
    return parse({"format": 1, "topology": header, "zones": zones, "nodes": rows, "links": links})


def tangled(nodes: int, links: int) -> Graph:
    """Links from every zone to every other, in both directions: what dot ranks badly or not at all."""
    regions = {f"region-{number}": {"kind": "region"} for number in range(5)}
    groups = {
        f"group-{number}": {"kind": "group", "parent": f"region-{number % 5}"} for number in range(nodes // 6)
    }
    rows = {
        f"node-{number}": {"kind": "postgresql", "zone": f"group-{number * 7 % (nodes // 6)}"}
        for number in range(nodes)
    }
    joined = {
        f"link-{number}": {
            "source": f"node-{number * 31 % nodes}",
            "target": f"node-{(number * 31 + 1 + number * 17 % (nodes - 2)) % nodes}",
            "label": f"label {number}",
        }
        for number in range(links)
    }
    header = {"system": "large", "slug": "tangle"}
    return parse({"format": 1, "topology": header, "zones": regions | groups, "nodes": rows, "links": joined})
