from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import NETWORKED
from topologies.kinds.properties import Cache


@node(
    "railway-redis",
    label="Railway Redis",
    concern="data",
    icon="cache",
    provider="railway",
    parents=NETWORKED,
    ports=(PortDefault("redis", 6379, "redis"),),
    traits=(Trait.DATA,),
)
class RailwayRedis(Cache):
    """Redis as a Railway service: one container with a volume on the project's private network.

    What survives a restart depends on snapshots or the append-only file. It does not fail over by itself. Keep its
    TCP proxy off where only the project's own services use it.

    Source of facts: Railway documentation, Redis.
    """
