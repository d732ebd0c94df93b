"""The smallest changes that would open a way, as values: a sentence for people follows from each, and so do the
operations that make it (topologies.validation.fixes). "{source}" and "{target}" stand for the nodes of a flow.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Literal, Self

from topologies.graph.values import Direction
from topologies.scalars import Transport


@dataclass(frozen=True, slots=True)
class Need:
    """One change."""

    def named(self, name: Callable[[str], str]) -> Self:
        """The same about the nodes of one flow."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(self, **{key: name(value) for key, value in said.items() if isinstance(value, str)})


@dataclass(frozen=True, slots=True)
class Otherwise(Need):
    """A change that no single edit makes: somebody has to think."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class OpenGroup(Need):
    """A rule in a security group or firewall; `peer` is a node or INTERNET, `port` None = the one that is meant."""

    group: str
    direction: Direction
    protocol: Transport
    port: int | None
    peer: str
    anybody: bool = False

    def __str__(self) -> str:
        way = "to" if self.direction == "egress" else "from"
        peer = "everybody" if self.anybody else self.peer
        return (
            f"add to {self.group}: {self.direction} {self.protocol} {self.port or 'of any port'} {way} {peer}"
        )


@dataclass(frozen=True, slots=True)
class OpenAcl(Need):
    """An entry of a network ACL that allows; `ports` None = those that are meant."""

    acl: str
    tier: str
    direction: Direction
    protocol: Transport
    ports: tuple[int, int] | None

    def __str__(self) -> str:
        first, last = self.ports or (0, 0)
        meant = "the port meant" if self.ports is None else f"{first}-{last}" if last > first else f"{first}"
        return f"allow {self.direction} {self.protocol} {meant} in {self.acl} of {self.tier}"


@dataclass(frozen=True, slots=True)
class Listen(Need):
    """A port of the node bound to wider addresses."""

    node: str
    protocol: Transport
    port: int
    bind: Literal["private", "all"]

    def __str__(self) -> str:
        wider = "a private address" if self.bind == "private" else "all addresses"
        return f"bind {self.protocol} {self.port} of {self.node} to {wider}"


@dataclass(frozen=True, slots=True)
class Serve(Need):
    """A port that the node does not have yet."""

    node: str
    protocol: Transport
    port: int

    def __str__(self) -> str:
        return f"let {self.node} listen on {self.protocol} {self.port}"


@dataclass(frozen=True, slots=True)
class Publish(Need):
    """A provider's service open to the internet."""

    node: str

    def __str__(self) -> str:
        return f"make {self.node} publicly accessible"


@dataclass(frozen=True, slots=True)
class Address(Need):
    """A public address for the node, or what the sentence offers instead."""

    node: str
    instead: str

    def __str__(self) -> str:
        return f"give {self.node} a public address, or {self.instead}"


@dataclass(frozen=True, slots=True)
class AddNat(Need):
    """A NAT in a public tier of the network, for whom its tier has no route of its own."""

    network: str

    def __str__(self) -> str:
        return f"add a NAT in a public tier of {self.network}"


@dataclass(frozen=True, slots=True)
class AddDefaultRoute(Need):
    """A default route of the tier through a NAT of the network."""

    tier: str
    network: str
    family: Literal[4, 6]

    def __str__(self) -> str:
        return f"add a default route to {self.tier} through a NAT"


@dataclass(frozen=True, slots=True)
class MendRoute(Need):
    """Another next hop for a route: a NAT of the network."""

    route: str
    network: str

    def __str__(self) -> str:
        return f"let {self.route} lead through a NAT of {self.network} that reaches the internet"
