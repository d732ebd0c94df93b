"""A question of reachability and its answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from topologies.reachability.needs import Need
from topologies.scalars import Transport

# Anybody on the internet, whether or not the topology draws them. No key of an element can look like this.
INTERNET = "(internet)"

SOME_PORT = 0

Verdict = Literal["allowed", "blocked", "unknown"]


@dataclass(frozen=True, slots=True, order=True)
class Flow:
    """One connection: `source` (a node, or INTERNET) opens it to `port` of the node `target`; SOME_PORT = to some port
    that nobody names."""

    source: str
    target: str
    protocol: Transport
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
    """One thing in the way of a flow: `layer` is where, `elements` what decides, `change` what opens it."""

    layer: Literal["route", "group", "firewall", "acl", "port"]
    elements: tuple[str, ...]
    text: str
    change: Need

    @property
    def need(self) -> str:
        """The change as a sentence."""
        return str(self.change)

    def named(self, name: Callable[[str], str]) -> "Block":
        """The same with the ends of one flow in place of the class's."""
        return Block(self.layer, tuple(map(name, self.elements)), name(self.text), self.change.named(name))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a flow can do, with its evidence.

    allowed: `hops`. blocked: `blocked_by` is the first block on the way, `changes` the smallest set of changes that
    opens it, `needs` the same in sentences. unknown: `missing` names every fact the model lacks.
    """

    flow: Flow
    verdict: Verdict
    hops: tuple[Hop, ...] = ()
    blocked_by: Block | None = None
    changes: "tuple[Need, ...]" = ()
    missing: tuple[str, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        return tuple(map(str, self.changes))
