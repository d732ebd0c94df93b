from typing import ClassVar

from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import NETWORKED
from topologies.kinds.properties import Cache, Quantity, Short


@node(
    "elasticache-redis",
    label="ElastiCache Redis",
    concern="data",
    icon="cache",
    provider="aws",
    parents=NETWORKED,
    ports=(PortDefault("redis", 6379, "redis"),),
    traits=(Trait.DATA,),
)
class ElasticacheRedis(Cache):
    """Redis that Amazon ElastiCache operates: a primary, replicas and, in cluster mode, several shards.

    With replicas and automatic failover a replica takes over when its primary fails; replication is asynchronous,
    so the last writes can go. Without a replica the cache starts again empty. Cluster mode spreads keys over
    shards, and clients must speak its protocol. Encryption in transit and a password are choices of each cluster:
    check that both were made.

    Applications must survive an empty cache: plan what the database does then.

    Source of facts: AWS documentation, Amazon ElastiCache user guide.
    """

    most_replicas: ClassVar[int | None] = 5
    most_levels: ClassVar[int | None] = 1

    node_count: Quantity | None = Field(None, description="all nodes of the cluster")
    replicas: Quantity | None = Field(None, description="of each primary")
    shards: Quantity | None = None
    cluster_mode: bool | None = None
    automatic_failover: bool | None = None
    maintenance_window: Short = ""
