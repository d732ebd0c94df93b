"""How a kind is declared."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from inspect import cleandoc

from topologies.kinds.properties import Properties
from topologies.scalars import Transport


class Trait(StrEnum):
    """What the engines need to know of a kind. A rule asks for a trait, never for a kind by name."""

    DATA = "data"  # keeps data that must not be lost or exposed (database, cache, queue, bucket, secrets)
    DATABASE = "database"  # answers queries as a primary, replica or standby
    COMPUTE = "compute"  # runs the team's own code
    PROXY = "proxy"  # accepts traffic and passes it on: a hop of a multi-hop path
    BALANCER = "balancer"  # a proxy that spreads traffic over the instances behind it
    PUBLIC = "public"  # meant to be reached from the internet
    MANAGED = "managed"  # stands outside any network; reached over its provider's endpoint
    INTERNET = "internet"  # stands for the internet itself: people and machines outside
    INTERNET_GATEWAY = "internet-gateway"
    NAT = "nat"
    ENDPOINT = "endpoint"  # private way from a network to a managed service
    OBSERVER = "observer"  # metrics, logs, alerts, traces: never part of serving a request
    EXTERNAL = "external"  # somebody else's system
    HOST = "host"  # zone: a machine; what stands on it fails together and shares its address
    NETWORK = "network"  # zone: an address space with routing inside
    TIER = "tier"  # zone: subnets of one network, one per availability zone
    REGION = "region"  # zone
    PROVIDER = "provider"  # zone


@dataclass(frozen=True, slots=True)
class PortDefault:
    """A port a new node of the kind starts with."""

    name: str
    number: int
    application: str = ""
    protocol: Transport = "tcp"
    tls: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One entry of the catalogue.

    `parents` are the zone kinds it may stand in ("" = it may stand in no zone); `icon` names a file of
    static/icons/; `page` is Markdown: the first paragraph says what it is.
    """

    slug: str
    label: str
    concern: str
    icon: str
    provider: str
    parents: frozenset[str]
    ports: tuple[PortDefault, ...]
    traits: frozenset[Trait]
    properties: type[Properties]

    @property
    def page(self) -> str:
        return cleandoc(self.properties.__doc__ or "")

    @property
    def summary(self) -> str:
        return self.page.split("\n\n")[0].replace("\n", " ")

    def has(self, trait: Trait) -> bool:
        return trait in self.traits


def _declare(
    table: dict[str, Kind],
    slug: str,
    *,
    label: str,
    concern: str,
    icon: str,
    parents: tuple[str, ...],
    provider: str = "",
    ports: tuple[PortDefault, ...] = (),
    traits: tuple[Trait, ...] = (),
) -> Callable[[type[Properties]], type[Properties]]:
    def register(properties: type[Properties]) -> type[Properties]:
        if slug in table:
            raise ValueError(f"kind {slug} is declared twice")
        if not (properties.__doc__ or "").strip():
            raise ValueError(f"kind {slug} has no docstring, and that is its page")
        table[slug] = Kind(
            slug, label, concern, icon, provider, frozenset(parents), ports, frozenset(traits), properties
        )
        return properties

    return register


NODE_KINDS: dict[str, Kind] = {}
ZONE_KINDS: dict[str, Kind] = {}


def node(
    slug: str,
    *,
    label: str,
    concern: str,
    icon: str,
    parents: tuple[str, ...],
    provider: str = "",
    ports: tuple[PortDefault, ...] = (),
    traits: tuple[Trait, ...] = (),
) -> Callable[[type[Properties]], type[Properties]]:
    """Declare a node kind. `concern` groups the palette: compute, network, edge, data, delivery, observability,
    security, people."""
    return _declare(
        NODE_KINDS,
        slug,
        label=label,
        concern=concern,
        icon=icon,
        parents=parents,
        provider=provider,
        ports=ports,
        traits=traits,
    )


def zone(
    slug: str,
    *,
    label: str,
    icon: str,
    parents: tuple[str, ...],
    provider: str = "",
    traits: tuple[Trait, ...] = (),
) -> Callable[[type[Properties]], type[Properties]]:
    """Declare a zone kind."""
    return _declare(
        ZONE_KINDS,
        slug,
        label=label,
        concern="zone",
        icon=icon,
        parents=parents,
        provider=provider,
        traits=traits,
    )
