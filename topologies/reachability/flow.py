"""A question of reachability and its answer."""

from dataclasses import dataclass
from typing import Literal

# Anybody on the internet, whether or not the topology draws them. No key of an element can look like this.
INTERNET = "(internet)"

SOME_PORT = 0

Protocol = Literal["tcp", "udp"]
Verdict = Literal["allowed", "blocked", "unknown"]


@dataclass(frozen=True, slots=True, order=True)
class Flow:
    """One connection: `source` (a node, or INTERNET) opens it to `port` of the node `target`; SOME_PORT = to some port
    that nobody names."""

    source: str
    target: str
    protocol: Protocol
    port: int

    def __str__(self) -> str:
        return f"{self.source} -> {self.target}:{self.port or 'any'}/{self.protocol}"


@dataclass(frozen=True, slots=True)
class Hop:
    """One leg of an allowed flow and what allowed it.

    `route` says by which way in words; `via` are the routes, gateways, peerings and zones of that way; `rules` the
    security group rules, groups that allow by default and network ACL entries that let it pass; `port` the port
    binding that accepts it (last hop only).
    """

    source: str
    target: str
    route: str
    via: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    port: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One thing in the way of a flow: `layer` is where, `elements` what decides, `need` the change that opens it."""

    layer: Literal["route", "group", "firewall", "acl", "port"]
    elements: tuple[str, ...]
    text: str
    need: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a flow can do, with its evidence.

    allowed: `hops`. blocked: `blocked_by` is the first block on the way, `needs` the smallest set of changes that
    opens it. unknown: `missing` names every fact the model lacks.
    """

    flow: Flow
    verdict: Verdict
    hops: tuple[Hop, ...] = ()
    blocked_by: Block | None = None
    needs: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
