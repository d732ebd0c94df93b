from typing import ClassVar

from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import NETWORKED
from topologies.kinds.properties import (
    Gigabits,
    Gigabytes,
    ManagedDatabase,
    MegabytesPerSecond,
    Quantity,
    Seconds,
    Short,
)


@node(
    "rds-postgresql",
    label="RDS PostgreSQL",
    concern="data",
    icon="database",
    provider="aws",
    parents=NETWORKED,
    ports=(PortDefault("postgresql", 5432, "postgresql"),),
    traits=(Trait.DATA, Trait.DATABASE),
)
class RdsPostgresql(ManagedDatabase):
    """PostgreSQL that Amazon RDS operates, as primary, standby or read replica.

    Multi-AZ keeps a synchronous copy in a second availability zone and moves the name to it, usually within one to
    two minutes; connections break and must be opened again. That copy serves no reads. A read replica is
    asynchronous: it lags, and promoting it, in its own or another region, is a decision that loses the lag.

    - Automated backups are kept up to 35 days and allow point-in-time recovery to about five minutes ago; a restore
      always makes a new instance.
    - Connections are limited by memory: a pooler helps many small clients.
    - Storage can grow by itself and never shrinks. Encryption is chosen at creation.

    Source of facts: AWS documentation, Amazon RDS user guide.
    """

    most_replicas: ClassVar[int | None] = 15
    most_levels: ClassVar[int | None] = 3
    cascades_from: ClassVar[tuple[int, ...]] = (14, 1)

    storage_type: Short = Field("", description="for example gp3")
    iops: Quantity | None = Field(None, title="IOPS")
    throughput_mb_per_second: MegabytesPerSecond | None = None
    storage_max_gb: Gigabytes | None = Field(
        None, title="Largest storage", description="how far storage grows by itself"
    )
    network_gbps: Gigabits | None = None
    iam_authentication: bool | None = Field(None, title="IAM authentication")
    enhanced_monitoring_seconds: Seconds | None = None
    performance_insights: bool | None = None
