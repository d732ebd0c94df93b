"""Answers of reachability as people read them: hops with what allowed each, or what stops and what it would take."""

from collections.abc import Iterable
from typing import Any

from topologies.answers import stations
from topologies.graph import Graph
from topologies.models import Topology
from topologies.pages.words import element_href, name_of
from topologies.reachability import INTERNET, Answer, Block, Engine, Hop

Row = dict[str, Any]
VERDICTS = {"allowed": "allowed", "blocked": "blocked", "unknown": "not known"}
_LAYERS = {
    "route": "route",
    "group": "security group",
    "firewall": "host firewall",
    "acl": "network ACL",
    "port": "port",
}


def told(engine: Engine, topology: Topology, way: tuple[Answer, ...]) -> Row:
    """A way in words: `steps`, each with the numbers of its stations, and what stops it."""
    passed, writer = stations(engine, way), Writer(engine.graph, topology)
    numbers = {key: place for place, key in enumerate(passed, 1)} | {INTERNET: 1}
    return {
        "verdict": way[-1].verdict,
        "indirect": len(way) > 1,
        "steps": [writer.hop(hop, numbers) for answer in way for hop in answer.hops],
        "block": writer.block(way[-1].blocked_by),
        "needs": way[-1].needs,
        "missing": way[-1].missing,
    }


class Writer:
    """Names and links of one topology."""

    def __init__(self, graph: Graph, topology: Topology) -> None:
        self._graph = graph
        self._topology = topology

    def hop(self, hop: Hop, numbers: dict[str, int]) -> Row:
        found = [("by", hop.via), ("rule", hop.rules), ("port", (hop.port,) if hop.port else ())]
        return {
            "start": self.end(hop.source) | {"number": numbers.get(hop.source)},
            "end": self.end(hop.target) | {"number": numbers.get(hop.target)},
            "route": hop.route,
            "because": [{"label": label, "keys": list(map(self.end, keys))} for label, keys in found if keys],
        }

    def block(self, block: Block | None) -> Row | None:
        if block is None:
            return None
        keys = [self.end(key) for key in block.elements if key in self._graph.by_key]
        return {"text": block.text, "layer": _LAYERS[block.layer], "keys": keys}

    def end(self, key: str) -> Row:
        """An element with the address of its page; what is none has none."""
        known = key in self._graph.by_key
        return {
            "key": key,
            "name": named(self._graph, key),
            "href": element_href(self._topology, key) if known else "",
        }

    def ends(self, keys: Iterable[str]) -> list[Row]:
        return list(map(self.end, keys))


def named(graph: Graph, key: str) -> str:
    return "Anybody on the internet" if key == INTERNET else name_of(graph, key)
