from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Cache


@node(
    "redis",
    label="Redis",
    concern="data",
    icon="cache",
    parents=ANYWHERE,
    ports=(PortDefault("redis", 6379, "redis"),),
    traits=(Trait.DATA,),
)
class Redis(Cache):
    """Redis that the team runs itself: keys in memory, written to disk by snapshots or a log of writes.

    Snapshots lose what came after the last one; the append-only file, flushed every second, loses about a second.
    With a memory limit and no eviction policy writes fail when memory is full; with `allkeys-lru` any key may go,
    also a session. A snapshot forks the process and can need much extra memory under heavy writes.

    It asks for no password unless one is set: never let it listen on a public address.

    Source of facts: Redis documentation, persistence, key eviction and security.
    """
