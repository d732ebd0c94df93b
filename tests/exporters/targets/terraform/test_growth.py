"""Four times the topology is four times the work: what is counted are calls, so no clock has a say."""

import sys
from types import FrameType
from typing import Any

from exporters.registry import find_target
from topologies import documents


def networks(count: int) -> documents.Document:
    """Networks with a way in, a way out, a site behind a firewall, and a bucket that is copied."""
    zones: dict[str, Any] = {
        "cloud": {"kind": "provider", "properties": {"provider": "aws"}},
        "north": {"kind": "region", "parent": "cloud", "properties": {"code": "eu-north-1"}},
    }
    nodes: dict[str, Any] = {}
    links: dict[str, Any] = {}
    copies: dict[str, Any] = {}
    for number in range(count):
        net = f"net{number}"
        zones[net] = {"kind": "network", "parent": "north", "properties": {"cidrs": ["10.0.0.0/16"]}}
        for access in ("public", "private"):
            cidrs = {"a": "10.0.1.0/24"} if access == "public" else {"a": "10.0.2.0/24"}
            tier = {"access": access, "cidrs": cidrs}
            zones[f"{net}-{access}"] = {"kind": "subnet-tier", "parent": net, "properties": tier}
        nodes[f"{net}-igw"] = {"kind": "internet-gateway", "zone": net}
        nodes[f"{net}-nat"] = {"kind": "nat-gateway", "zone": f"{net}-public"}
        for name, kind in (
            ("files", "s3-bucket"),
            ("copy", "s3-bucket"),
            ("cdn", "cloudfront"),
            ("waf", "waf"),
        ):
            nodes[f"{net}-{name}"] = {"kind": kind, "zone": "north"}
        nodes[f"{net}-app"] = {"kind": "ecs-service", "zone": f"{net}-private"}
        nodes[f"{net}-lb"] = {
            "kind": "alb",
            "zone": f"{net}-public",
            "properties": {"domains": ["a.example.com"]},
        }
        nodes[f"{net}-cert"] = {"kind": "certificate-manager", "zone": "north"}
        for source, target in (("cdn", "files"), ("waf", "cdn"), ("lb", "app"), ("cert", "lb")):
            links[f"{net}-{source}-to-{target}"] = {"source": f"{net}-{source}", "target": f"{net}-{target}"}
        copies[f"{net}-kept"] = {"source": f"{net}-files", "target": f"{net}-copy", "mode": "async"}
    header = {"system": "growing", "slug": "networks"}
    sections = {"zones": zones, "nodes": nodes, "links": links, "replications": copies}
    return {"format": documents.FORMAT, "topology": header, **sections}


def calls(count: int) -> float:
    """How many functions of Python the generator calls, for each network."""
    graph = documents.parse(networks(count))
    find_target("terraform").generate(graph)  # what is worked out once for all is not counted
    found = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal found
        found += event == "call"

    sys.setprofile(counted)
    try:
        find_target("terraform").generate(graph)
    finally:
        sys.setprofile(None)
    return found / count


def test_a_network_costs_the_same_among_many() -> None:
    assert calls(160) < 1.01 * calls(40)
