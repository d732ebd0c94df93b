from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import NETWORKED
from topologies.kinds.properties import Cache, Quantity, Short


@node(
    "do-redis",
    label="DigitalOcean Managed Redis",
    concern="data",
    icon="cache",
    provider="digitalocean",
    parents=NETWORKED,
    ports=(PortDefault("redis", 25061, "redis", tls=True),),
    traits=(Trait.DATA, Trait.MANAGED),
)
class DoRedis(Cache):
    """An in-memory store that DigitalOcean operates, today as Valkey, which speaks the protocol of Redis.

    Clients connect with TLS, on port 25061. A standby takes over when the primary fails; a single node is replaced
    and its unsaved keys are gone. Limit who may connect by trusted sources.

    Source of facts: DigitalOcean documentation, managed Caching and Valkey.
    """

    trusted_sources: tuple[Short, ...] = Field((), description="droplets, tags or addresses that may connect")
    standby_nodes: Quantity | None = None
